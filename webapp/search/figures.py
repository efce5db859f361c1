"""The search index in the overview of the admin."""

from collections.abc import Iterator
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp.core.disk import folder_size
from webapp.core.figures import Figure, figures
from webapp.registry import selectors as registry


@figures(gettext_lazy("Search index"))
def search_index() -> Iterator[Figure]:
    index = registry.index_live()
    if index is None:
        yield Figure(_("index"), _("none serves yet"), is_bad=True)
        return
    size = folder_size(Path(index.folder))
    yield Figure(_("version"), index.version)
    yield Figure(_("embedder"), index.model.version)
    yield Figure(_("products"), number_format(index.count, use_l10n=True, force_grouping=True))
    yield Figure(_("size"), filesizeformat(size) if size else _("files missing"), is_bad=not size)
    yield Figure(_("age"), timesince(index.created_at, timezone.now(), depth=1))
