"""Reads for the shop's pages that are not the catalogue's own."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.http import HttpRequest
from django.utils.text import slugify

from webapp.catalog.labels import category_label
from webapp.catalog.models import Category, Product
from webapp.catalog.selectors import products_visible

from .models import WishlistItem

VISITOR_KEY = "wishlist_visitor"
"""Where a session keeps the name under which an unknown visitor's wishes are stored."""

SHOW_WINDOW = (
    "Handbags",
    "Dresses",
    "Jackets",
    "Sweaters",
    "Heels",
    "Casual Shoes",
    "Shirts",
    "Tops",
)
"""Categories that the front page takes its example from, the best looking first."""

NAVIGATION_SECONDS = 60
"""How old the departments in the header may be; new categories appear after that."""


@dataclass(frozen=True, slots=True)
class CategoryLink:
    name: str
    """As on a shelf: "T-shirts"."""
    slug: str
    count: int


@dataclass(frozen=True, slots=True)
class Department:
    """A group of categories that have something to sell, the fullest first."""

    name: str
    slug: str
    categories: tuple[CategoryLink, ...]

    @property
    def count(self) -> int:
        return sum(category.count for category in self.categories)


def departments() -> list[Department]:
    """Departments with visible products, the fullest first; cached for a minute."""
    found: list[Department] | None = cache.get("storefront.departments")
    if found is None:
        found = _departments()
        cache.set("storefront.departments", found, NAVIGATION_SECONDS)
    return found


def _departments() -> list[Department]:
    rows = (
        Product.objects.filter(is_active=True)
        .values("category__name", "category__slug", "category__group")
        .annotate(count=Count("pk"))
        .order_by("-count", "category__name")
    )
    groups: dict[str, list[CategoryLink]] = {}
    for row in rows:
        groups.setdefault(row["category__group"], []).append(
            CategoryLink(category_label(row["category__name"]), row["category__slug"], row["count"])
        )
    found = [Department(name, slugify(name), tuple(links)) for name, links in groups.items()]
    return sorted(found, key=lambda department: -department.count)


def department_by_slug(slug: str) -> Department | None:
    return next((found for found in departments() if found.slug == slug), None)


def department_of(category: Category) -> Department:
    """The department a category belongs to, even if nothing in it is for sale today."""
    slug = slugify(category.group)
    return department_by_slug(slug) or Department(category.group, slug, ())


def department_covers() -> list[tuple[Department, Product]]:
    """Each department with the newest product of its fullest category; two queries in all."""
    firsts = {found.categories[0].slug: found for found in departments()}
    newest = (
        Product.objects.filter(is_active=True, category=OuterRef("pk"), images__isnull=False)
        .order_by("-created_at", "-pk")
        .values("pk")[:1]
    )
    covers = Category.objects.filter(slug__in=firsts).annotate(cover=Subquery(newest))
    found = products_visible().in_bulk([row.cover for row in covers if row.cover])
    by_slug = {row.slug: found.get(row.cover) for row in covers}
    return [(firsts[slug], cover) for slug in firsts if (cover := by_slug.get(slug))]


def products_new(limit: int) -> list[Product]:
    """The newest products, at most two of one category so that a large delivery shows its width."""
    newest = products_visible().order_by("-created_at", "-pk")[: limit * 8]
    chosen: list[Product] = []
    seen: dict[int, int] = {}
    for product in newest:
        if seen.get(product.category_id, 0) < 2:
            seen[product.category_id] = seen.get(product.category_id, 0) + 1
            chosen.append(product)
    return chosen[:limit]


def wishlist_items(request: HttpRequest) -> QuerySet[WishlistItem]:
    """What this account, or this browser before signing in, has kept."""
    if request.user.is_authenticated:
        return WishlistItem.objects.filter(user=request.user)
    key = request.session.get(VISITOR_KEY, "")
    if not key:
        return WishlistItem.objects.none()
    return WishlistItem.objects.filter(user=None, visitor_key=key)


def wishlist_ids(request: HttpRequest) -> frozenset[int]:
    return frozenset(wishlist_items(request).values_list("product_id", flat=True))


def wishlist_products(request: HttpRequest) -> list[Product]:
    """Kept products, the latest first; what is no longer sold is left out."""
    kept = list(wishlist_items(request).values_list("product_id", flat=True))
    found = products_visible().in_bulk(kept)
    return [found[pk] for pk in kept if pk in found]


def products_alike(count: int) -> list[Product]:
    """Different products of one kind, in one colour if there are enough: what a photo finds."""
    shown = (
        Product.objects.filter(is_active=True, images__isnull=False, colour__isnull=False)
        .filter(category__name__in=SHOW_WINDOW)
        .exclude(colour__slug__in=("black", "white", "grey", "na"))
    )
    place = Case(*(When(category__name=c, then=n) for n, c in enumerate(SHOW_WINDOW)))
    for names in (("category", "colour", "gender"), ("category", "colour"), ("category",)):
        kind = (
            shown.values(*names)
            .annotate(names=Count("name", distinct=True), place=place)
            .filter(names__gte=count)
            .order_by("place", "-names", *names)
            .first()
        )
        if kind is not None:
            ids = shown.filter(**{name: kind[name] for name in names}).values("pk")
            by_name = {found.name: found for found in products_visible().filter(pk__in=ids)}
            return list(by_name.values())[:count]
    return []
