"""The shop's pages. Each view reads through selectors and hands a template what it shows."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from webapp.campaigns import selectors as campaigns
from webapp.catalog import selectors as catalog
from webapp.catalog.labels import category_label, colour_label
from webapp.catalog.models import Category, Product
from webapp.core.problems import Problem
from webapp.search import selectors as search
from webapp.search.shadow import click_note

from . import selectors, services
from .paging import shelf
from .structured import structured_data

HOME_PRODUCTS = 8
SIMILAR_PRODUCTS = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Context: covers [(Department, Product)], products, show [Product], samples, campaigns."""
    products = selectors.products_new(HOME_PRODUCTS)
    return render(
        request,
        "storefront/home.html",
        {
            "covers": selectors.department_covers(),
            "products": products,
            "show": selectors.products_alike(4),
            "samples": search.sample_photos(),
            "campaigns": campaigns.campaigns_home(),
        },
    )


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    return _listing(request, title=_("Everything"))


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Category, slug=slug)
    return _listing(
        request,
        title=category_label(found.name),
        base=Product.objects.filter(is_active=True, category=found),
        category=found,
        department=selectors.department_of(found),
    )


@require_safe
def department(request: HttpRequest, slug: str) -> HttpResponse:
    found = selectors.department_by_slug(slug)
    if found is None:
        raise Problem(404, _("No such department"), _("The shop has no department of that name."))
    return _listing(
        request,
        title=found.name,
        base=Product.objects.filter(is_active=True, category__group=found.name),
        department=found,
    )


def _listing(
    request: HttpRequest,
    *,
    title: str,
    base: QuerySet[Product] | None = None,
    category: Category | None = None,
    department: selectors.Department | None = None,
) -> HttpResponse:
    """Context: title, result (FacetedResult), shelf (Shelf), category, department.

    htmx's "Load more" gets the next page's cards alone.
    """
    result = catalog.facets(request.GET, base)
    is_more = request.headers.get("HX-Target") == "load-more"
    context = {
        "title": title,
        "result": result,
        "shelf": shelf(result, request.GET.get("page"), only_this=is_more),
        "category": category,
        "department": department,
    }
    template = "storefront/_parts/shelf.html" if is_more else "storefront/listing.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@require_safe
def product(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Context: product, department, images, sizes, colours [Product], look [Product], labels."""
    found = _product(pk)
    if slug != found.slug:
        return redirect(found, permanent=True)
    click_note(request=request, product_id=found.pk)
    images = list(found.images.all())
    return render(
        request,
        "storefront/product.html",
        {
            "product": found,
            "page_url": request.build_absolute_uri(found.get_absolute_url()),
            "structured_data": structured_data(request, found, images),
            "category_label": category_label(found.category.name),
            "colour_label": colour_label(found.colour.name) if found.colour else "",
            "department": selectors.department_of(found.category),
            "images": images,
            "sizes": list(found.sizes.all()),
            "colours": catalog.product_others_in_colours(found),
            "look": catalog.products_complete_the_look(found),
        },
    )


def _product(pk: int) -> Product:
    found = Product.objects.select_related("category", "colour").filter(pk=pk).first()
    if found is None:
        raise Problem(404, _("No such product"), _("The shop has never had this product."))
    if not found.is_active:
        raise Problem(
            410,
            _("No longer sold"),
            _("“%(name)s” has left the shop. Its department may have something like it.")
            % {"name": found.name},
        )
    return found


@require_safe
def similar(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Context: product, products. The rail of the product page, or, opened by itself, a page."""
    found = _product(pk)
    is_part = request.headers.get("HX-Request") == "true"
    response = render(
        request,
        "storefront/_parts/similar.html" if is_part else "storefront/similar.html",
        {"product": found, "products": search.similar_products(found, limit=SIMILAR_PRODUCTS)},
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def wishlist(request: HttpRequest) -> HttpResponse:
    """Context: products, the latest kept first."""
    return render(
        request, "storefront/wishlist.html", {"products": selectors.wishlist_products(request)}
    )


@require_POST
def wishlist_toggle(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep, or drop with kept=0. htmx gets the button anew and the count; a form goes back."""
    found = _product(pk)
    kept = services.wishlist_set(
        request=request, product=found, kept=request.POST.get("kept") != "0"
    )
    if request.headers.get("HX-Request") == "true":
        return render(
            request,
            "storefront/_parts/heart_answer.html",
            {"product": found, "is_kept": kept, "is_wide": request.POST.get("wide") == "1"},
        )
    back = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if is_ours else "storefront:wishlist")
