"""What `manage.py doctor` finds out about the photo search."""

import time
from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone

from webapp.catalog.models import Product, ProductImage
from webapp.core.doctor import Finding, diagnosis
from webapp.registry import selectors as registry

from . import engine, services, uploads
from .contracts import Busy, Unavailable
from .models import PhotoQuery


@diagnosis("photo search")
def photo_search() -> Iterator[Finding]:
    index = registry.index_live()
    if index is None:
        has_products = ProductImage.objects.filter(product__is_active=True).exists()
        yield Finding(
            "warning" if has_products else "ok",
            "no index serves yet",
            "Run: manage.py reindex" if has_products else "",
        )
        return
    try:
        engine.versions()
    except (Unavailable, Busy) as error:
        yield Finding("error", f"nothing can be searched: {error}", "Run: manage.py reindex --full")
        return
    yield Finding("ok", f"{index} with model {index.model.version}, {index.count} products")
    pictured = (
        Product.objects.filter(is_active=True)
        .annotate(pictures=Count("images"))
        .filter(pictures__gt=0)
        .count()
    )
    if pictured != index.count:
        yield Finding(
            "warning",
            f"{pictured} products have pictures, the index holds {index.count}",
            "Run: manage.py reindex",
        )


@diagnosis("shoppers' photos")
def photos() -> Iterator[Finding]:
    late = PhotoQuery.objects.filter(created_at__lt=timezone.now() - services.LONGEST_LIFE).count()
    files = list(uploads.folder().iterdir()) if uploads.folder().is_dir() else []
    old = [p for p in files if time.time() - p.stat().st_mtime > 3600]
    if late or old:
        yield Finding(
            "error",
            f"{late} photos and {len(old)} files are older than an hour",
            "The site's clock does not run: start manage.py up, or Celery beat.",
        )
    yield Finding("ok", f"{PhotoQuery.objects.count()} photos, {len(files)} files")
