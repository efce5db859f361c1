"""Versions and the history of what served, to read; changes go through the registry's services."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from .models import IndexVersion, ModelVersion, Promotion


class ReadOnlyAdmin(ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnlyAdmin):
    list_display = ["version", "kind", "is_live", "created_at", "promoted_at"]
    list_filter = ["kind", "is_live"]


@admin.register(IndexVersion)
class IndexVersionAdmin(ReadOnlyAdmin):
    list_display = ["version", "model", "count", "is_live", "created_at", "promoted_at"]
    list_filter = ["is_live"]
    list_select_related = ["model"]


@admin.register(Promotion)
class PromotionAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "action", "model", "index", "by", "reason"]
    list_filter = ["action"]
    list_select_related = ["model", "index", "by"]
