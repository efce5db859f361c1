"""What people look for in the overview of the admin."""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp.core.figures import Figure, figures

from .selectors import groups_visible


@figures(gettext_lazy("Looked for and not found"))
def demand() -> Iterator[Figure]:
    groups = groups_visible()
    yield Figure(_("groups shown"), number_format(groups.count(), use_l10n=True))
    largest = groups.first()
    if largest is not None:
        yield Figure(str(largest), _("%(n)d people") % {"n": largest.people})
