"""Wants become groups: the same category and colour, much the same shape.

All wants are grouped anew each time, so that a group of six does not depend on which two came
first; a group keeps its identity (and those who follow it) by its members. A want is grouped
only when its photo's time is over: until then it may be taken back, and a group that is shown
must not fall below LEAST_PEOPLE because somebody did.
"""

import logging
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue
from webapp.registry import selectors as registry
from webapp.registry.kinds import EMBEDDER
from webapp.search.selectors import products_near

from . import clustering
from .models import Follower, Group, Inspiration, Want
from .persons import Asker
from .selectors import groups_visible, week_name
from .services import DIGITS, demand_tidy

logger = logging.getLogger(__name__)
JOB = "demand.regroup"
ALIKE = 0.85
"""Least cosine of a want's shape with its group's leader. Two shop photos of one category have
0.82 (dresses) to 0.97 (watches) in the middle, and 5% of the pairs of dresses have 0.60."""
MOST_WANTS = 3_000
"""Of one category and colour, the newest: memory grows with the square."""
RECENT = timedelta(days=28)
NEAREST = 4
"""Products shown beside a group."""

Vectors = NDArray[np.float32]


class _Bucket(NamedTuple):
    """Only within one can wants belong together."""

    embedder_version: str
    category: str
    colour: str


class _Cluster(NamedTuple):
    wants: list[Want]
    shape: Vectors
    colour: Vectors
    """Its centre."""


def regroup_enqueue(*, by: User | None = None) -> Job:
    return job_enqueue(kind=JOB, payload={}, created_by=by, dedupe_key=JOB)


def wants_regroup() -> int:
    """Group everything anew; how many groups are shown now. The others are not even counted."""
    demand_tidy()
    for bucket in _buckets():
        with transaction.atomic():
            _regroup(bucket, today=timezone.localdate())
    _followers_move_on()
    _nearest_find()
    return groups_visible().count()


def is_due() -> bool:
    """Whether a want waits for its first group."""
    return Want.objects.filter(query=None, group=None).exists()


def _buckets() -> list[_Bucket]:
    fields = _Bucket._fields
    wants = Want.objects.filter(query=None).values_list(*fields).distinct()
    groups = Group.objects.order_by().values_list(*fields).distinct()
    return sorted({_Bucket(*row) for rows in (wants, groups) for row in rows})


def _regroup(bucket: _Bucket, *, today: date) -> None:
    everything = Want.objects.filter(query=None, **bucket._asdict())
    wants = list(everything.order_by("-day", "id")[:MOST_WANTS])
    clusters = _clusters(wants)
    groups = {group.pk: group for group in Group.objects.filter(**bucket._asdict())}
    identities = _identities(clusters, groups)
    everything.update(group=None)
    for place, cluster in enumerate(clusters):
        group = identities.setdefault(place, Group(**bucket._asdict()))
        _write(group, cluster, today)
        Want.objects.filter(pk__in=[want.pk for want in cluster.wants]).update(group=group)
    taken = {group.pk for group in identities.values()}
    for pk, group in groups.items():
        if pk not in taken:
            _dissolve(group, _heir(pk, clusters, identities))


def _clusters(wants: list[Want]) -> list[_Cluster]:
    if not wants:
        return []
    shapes = clustering.unit(np.array([want.shape_vector for want in wants], np.float32))
    colours = clustering.unit(np.array([want.colour_vector for want in wants], np.float32))
    return [
        _Cluster(
            [wants[row] for row in rows],
            clustering.centre(shapes[rows]),
            clustering.centre(colours[rows]),
        )
        for rows in clustering.clusters(shapes, ALIKE)
    ]


