"""What people look for as JSON, for signed-in designers; notices and memory for everyone."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from ninja.security import SessionAuth, django_auth

from webapp.catalog.api import ProductOut, product_document
from webapp.core.models import User
from webapp.core.problems import Problem

from . import selectors, services
from .models import Notice
from .persons import asker_of, owner_of

router = Router(tags=["demand"])


class VisitorAuth(SessionAuth):
    """Everyone may be told something; what changes it comes with the CSRF token, like a form."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user


everyone = VisitorAuth(csrf=True)


class WeekOut(Schema):
    week: Annotated[str, Field(description="ISO: 2026-W05")]
    people: int


class GroupOut(Schema):
    id: UUID
    category: str
    colour: str
    style: str
    people: Annotated[int, Field(description="different visitors of its best month, at least 5")]
    recent: Annotated[int, Field(description="of the last four weeks")]
    weeks: list[WeekOut]
    first_day: date
    last_day: date
    embedder_version: str
    can_be_designed: Annotated[bool, Field(description="false once another embedder serves")]
    nearest: Annotated[list[ProductOut], Field(description="that the shop has")]


class GroupsOut(Schema):
    count: int
    page: int
    pages: int
    groups: list[GroupOut]


class GroupParameters(Schema):
    category: Annotated[str, Field(description="as the taxonomy writes it")] = ""
    sort: Literal["people", "recent", "latest"] = "people"
    page: int = Field(1, ge=1)
    limit: int = Field(20, ge=1, le=100)


class SheetOut(Schema):
    sheet: UUID
    state: str


class NoticeOut(Schema):
    id: int
    title: str
    url: str
    about: Annotated[str, Field(description="what was looked for")]
    created_at: datetime
    read_at: datetime | None


class NoticesOut(Schema):
    unread: int
    notices: list[NoticeOut]


class MemoryOut(Schema):
    is_objecting: bool
    is_remembered: bool
    is_followed: bool


class MemoryIn(Schema):
    remember: Annotated[
        bool | None, Field(description="false: neither this search nor the next ones")
    ] = None
    follow: Annotated[bool | None, Field(description="tell me when somebody makes this")] = None


@router.get("/demand/groups", response=GroupsOut, auth=django_auth, summary="What people look for")
def list_groups(request: HttpRequest, parameters: Query[GroupParameters]) -> dict[str, Any]:
    """Searches by photo that found nothing close. Groups of fewer than 5 people are not told."""
    groups = selectors.groups_visible(category=parameters.category, sort=parameters.sort)
    page = Paginator(groups, parameters.limit).get_page(parameters.page)
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "groups": _documents(request, list(page.object_list)),
    }


@router.get("/demand/groups/{uuid:pk}", response=GroupOut, auth=django_auth, summary="One group")
def read_group(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """404 also for a group that is not told."""
    return _documents(request, [selectors.group_get(pk)])[0]


@router.post(
    "/demand/groups/{uuid:pk}/design", response={201: SheetOut}, auth=django_auth,
    summary="Design this",
)  # fmt: skip
def design_group(request: HttpRequest, pk: UUID) -> Status[dict[str, Any]]:
    """Begin a sheet of designs near the group's centre. 409 for a group of an earlier embedder,
    422 if no model draws its category, 503 where no model draws at all."""
    user = request.user
    assert isinstance(user, User)  # django_auth let nobody else in
    sheet = services.group_design(group=selectors.group_get(pk), user=user)
    return Status(201, {"sheet": sheet.pk, "state": sheet.state})


@router.get("/notices", response=NoticesOut, auth=everyone, summary="What you are told")
def list_notices(request: HttpRequest) -> dict[str, Any]:
    """Of the signed-in account or of this browser's session, the newest first."""
    return {
        "unread": selectors.bell(request).unread,
        "notices": [_notice(request, entry) for entry in selectors.notices(request)],
    }


@router.post("/notices/read", response={204: None}, auth=everyone, summary="Read them all")
def read_notices(request: HttpRequest) -> Status[None]:
    services.notices_read(asker=asker_of(request))
    return Status(204, None)


@router.post("/notices/{int:pk}/read", response={204: None}, auth=everyone, summary="Read one")
def read_notice(request: HttpRequest, pk: int) -> Status[None]:
    """Safe to repeat. 404 for somebody else's."""
    if not selectors.notices(request).filter(pk=pk).exists():
        raise Problem(404, _("No such notice"), _("There is no notice of yours with this number."))
    services.notices_read(asker=asker_of(request), pk=pk)
    return Status(204, None)


@router.get(
    "/search/photo/{uuid:pk}/memory", response=MemoryOut, auth=everyone,
    summary="What is remembered of a search",
)  # fmt: skip
def read_memory(request: HttpRequest, pk: UUID) -> selectors.Memory:
    """While its photo lives, and for whoever sent it. Only a search that found nothing close, by
    somebody signed in or with a session, is remembered: as vectors and a day, without the photo."""
    return selectors.memory_of(selectors.query_mine(request, pk))


@router.patch(
    "/search/photo/{uuid:pk}/memory", response=MemoryOut, auth=everyone,
    summary="Object, or ask to be told",
)  # fmt: skip
def change_memory(request: HttpRequest, pk: UUID, wish: MemoryIn) -> selectors.Memory:
    """409 for asking to be told of a search that is not remembered."""
    query = selectors.query_mine(request, pk)
    if wish.remember is not None:
        services.objection_set(asker=owner_of(query), on=not wish.remember)
    if wish.follow is not None:
        services.follow_set(query=query, on=wish.follow)
    return selectors.memory_of(query)


def _documents(request: HttpRequest, groups: list[Any]) -> list[dict[str, Any]]:
    shown = selectors.groups_show(groups, today=timezone.localdate())
    return [
        {
            "id": entry.group.pk,
            "category": entry.group.category,
            "colour": entry.group.colour,
            "style": entry.group.style,
            "people": entry.group.people,
            "recent": entry.group.recent,
            "weeks": [{"week": week.name, "people": week.people} for week in entry.weeks],
            "first_day": entry.group.first_day,
            "last_day": entry.group.last_day,
            "embedder_version": entry.group.embedder_version,
            "can_be_designed": entry.is_current,
            "nearest": [product_document(request, product) for product in entry.nearest],
        }
        for entry in shown
    ]


def _notice(request: HttpRequest, entry: Notice) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "title": entry.title,
        "url": request.build_absolute_uri(entry.url),
        "about": entry.about,
        "created_at": entry.created_at,
        "read_at": entry.read_at,
    }
