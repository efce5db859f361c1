"""The catalogue in the admin: products with pictures, categories, colours, imports, exports."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from webapp.catalog import admin_views, services
from webapp.catalog import snapshot as snapshots
from webapp.catalog.exporting import catalog_lines
from webapp.catalog.forms import ProductImageForm
from webapp.catalog.models import (
    CatalogImport,
    Category,
    Colour,
    Product,
    ProductImage,
    ProductSize,
)


class ImageInline(TabularInline):
    model = ProductImage
    form = ProductImageForm
    fields = ["preview", "upload", "position", "alt"]
    readonly_fields = ["preview"]
    extra = 0

    @admin.display(description=_("picture"))
    def preview(self, image: ProductImage) -> SafeString | str:
        if not image.file:
            return ""
        return format_html(
            '<img src="{}" alt="" style="height:6rem;width:auto">', image.thumbnail_url
        )


class SizeInline(TabularInline):
    model = ProductSize
    fields = ["label", "stock", "position"]
    extra = 0


@admin.register(Product)
class ProductAdmin(ModelAdmin):
    list_display = ["picture", "name", "category", "colour", "price", "source", "is_active"]
    list_display_links = ["picture", "name"]
    list_filter = ["is_active", "source", "gender", "usage", "season", "category"]
    list_select_related = ["category", "colour"]
    search_fields = ["name", "brand", "sku", "external_id"]
    readonly_fields = ["content_hash", "created_at", "updated_at"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ImageInline, SizeInline]
    actions = ["export_chosen", "hide", "show"]
    actions_list = ["export_all"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        products: QuerySet[Product] = super().get_queryset(request).prefetch_related("images")
        return products

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.catalog_touched(products=1)

    @admin.display(description="")
    def picture(self, product: Product) -> SafeString | str:
        if product.cover is None:
            return ""
        return format_html(
            '<img src="{}" alt="" style="height:3rem;width:auto">', product.cover.thumbnail_url
        )

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export_chosen(
        self, request: HttpRequest, products: QuerySet[Product]
    ) -> StreamingHttpResponse:
        return _csv(products)

    @action(description=_("Export all as CSV"), permissions=["view"])
    def export_all(self, request: HttpRequest) -> StreamingHttpResponse:
        return _csv(None)

    @admin.action(description=_("Take out of the shop"), permissions=["change"])
    def hide(self, request: HttpRequest, products: QuerySet[Product]) -> None:
        services.products_set_active(products=products, is_active=False)

    @admin.action(description=_("Put into the shop"), permissions=["change"])
    def show(self, request: HttpRequest, products: QuerySet[Product]) -> None:
        services.products_set_active(products=products, is_active=True)


class NamesAdmin(ModelAdmin):
    """Categories and colours: their names are part of every listing."""

    readonly_fields = ["class_index"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        snapshots.forget()


@admin.register(Category)
class CategoryAdmin(NamesAdmin):
    list_display = ["name", "group", "class_index"]
    list_filter = ["group"]


@admin.register(Colour)
class ColourAdmin(NamesAdmin):
    list_display = ["swatch", "name", "hex", "class_index"]
    list_display_links = ["name"]

    @admin.display(description="")
    def swatch(self, colour: Colour) -> SafeString:
        return format_html(
            '<span style="display:inline-block;width:1.5rem;height:1.5rem;border-radius:50%;'
            'border:1px solid #8888;background:{}"></span>',
            colour.hex,
        )


@admin.register(CatalogImport)
class CatalogImportAdmin(ModelAdmin):
    """Adding one is the import page; opening one shows how it is doing."""

    list_display = [
        "source", "format", "is_dry_run", "created", "updated", "unchanged", "skipped", "bad",
        "created_at", "finished_at",
    ]  # fmt: skip
    list_filter = ["source", "is_dry_run"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        def wrapped(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
            checked: Callable[..., HttpResponseBase] = self.admin_site.admin_view(view)
            return checked

        return [
            # Exempt here and protected inside, after the permission: see admin_views.
            path("add/", wrapped(csrf_exempt(self.start)), name="catalog_catalogimport_add"),
            path("<int:pk>/run/", wrapped(self.run), name="catalog_catalogimport_run"),
            path("<int:pk>/report/", wrapped(self.report), name="catalog_catalogimport_report"),
            path(
                "<int:pk>/change/", wrapped(self.detail), name="catalog_catalogimport_change"
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def start(self, request: HttpRequest) -> HttpResponse:
        return admin_views.import_start(request, self)

    def detail(self, request: HttpRequest, pk: int) -> HttpResponse:
        return admin_views.import_detail(request, self, pk)

    def run(self, request: HttpRequest, pk: int) -> HttpResponse:
        return admin_views.import_run(request, self, pk)

    def report(self, request: HttpRequest, pk: int) -> FileResponse:
        return admin_views.import_report(request, self, pk)

    @staticmethod
    def detail_url(catalog_import: CatalogImport) -> HttpResponseRedirect:
        return HttpResponseRedirect(
            reverse("admin:catalog_catalogimport_change", args=[catalog_import.pk])
        )


def _csv(products: QuerySet[Product] | None) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        catalog_lines(products),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="catalogue.csv"'},
    )
