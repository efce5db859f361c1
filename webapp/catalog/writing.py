"""Drafts into rows: many products a statement, with their categories, colours, pictures, sizes."""

from collections.abc import Iterable, Sequence

from django.utils.text import slugify

from webapp.catalog.drafts import Draft
from webapp.catalog.models import UNSORTED, Category, Colour, Product, ProductImage, ProductSize
from webapp.catalog.pictures import Loaded

FIELDS = [
    "sku", "slug", "name", "brand", "description", "category", "colour", "gender", "usage",
    "season", "year", "price", "design_code", "is_active", "is_made_to_order", "content_hash",
    "updated_at",
]  # fmt: skip
"""What an import writes over; created_at stays."""
Write = tuple[Draft, Product | None, list[Loaded]]


class ProductWriter:
    """Call inside a transaction; after one that failed, throw the writer away."""

    def __init__(self) -> None:
        self._categories: dict[str, int] = dict(Category.objects.values_list("name", "pk"))
        self._colours: dict[str, int] = dict(Colour.objects.values_list("name", "pk"))

    def existing(self, drafts: Sequence[Draft]) -> dict[tuple[str, str], Product]:
        """(source, external id) → the product that is there, with its pictures."""
        found = (
            Product.objects.filter(
                source__in={draft.source for draft in drafts},
                external_id__in=[draft.external_id for draft in drafts],
            )
            .select_related("category")
            .prefetch_related("images")
        )
        return {(product.source, product.external_id): product for product in found}

    def write(self, writes: Sequence[Write]) -> list[Product]:
        """Create or update each product; returns them with their primary keys."""
        if not writes:
            return []
        skus = self._free_skus([draft for draft, _product, _pictures in writes])
        products = [
            self._product(draft, before, sku)
            for (draft, before, _pictures), sku in zip(writes, skus, strict=True)
        ]
        Product.objects.bulk_create(
            products,
            update_conflicts=True,
            unique_fields=["source", "external_id"],
            update_fields=FIELDS,
        )
        updated = [before.pk for _draft, before, _pictures in writes if before]
        ProductSize.objects.filter(product__in=updated).delete()
        ProductImage.objects.filter(product__in=updated).delete()
        ProductImage.objects.bulk_create(
            image
            for product, (_draft, _before, pictures) in zip(products, writes, strict=True)
            for image in _images(product, pictures)
        )
        ProductSize.objects.bulk_create(
            ProductSize(product=product, label=label, position=position, stock=stock)
            for product, (draft, _before, _pictures) in zip(products, writes, strict=True)
            for position, (label, stock) in enumerate(draft.sizes)
        )
        return products

    def _product(self, draft: Draft, before: Product | None, sku: str) -> Product:
        # What was hidden by hand stays hidden; what an import took out, or could not sort,
        # comes back.
        was_hidden = before is not None and not before.is_active
        if before is not None and (before.content_hash == "" or before.category.name == UNSORTED):
            was_hidden = False
        is_hidden = was_hidden if draft.is_hidden is None else draft.is_hidden
        return Product(
            source=draft.source,
            external_id=draft.external_id,
            sku=sku,
            slug=slugify(draft.name)[:160] or "product",
            name=draft.name,
            brand=draft.brand,
            description=draft.description,
            category_id=self._category(draft.category, draft.group),
            colour_id=self._colour(draft.colour, draft.colour_hex),
            gender=draft.gender,
            usage=draft.usage,
            season=draft.season,
            year=draft.year,
            price=draft.price,
            design_code=draft.design_code,
            is_active=not is_hidden,
            # A catalogue that went out as a file and comes back cannot say so.
            is_made_to_order=draft.is_made_to_order
            or (before is not None and before.is_made_to_order),
            content_hash=draft.hash(),
        )

    def _free_skus(self, drafts: Sequence[Draft]) -> list[str]:
        """Each draft's number, or one made of source and id where another product has it."""
        taken = {
            sku: (source, external_id)
            for sku, source, external_id in Product.objects.filter(
                sku__in=[draft.sku for draft in drafts]
            ).values_list("sku", "source", "external_id")
        }
        skus = []
        for draft in drafts:
            key = (draft.source, draft.external_id)
            owner = taken.setdefault(draft.sku, key)
            skus.append(draft.sku if owner == key else f"{draft.source}-{draft.external_id}"[:120])
        return skus

    def _category(self, name: str, group: str) -> int:
        if name not in self._categories:
            slug = _free_slug(Category.objects.values_list("slug", flat=True), name)
            made, _created = Category.objects.get_or_create(
                name=name, defaults={"slug": slug, "group": group}
            )
            self._categories[name] = made.pk
        return self._categories[name]

    def _colour(self, name: str, hex_code: str) -> int | None:
        if not name:
            return None
        if name not in self._colours:
            slug = _free_slug(Colour.objects.values_list("slug", flat=True), name)
            made, _created = Colour.objects.get_or_create(
                name=name, defaults={"slug": slug[:40], "hex": hex_code}
            )
            self._colours[name] = made.pk
        return self._colours[name]


def _images(product: Product, pictures: list[Loaded]) -> list[ProductImage]:
    images = []
    for position, picture in enumerate(pictures):
        origin = picture.known or picture.stored
        assert origin is not None, "only usable pictures are written"
        images.append(
            ProductImage(
                product=product,
                position=position,
                file=origin.file,
                thumbnail=origin.thumbnail,
                width=origin.width,
                height=origin.height,
                sha256=origin.sha256,
                source_sha256=origin.source_sha256,
                alt=product.name,
            )
        )
    return images


def _free_slug(taken: Iterable[str], name: str) -> str:
    base = slugify(name)[:36] or "more"
    known, slug, number = set(taken), base, 2
    while slug in known:
        slug, number = f"{base}-{number}", number + 1
    return slug
