"""What the doctor asks of the pictures: is each there, and is each wanted?"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from webapp.core.doctor import Finding, diagnosis

from .models import Product, ProductImage

FOLDER = "products"
NAMED = 3
"""So many examples are named."""


@diagnosis("Catalogue")
def pictures() -> Iterator[Finding]:
    active = Product.objects.filter(is_active=True).count()
    yield Finding("ok", f"{active} products on sale, {ProductImage.objects.count()} pictures")
    wanted: set[str] = set()
    for names in ProductImage.objects.values_list("file", "thumbnail").iterator():
        wanted.update(filter(None, names))
    root = Path(settings.MEDIA_ROOT)
    found = {
        path.relative_to(root).as_posix()
        for path in (root / FOLDER).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    if missing := sorted(wanted - found):
        yield Finding(
            "error",
            f"{len(missing)} pictures are missing ({', '.join(missing[:NAMED])})",
            "Import the catalogue again: pictures that are missing are written anew.",
        )
    if orphaned := sorted(found - wanted):
        size = sum((root / name).stat().st_size for name in orphaned)
        yield Finding(
            "warning",
            f"{len(orphaned)} pictures belong to no product ({size / 1024**2:.1f} MiB: "
            f"{', '.join(orphaned[:NAMED])})",
            "They may be deleted while no import runs.",
        )
