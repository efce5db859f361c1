"""Wants of one kind and shape come together, stay together, and take their followers along."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.catalog.models import Product
from webapp.demand import grouping, selectors, services
from webapp.demand.models import Follower, Group, Notice, Want
from webapp.jobs import calls

from .conftest import vector, want, wants

pytestmark = pytest.mark.django_db
Regroup = Callable[[], int]


def group_of(found: Want) -> Group:
    found.refresh_from_db()
    assert found.group is not None
    return found.group


def test_planted_groups_are_found(regroup: Regroup) -> None:
    bags, other_bags = wants(6, 0), wants(5, 1)
    blue = wants(5, 0, colour="Blue")
    shoes = wants(5, 0, category="Heels")
    lonely = want("somebody", 7)

    assert regroup() == 4

    groups = [{group_of(each) for each in kind} for kind in (bags, other_bags, blue, shoes)]
    assert [len(found) for found in groups] == [1, 1, 1, 1]
    assert len(set.union(*groups)) == 4
    assert group_of(lonely).people == 1


def test_a_group_says_who_when_and_what(regroup: Regroup) -> None:
    today = timezone.localdate()
    wants(5)
    want("0-0")
    want("0-1", day=today - timedelta(days=21))
    want("odd", styles=[{"name": "Smart Casual", "probability": 0.9}])

    regroup()

    [found] = selectors.groups_visible()
    assert str(found) == "Handbags, red"
    assert found.style == "Casual"
    assert (found.first_day, found.last_day) == (today - timedelta(days=21), today)
    assert found.weeks[selectors.week_name(today)] == 6
    assert found.weeks[selectors.week_name(today - timedelta(days=21))] == 1
    weeks = selectors.weeks_of(found, today=today)
    assert len(weeks) == 13
    assert [week.people for week in weeks if week.people] == [1, 6]
    assert weeks[-1].monday <= today


def test_the_centre_lies_in_the_middle(regroup: Regroup) -> None:
    wants(20, 3)

    regroup()

    assert Group.objects.get().shape_vector == pytest.approx(vector(3, spread=0), abs=0.02)


def test_grouping_again_changes_nothing(regroup: Regroup) -> None:
    wants(5, 0)
    wants(7, 1)
    regroup()
    before = set(Want.objects.values_list("pk", "group"))

    regroup()

    assert set(Want.objects.values_list("pk", "group")) == before


def test_a_group_keeps_its_identity_as_it_grows(regroup: Regroup) -> None:
    old = wants(5)
    regroup()
    before = group_of(old[0])

    want("new")
    regroup()

    assert group_of(old[0]).pk == before.pk
    assert group_of(old[0]).people == 6


def test_vectors_of_another_embedder_stay_by_themselves_and_age_out(regroup: Regroup) -> None:
    old = wants(5, embedder_version="v0", day=timezone.localdate() - timedelta(days=80))
    new = wants(5, embedder_version="v1")

    assert regroup() == 2
    assert group_of(old[0]) != group_of(new[0])

    Want.objects.filter(embedder_version="v0").update(day=timezone.localdate() - timedelta(days=91))
    assert regroup() == 1
    assert [found.embedder_version for found in Group.objects.all()] == ["v1"]


def test_grouping_is_due_when_a_want_has_no_group(regroup: Regroup) -> None:
    assert not grouping.is_due()
    want("a")
    assert grouping.is_due()
    regroup()
    assert not grouping.is_due()


# Followers -------------------------------------------------------------------------------


def test_a_follower_moves_from_the_want_to_its_group(regroup: Regroup) -> None:
    found = wants(5)
    Follower.objects.create(visitor_key="k" * 32, want=found[0])

    regroup()

    follower = Follower.objects.get()
    assert (follower.want, follower.group) == (None, group_of(found[0]))


def test_one_person_follows_a_group_once(regroup: Regroup) -> None:
    for found in wants(5)[:3]:
        Follower.objects.create(visitor_key="k" * 32, want=found)

    regroup()

    assert Follower.objects.count() == 1


def test_followers_go_where_the_wants_of_their_group_went(regroup: Regroup) -> None:
    """Two half groups turn out to be one when what lies between them comes."""
    left, right = wants(5, 0), wants(3, 1)
    regroup()
    lost = group_of(right[0])
    Follower.objects.create(visitor_key="k" * 32, group=lost)

    Want.objects.filter(pk__in=[each.pk for each in right]).update(shape_vector=vector(0))
    regroup()

    assert not Group.objects.filter(pk=lost.pk).exists()
    assert Follower.objects.get().group == group_of(left[0])


def test_a_followed_group_waits_for_new_wants(regroup: Regroup) -> None:
    old = wants(5, day=timezone.localdate() - timedelta(days=80))
    regroup()
    waiting = group_of(old[0])
    Follower.objects.create(visitor_key="k" * 32, group=waiting)

    Want.objects.update(day=timezone.localdate() - timedelta(days=91))
    assert regroup() == 0
    assert Group.objects.get().people == 0

    new = wants(6)
    assert regroup() == 1
    assert group_of(new[0]) == waiting


def test_followers_are_told_once_of_one_thing(regroup: Regroup, designer: object) -> None:
    wants(5)
    regroup()
    [group] = selectors.groups_visible()
    Follower.objects.create(user=designer, group=group)
    Follower.objects.create(visitor_key="k" * 32, group=group)

    told = services.followers_tell(group=group, title="Red basket bag", url="/designs/1")
    again = services.followers_tell(group=group, title="Red basket bag", url="/designs/1")
    another = services.followers_tell(group=group, title="Round red bag", url="/designs/2")

    assert (told, again, another) == (2, 0, 2)
    assert Notice.objects.filter(user=designer, title="Red basket bag").count() == 1


# The shop --------------------------------------------------------------------------------


def test_the_nearest_products_stand_beside_a_group(shop: list[Product], regroup: Regroup) -> None:
    seen = calls.call("search.find_like", product_id=shop[0].pk, limit=1)
    assert seen
    bag = _vectors(shop[0])
    wants(5, shape_vector=bag[0], colour_vector=bag[1])

    regroup()

    [group] = selectors.groups_visible()
    products = selectors.groups_show([group], today=timezone.localdate())[0].nearest
    assert products[0].category.name == "Handbags"
    assert len(products) == grouping.NEAREST


def _vectors(product: Product) -> tuple[list[float], list[float]]:
    """The product's own, from the index's store."""
    from webapp.registry import selectors as registry
    from webapp.search.vectors import VectorStore

    live = registry.model_live("embedder")
    assert live is not None
    cover = product.cover
    assert cover is not None
    row = VectorStore(live.version).take([cover.sha256])
    return row.shape[0].tolist(), row.colour[0].tolist()
