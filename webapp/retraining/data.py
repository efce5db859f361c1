"""What a run may learn from: what there is, how much of it, and whether it will do."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from webapp.catalog.formats.containers import Container, Unreadable, open_container
from webapp.catalog.models import Product, ProductImage
from webapp.registry.kinds import is_generator

from .contracts import Data
from .presets import trainable

TABLE = "styles.csv"
COLUMNS = ("id", "articleType", "baseColour", "usage", "gender")
PICTURES = (".jpg", ".png", ".webp")
"""Beside a table, in its folder ``images``."""
LOOSE = (".jpg", ".jpeg", ".png", ".webp")
"""Without a table, anywhere and in any case: for generators only."""
DRAWINGS = 1500
"""As many as the sample shop has."""
MOST_DRAWINGS = 20_000


@dataclass(frozen=True)
class Source:
    """One catalogue that was imported."""

    name: str
    count: int


def products(source: str = "") -> QuerySet[Product]:
    """In the shop, with a picture and a category that the models know; of one source, or all."""
    found = Product.objects.filter(
        Exists(ProductImage.objects.filter(product=OuterRef("pk"))),
        is_active=True,
        category__class_index__isnull=False,
    )
    return found.filter(source=source) if source else found


def sources() -> list[Source]:
    rows = products().order_by("source").values_list("source").annotate(n=Count("id"))
    return [Source(name, count) for name, count in rows]


def count(data: Data) -> int:
    """How many pictures a run would learn from; of an upload, 0 before it was checked."""
    if data.what == "sample":
        return data.count or DRAWINGS
    if data.what == "upload":
        return data.count
    return products(data.name if data.what == "source" else "").count()


def has_phone() -> bool:
    return bool(settings.TRAINING_PHONE and settings.TRAINING_PHONE_MAP)


def label(data: Data) -> str:
    """In a few words."""
    words = {
        "catalogue": _("the catalogue as it was then"),
        "source": _("the catalogue “%(name)s”") % {"name": data.name},
        "upload": _("the file %(name)s") % {"name": data.name},
        "sample": _("%(n)s drawings") % {"n": whole(data.count or DRAWINGS)},
    }[data.what]
    return _("%(data)s and people's photos") % {"data": words} if data.phone else words


def whole(number: int) -> str:
    """With the locale's separator of thousands."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def check_enough(kind: str, pictures: int) -> None:
    """Raises ValueError with a plain sentence."""
    least = trainable(kind).least
    if pictures < least:
        raise ValueError(
            _("There are %(n)s pictures to learn from, and at least %(least)s are needed.")
            % {"n": whole(pictures), "least": whole(least)}
        )


def check_upload(path: Path, kind: str) -> int:
    """How many pictures a zip holds that the engine of ``kind`` can read.

    Raises ValueError with a plain sentence for one that is unsafe (as imports refuse it), damaged,
    or laid out otherwise.
    """
    with open_container(path) as found:
        if getattr(found, "main", ""):
            raise Unreadable(_("Choose a zip file."))
        tables = [name for name in found.names if PurePosixPath(name).name == TABLE]
        if not tables and not is_generator(kind):
            raise Unreadable(
                _(
                    "The zip holds no styles.csv. Make one with the columns id, articleType, "
                    "baseColour, usage and gender, and the pictures as images/<id>.jpg. A "
                    "catalogue in another format: import it, then train on the catalogue."
                )
            )
        if not tables:
            return sum(name.lower().endswith(LOOSE) for name in found.names)
        table = min(tables, key=lambda name: (name.count("/"), name))
        _check_table(found, table)
        images = PurePosixPath(table).parent / "images"
        # Engines look for no other place and spelling: what is counted here, they can open.
        count = sum(
            PurePosixPath(name).parent == images and name.endswith(PICTURES) for name in found.names
        )
        if not count:
            raise Unreadable(
                _(
                    "Beside %(table)s there are no pictures that can be read. They must be called "
                    "images/<id>.jpg, .png or .webp."
                )
                % {"table": table}
            )
        return count


def _check_table(found: Container, name: str) -> None:
    with found.stream(name) as stream:
        first = stream.readline(10_000).decode("utf-8-sig", "replace")
    absent = [column for column in COLUMNS if column not in first.strip().split(",")]
    if absent:
        raise Unreadable(
            _("%(table)s lacks the column %(names)s.") % {"table": name, "names": ", ".join(absent)}
        )
