"""What people look for, in the admin: the same groups as designers see, and no others."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action

from webapp.core.admin_pages import person

from .grouping import regroup_enqueue
from .models import Group
from .selectors import groups_visible


@admin.register(Group)
class GroupAdmin(ModelAdmin):
    """To look at: groups are made by the clock, and single wants are nobody's to read."""

    list_display = ["name", "people", "recent", "first_day", "last_day", "embedder_version"]
    list_display_links = ["name"]
    list_filter = ["embedder_version"]
    list_filter_submit = False
    search_fields = ["category", "colour"]
    fields = [
        "category", "colour", "style", "people", "recent", "weeks", "first_day", "last_day",
        "embedder_version", "nearest", "updated_at",
    ]  # fmt: skip
    readonly_fields = fields
    actions_list = ["regroup"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return groups_visible()

    @admin.display(description=_("what"), ordering="category")
    def name(self, group: Group) -> str:
        return str(group)

    @action(description=_("Group anew"), permissions=["view"])
    def regroup(self, request: HttpRequest) -> HttpResponse:
        """It changes nothing that the clock would not within the hour."""
        regroup_enqueue(by=person(request))
        messages.success(request, _("What people look for is being grouped anew."))
        return HttpResponseRedirect(reverse("admin:demand_group_changelist"))
