"""The sample shop: drawn by the project itself, loaded without a network, safe to load again."""

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from webapp.catalog import engine, signals
from webapp.catalog.drafts import Draft, Names
from webapp.catalog.images import Packed, packed_store
from webapp.catalog.models import Product
from webapp.catalog.pictures import Loaded
from webapp.catalog.services import products_retire, taxonomy_sync
from webapp.catalog.writing import ProductWriter

if TYPE_CHECKING:
    from ml.drawings import SampleProduct

SOURCE = "sample"
BATCH = 100


def sample_load(
    *,
    count: int = 1500,
    only: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Draw and load what is new or drawn differently now; returns how many products changed.

    Sample products beyond ``count`` are taken out of the shop, with ``only`` those of all other
    sources too. Raises ValueError for a count
    smaller than the number of categories.
    """
    taxonomy_sync()
    names = Names()
    wanted = [(product, _draft(product, names)) for product in engine.sample_products(count)]
    before = {
        product.external_id: product
        for product in Product.objects.filter(source=SOURCE).prefetch_related("images")
    }
    stale = [
        (product, draft)
        for product, draft in wanted
        if not _is_current(product, draft, before.get(product.sku))
    ]
    done = len(wanted) - len(stale)
    progress(done, len(wanted))
    writer = ProductWriter()
    drawn = zip(stale, engine.sample_pictures([p for p, _d in stale]) if stale else (), strict=True)
    while batch := list(islice(drawn, BATCH)):
        pictures = [_stored(product, packed) for (product, _draft), packed in batch]
        with transaction.atomic():
            writer.write(
                [
                    (draft, before.get(product.sku), loaded)
                    for ((product, draft), _packed), loaded in zip(batch, pictures, strict=True)
                ]
            )
        done += len(batch)
        progress(done, len(wanted))
    others = Product.objects.all() if only else Product.objects.filter(source=SOURCE)
    named = [product.sku for product, _draft in wanted]
    gone = products_retire(products=others.exclude(source=SOURCE, external_id__in=named))
    if changed := len(stale) + gone:
        signals.catalog_changed.send(sender=SOURCE, products=changed)
    return changed


def _draft(product: "SampleProduct", names: Names) -> Draft:
    category, group = names.category(product.category, "", "", is_exact=True)
    colour, hex_code = names.colour(product.colour, "")
    return Draft(
        external_id=product.sku,
        source=SOURCE,
        sku=product.sku,
        name=product.name[:200],
        brand=product.brand[:80],
        description=product.description,
        category=category,
        group=group,
        colour=colour,
        colour_hex=hex_code,
        gender=product.gender.lower(),
        usage=product.usage.lower().replace(" ", "-"),
        season=product.season.lower(),
        year=None,
        price=product.price,
        sizes=tuple(product.sizes),
        design_code=product.style,
        is_hidden=None,
    )


def _is_current(product: "SampleProduct", draft: Draft, before: Product | None) -> bool:
    if before is None or before.content_hash != draft.hash():
        return False
    drawn = [image.source_sha256 for image in before.images.all()]
    return drawn == [engine.drawing_hash(product)] * product.image_count


def _stored(product: "SampleProduct", packed: list[Packed]) -> list[Loaded]:
    digest = engine.drawing_hash(product)
    return [Loaded(stored=packed_store(picture, digest)) for picture in packed]
