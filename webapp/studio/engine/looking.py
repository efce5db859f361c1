"""What classifier and recommender say of a design, and whether it is a copy."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from webapp.catalog.models import ProductImage
from webapp.catalog.snapshot import current
from webapp.classify import engine as classifier
from webapp.search import engine as search
from webapp.search.contracts import Unavailable as NoIndex

from .. import files
from ..contracts import Look, Named, Near, Originality, Versions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

logger = logging.getLogger(__name__)
SHOWN = 8
"""Products that one can buy today."""
COMPARED = 24
"""Nearest products whose photos are compared, pixel by pixel, with the design."""


def look(name: str, *, learnt_here: bool) -> Look:
    """At a stored design. Raises FileNotFoundError."""
    from PIL import Image

    with Image.open(files.path_of(name), formats=["PNG"]) as opened:
        picture = opened.convert("RGB")
    categories, style, version = _sorted(picture)
    versions = Versions(classifier=version, embedder="", index="")
    said = Look(categories=categories, style=style, nearest=[], originality=None, versions=versions)
    try:
        around = search.around(picture, visible=current().ids, count=COMPARED)
    except NoIndex as error:
        logger.info("a design is not compared: %s", error)
        return said
    versions |= Versions(classifier=version, embedder=around.embedder, index=around.index)
    near = [
        Near(id=pk, similarity=round(similarity, 4))
        for pk, similarity in zip(around.ids, around.similarities, strict=True)
    ][: around.count]
    said |= {"nearest": near[:SHOWN], "originality": _originality(picture, around, learnt_here)}
    return said


def _sorted(picture: "Image.Image") -> tuple[list[Named], Named | None, str]:
    """The classifier's word; nothing where there is none to ask."""
    if not classifier.is_there():
        return [], None, ""
    try:
        [found] = classifier.sort([picture])
    except (ValueError, OSError) as error:
        logger.error("the classifier cannot be asked: %s", error)
        return [], None, ""
    named = [Named(name=each["name"], probability=each["probability"]) for each in found["styles"]]
    categories = [
        Named(name=each["name"], probability=each["probability"]) for each in found["categories"]
    ]
    return categories, next(iter(named), None), found["model_version"]


def _originality(
    picture: "Image.Image", around: search.Around, learnt_here: bool
) -> Originality | None:
    """By generator.novelty's rule, among the products around the design and those around the
    nearest one: the photo's own nearest other is among them in features, and in pixels one at
    least as near as any of its kind."""
    import numpy as np

    from generator.novelty import Novelty

    pixels, kept = _photos(around.ids, picture.width)
    if len(kept) < 2:
        return None
    groups = around.groups[kept]
    if len(set(groups.tolist())) < 2:
        return None
    novelty = Novelty(pixels, around.vectors[kept], groups)
    found = novelty.check(np.asarray(picture)[None], around.vector[None])
    place = int(found.nearest[0])
    by_both, by_either = bool(found.copies[0]), bool(found.by_features[0] or found.by_pixels[0])
    pk = around.ids[kept[place]]
    return Originality(
        verdict="copy" if by_both else "close" if by_either else "new",
        product_id=pk,
        similarity=round(around.similarities[kept[place]], 4),
        usual=round(1 - float(novelty.own[place]) / 2, 4),
        learnt_here=learnt_here,
    )


def _photos(ids: Sequence[int], side: int) -> "tuple[NDArray[np.uint8], NDArray[np.int64]]":
    """N × side × side × 3 of the products whose photo can be read, and their places in ``ids``."""
    import numpy as np
    from PIL import Image

    from ml.preprocessing import square

    names: dict[int, str] = {}
    rows = ProductImage.objects.filter(product__in=ids).order_by("-position", "-id")
    names = dict(rows.values_list("product_id", "thumbnail"))  # the first picture comes last
    pixels: list[Any] = []
    places: list[int] = []
    for place, pk in enumerate(ids):
        try:
            path = Path(settings.MEDIA_ROOT) / names[pk]
            with Image.open(path, formats=["WEBP", "JPEG", "PNG"]) as image:
                pixels.append(np.asarray(square(image.convert("RGB"), side)))
            places.append(place)
        except (KeyError, OSError, ValueError):
            continue
    empty = np.zeros((0, side, side, 3), np.uint8)
    return np.stack(pixels) if pixels else empty, np.array(places, np.int64)
