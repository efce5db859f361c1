"""Catalogue formats, one module each; see ``base`` for what they share."""

from django.utils.translation import gettext as _

from webapp.catalog.formats import (
    atelier,
    deepfashion,
    fashion_mnist,
    folders,
    google,
    myntra,
    parquet,
    shopify,
)
from webapp.catalog.formats.base import CatalogFormat, Detection
from webapp.catalog.formats.containers import Container, Unreadable

FORMATS: dict[str, CatalogFormat] = {
    module.NAME: module
    for module in (
        atelier, myntra, shopify, google, deepfashion, fashion_mnist, parquet, folders
    )
}  # fmt: skip


def detect(container: Container) -> Detection:
    """The most certain format. Raises Unreadable if none fits."""
    found = [d for module in FORMATS.values() if (d := module.detect(container)) is not None]
    if not found:
        raise Unreadable(
            _(
                "No known catalogue in “%(name)s”. Expected one of: %(formats)s. See "
                "docs/catalogue.md for what each looks like."
            )
            % {"name": container.label, "formats": "; ".join(f.LABEL for f in FORMATS.values())}
        )
    return max(found, key=lambda detection: detection.confidence)