def _identities(clusters: list[_Cluster], groups: dict[UUID, Group]) -> dict[int, Group]:
    """Which of the known groups a cluster is, by its place: the one most of whose wants it has;
    else one that has no wants left, if the cluster has come up at its centre."""
    votes = [
        (count, pk, place)
        for place, cluster in enumerate(clusters)
        for pk, count in _votes(cluster).items()
    ]
    found: dict[int, Group] = {}
    taken: set[UUID] = set()
    for _count, pk, place in sorted(votes, key=lambda vote: (-vote[0], vote[1], vote[2])):
        if place not in found and pk not in taken and pk in groups:
            found[place] = groups[pk]
            taken.add(pk)
    empty = sorted(groups.keys() - {pk for _count, pk, _place in votes})
    for place, cluster in enumerate(clusters):
        if place in found or not empty:
            continue
        centres = np.array([groups[pk].shape_vector for pk in empty], np.float32)
        cosines = centres @ cluster.shape
        if cosines.max() >= ALIKE:
            found[place] = groups[empty.pop(int(cosines.argmax()))]
    return found


def _votes(cluster: _Cluster) -> Counter[UUID]:
    return Counter(want.group_id for want in cluster.wants if want.group_id is not None)


def _heir(pk: UUID, clusters: list[_Cluster], identities: dict[int, Group]) -> Group | None:
    """Where most of a group's wants have gone."""
    counts = [(_votes(cluster)[pk], -place) for place, cluster in enumerate(clusters)]
    most, place = max(counts, default=(0, 0))
    return identities[-place] if most else None


def _write(group: Group, cluster: _Cluster, today: date) -> None:
    months: dict[tuple[int, int], set[str]] = defaultdict(set)
    weeks: dict[str, set[str]] = defaultdict(set)
    styles: Counter[str] = Counter()
    for want in cluster.wants:
        months[want.day.year, want.day.month].add(want.visitor)
        weeks[week_name(want.day)].add(want.visitor)
        for guess in want.styles:
            styles[guess["name"]] += guess["probability"]
    days = [want.day for want in cluster.wants]
    group.shape_vector = [round(float(value), DIGITS) for value in cluster.shape]
    group.colour_vector = [round(float(value), DIGITS) for value in cluster.colour]
    group.style = styles.most_common(1)[0][0] if styles else ""
    group.people = max(len(visitors) for visitors in months.values())
    group.recent = len({want.visitor for want in cluster.wants if want.day > today - RECENT})
    group.weeks = {name: len(weeks[name]) for name in sorted(weeks)}
    group.first_day, group.last_day = min(days), max(days)
    group.save()


def _dissolve(group: Group, heir: Group | None) -> None:
    """Who follows the group goes where its wants went, or waits for new ones."""
    if heir is not None:
        for follower in group.followers.all():
            _follow(follower, heir)
        Inspiration.objects.filter(group=group).update(group=heir)
    if heir is None and group.followers.exists():
        Group.objects.filter(pk=group.pk).update(people=0, recent=0, weeks={}, nearest=[])
    else:
        group.delete()


def _followers_move_on() -> None:
    """From wants to their groups."""
    for follower in Follower.objects.filter(want__group__isnull=False).select_related("want"):
        assert follower.want is not None
        assert follower.want.group is not None
        with transaction.atomic():
            _follow(follower, follower.want.group)


def _follow(follower: Follower, group: Group) -> None:
    asker = Asker(user_id=follower.user_id, visitor_key=follower.visitor_key)
    if group.followers.filter(asker.theirs).exists():
        follower.delete()
    else:
        Follower.objects.filter(pk=follower.pk).update(want=None, group=group)


def _nearest_find() -> None:
    """The shop changes too: what is nearest is looked up anew for every group that is shown."""
    live = registry.model_live(EMBEDDER)
    if live is None:
        return
    for group in groups_visible().filter(embedder_version=live.version):
        try:
            found = products_near(
                shape=group.shape_vector,
                colour=group.colour_vector,
                category=group.category,
                model_version=live.version,
                limit=NEAREST,
            )
        except Problem as problem:
            logger.warning("what is nearest to the groups stays as it was: %s", problem)
            return
        Group.objects.filter(pk=group.pk).update(nearest=found)
