"""Reads of what people look for. Groups of fewer than LEAST_PEOPLE are in none of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp.catalog.labels import category_label
from webapp.catalog.models import Colour, Product
from webapp.catalog.selectors import products_visible
from webapp.core.problems import Problem
from webapp.registry import selectors as registry
from webapp.registry.kinds import EMBEDDER
from webapp.search import refusals
from webapp.search import selectors as search
from webapp.search.models import PhotoQuery
from webapp.studio.models import Design

from .models import LEAST_PEOPLE, Follower, Group, Inspiration, Notice, Objection, Want
from .persons import Asker, asker_of, owner_of

SORTS = {
    "people": (gettext_lazy("Most people"), ["-people", "-last_day", "id"]),
    "recent": (gettext_lazy("Most in the last weeks"), ["-recent", "-people", "id"]),
    "latest": (gettext_lazy("Looked for last"), ["-last_day", "-people", "id"]),
}
WEEKS = 13
"""In a chart: as long as wants live."""


@dataclass(frozen=True)
class Week:
    name: str
    """ISO: "2026-W05"."""
    monday: date
    people: int


@dataclass(frozen=True)
class CategoryCount:
    name: str
    label: str
    groups: int


@dataclass(frozen=True)
class Shown:
    """A group with what a page or the API shows beside it."""

    group: Group
    hex: str
    """Of the colour; empty for one that the shop does not have."""
    weeks: list[Week]
    nearest: list[Product]
    is_current: bool
    """Whether its vectors are the live embedder's, so that designs can be compared with it."""


@dataclass(frozen=True)
class Memory:
    """What a results page says to whoever sent the photo."""

    is_objecting: bool
    is_remembered: bool
    is_followed: bool


def groups_visible(*, category: str = "", sort: str = "") -> QuerySet[Group]:
    """``category`` as the taxonomy writes it; an unknown sort is the first one."""
    groups = Group.objects.filter(people__gte=LEAST_PEOPLE)
    if category:
        groups = groups.filter(category=category)
    _label, order = SORTS.get(sort, SORTS["people"])
    return groups.order_by(*order)


def group_get(pk: UUID) -> Group:
    """Raises Problem 404, for a group that is not shown as for one that does not exist."""
    found = groups_visible().filter(pk=pk).first()
    if found is None:
        raise Problem(
            404,
            _("No such group"),
            _("It is not shown any more, or never was. The list has what people look for today."),
        )
    return found


def categories_visible() -> list[CategoryCount]:
    """Those with groups that are shown, by label."""
    rows = groups_visible().order_by().values("category").annotate(groups=Count("pk"))
    found = [
        CategoryCount(row["category"], category_label(row["category"]), row["groups"])
        for row in rows
    ]
    return sorted(found, key=lambda entry: entry.label)


def groups_show(groups: Sequence[Group], *, today: date) -> list[Shown]:
    """In their order; three queries however many there are."""
    hexes = dict(
        Colour.objects.filter(name__in={g.colour for g in groups}).values_list("name", "hex")
    )
    ids = {pk for group in groups for pk in group.nearest}
    products = products_visible().in_bulk(list(ids))
    live = registry.model_live(EMBEDDER)
    return [
        Shown(
            group=group,
            hex=hexes.get(group.colour, ""),
            weeks=weeks_of(group, today=today),
            nearest=[products[pk] for pk in group.nearest if pk in products],
            is_current=live is not None and live.version == group.embedder_version,
        )
        for group in groups
    ]


def weeks_of(group: Group, *, today: date) -> list[Week]:
    """The last WEEKS weeks, the oldest first, this one included."""
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]
    return [Week(week_name(day), day, group.weeks.get(week_name(day), 0)) for day in mondays]


def week_name(day: date) -> str:
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


# What a shopper sees -----------------------------------------------------------------------


def query_mine(request: HttpRequest, pk: UUID) -> PhotoQuery:
    """A photo of this account or browser. Raises Problem 410 once it is gone, 403 for others."""
    query = search.photo_query_get(pk)
    if not search.photo_query_is_mine(request, query):
        raise refusals.not_yours()
    return query


def memory_of(query: PhotoQuery) -> Memory:
    """What is remembered of a search, for its owner."""
    owner = owner_of(query)
    want = Want.objects.filter(query=query).first()
    return Memory(
        is_objecting=is_objecting(owner),
        is_remembered=want is not None,
        is_followed=want is not None and want.followers.filter(owner.theirs).exists(),
    )


def is_objecting(asker: Asker) -> bool:
    return Objection.objects.filter(asker.theirs).exists()


def follows(request: HttpRequest) -> QuerySet[Follower]:
    return Follower.objects.filter(asker_of(request).theirs).select_related("want", "group")


def notices(request: HttpRequest) -> QuerySet[Notice]:
    """The newest first."""
    return Notice.objects.filter(asker_of(request).theirs)


@dataclass(frozen=True)
class Bell:
    count: int
    unread: int


def bell(request: HttpRequest) -> Bell:
    """No query for a browser that cannot have any."""
    if not asker_of(request):
        return Bell(0, 0)
    sums = notices(request).aggregate(
        count=Count("pk"), unread=Count("pk", filter=Q(read_at__isnull=True))
    )
    return Bell(**sums)


# What stands behind a design ---------------------------------------------------------------


def people_behind(design: Design) -> int:
    """How many people looked for what this design, or one that it descends from, was begun for;
    0 where nobody did. Of several groups, the largest: the same people may be in two of them."""
    return max(
        (max(found.people, found.group.people if found.group else 0) for found in _behind(design)),
        default=0,
    )


def groups_behind(design: Design) -> list[Group]:
    """The groups that this design, or one that it descends from, was begun for."""
    found = {entry.group.pk: entry.group for entry in _behind(design) if entry.group}
    return list(found.values())


def _behind(design: Design) -> QuerySet[Inspiration]:
    line = list(_line(design))
    sheets = [sheet for _pk, sheet in line if sheet is not None]
    return Inspiration.objects.filter(
        Q(design__in=[pk for pk, _sheet in line]) | Q(sheet__in=sheets)
    ).select_related("group")


def _line(design: Design) -> Iterator[tuple[UUID, UUID | None]]:
    """The design and all it descends from, a generation a query: (design, sheet)."""
    seen: set[UUID] = set()
    generation = {design.pk}
    while generation:
        seen |= generation
        rows = list(
            Design.objects.filter(pk__in=generation).values_list(
                "pk", "sheet_id", "parent_id", "other_parent_id"
            )
        )
        yield from ((pk, sheet) for pk, sheet, _one, _other in rows)
        parents = {pk for row in rows for pk in row[2:] if pk is not None}
        generation = parents - seen
