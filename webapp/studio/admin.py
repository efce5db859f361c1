"""Designs in the admin: look, take out of public sight, show again; who did so is noted."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from webapp.core.admin_pages import person

from . import services
from .models import Design


@admin.register(Design)
class DesignAdmin(ModelAdmin):
    """Nobody changes a design: it is what its recipe draws. Moderators hide and show."""

    list_display = ["picture", "name", "owner", "category_name", "model", "is_hidden", "created_at"]
    list_display_links = ["picture", "name"]
    list_filter = ["is_hidden", "is_kept", "category"]
    list_filter_submit = False
    list_select_related = ["owner", "model"]
    search_fields = ["title", "owner__username"]
    readonly_fields = ["large_picture", *[field.name for field in Design._meta.fields]]
    fields = ["large_picture", "title", "owner", "category", "model", "is_hidden", "is_kept",
              "recipe", "created_at"]  # fmt: skip
    actions = ["hide", "show"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Design | None = None) -> bool:
        return False

    @display(description=_("picture"))
    def picture(self, design: Design) -> SafeString:
        return _image(design, 64, 48)

    @display(description=_("picture"))
    def large_picture(self, design: Design) -> SafeString:
        return _image(design, 256, 256)

    @display(description=_("name"))
    def name(self, design: Design) -> str:
        return str(design)

    @display(description=_("category"), ordering="category")
    def category_name(self, design: Design) -> str:
        return design.category_label

    @action(description=_("Hide from the public"), permissions=["change"])
    def hide(self, request: HttpRequest, designs: QuerySet[Design]) -> None:
        self._set_hidden(request, designs, on=True)

    @action(description=_("Show to the public again"), permissions=["change"])
    def show(self, request: HttpRequest, designs: QuerySet[Design]) -> None:
        self._set_hidden(request, designs, on=False)

    def _set_hidden(self, request: HttpRequest, designs: QuerySet[Design], *, on: bool) -> None:
        by = person(request)
        assert by is not None
        changed = list(designs.exclude(is_hidden=on))
        for design in changed:
            services.design_hide(design=design, on=on, by=by)
        count = len(changed)
        text = (
            ngettext("%(count)d design is hidden.", "%(count)d designs are hidden.", count)
            if on
            else ngettext("%(count)d design is shown.", "%(count)d designs are shown.", count)
        )
        messages.success(request, text % {"count": count})


def _image(design: Design, side: int, shown: int) -> SafeString:
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        reverse("studio:image", args=[design.pk, side]),
        shown,
        shown,
        design,
    )
