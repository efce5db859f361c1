"""An import's pictures: read, compared with what the shop has, decoded and stored in parallel.

Pillow releases the interpreter while it decodes and encodes, so threads are enough.
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.utils.translation import gettext as _

from webapp.catalog.formats.base import NeedsDownload, Picture, PictureMissing
from webapp.catalog.formats.containers import Unreadable
from webapp.catalog.images import BadImage, StoredImage, decode, image_store
from webapp.catalog.models import ProductImage

MAX_PICTURES = 12
"""Of one product; further ones are left out."""


@dataclass(frozen=True)
class Loaded:
    """What became of one picture of a row: the one we had, a new one, or a reason."""

    known: ProductImage | None = None
    stored: StoredImage | None = None
    problem: str = ""
    is_absent: bool = False
    """Nothing was there to read, as opposed to something unreadable."""

    @property
    def is_usable(self) -> bool:
        return not self.problem


class PictureLoader:
    """Loads the pictures of many rows at once; use it as a context manager."""

    def __init__(self, *, dry_run: bool) -> None:
        self._dry_run = dry_run
        self._pool = ThreadPoolExecutor(min(8, (os.cpu_count() or 1) + 1), "pictures")

    def __enter__(self) -> "PictureLoader":
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def load(
        self, wanted: Sequence[tuple[Sequence[Picture], Sequence[ProductImage]]]
    ) -> list[list[Loaded]]:
        """For each row (its pictures, those the product has) what became of each picture."""
        futures = [
            [self._pool.submit(self._load, picture, known) for picture in pictures[:MAX_PICTURES]]
            for pictures, known in wanted
        ]
        return [[future.result() for future in row] for row in futures]

    def _load(self, picture: Picture, known: Sequence[ProductImage]) -> Loaded:
        try:
            data = picture.read()
            digest = hashlib.sha256(data).hexdigest()
            for image in known:
                if digest in (image.source_sha256, image.sha256):
                    return Loaded(known=image)
            if self._dry_run:
                decode(data)
                return Loaded()
            return Loaded(stored=image_store(data))
        except PictureMissing as error:
            return Loaded(
                problem=_("picture %(name)s is missing") % {"name": error}, is_absent=True
            )
        except NeedsDownload as error:
            return Loaded(
                problem=_("needs downloading: %(url)s") % {"url": str(error)[:200]}, is_absent=True
            )
        except (BadImage, Unreadable) as error:
            return Loaded(problem=f"{picture.name[-80:]}: {error}")
