"""One click from what people look for to a sheet of designs, and the people behind what comes
of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.generator import make_generator, published
from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.demand import selectors, services
from webapp.demand.models import Group, Inspiration
from webapp.registry.models import ModelVersion
from webapp.studio import making
from webapp.studio.models import Design, Sheet
from webapp.studio.services import design_keep, sheet_make

from .conftest import wants

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(shop: list[Product], regroup: Callable[[], int]) -> Group:
    """Six people look for a red handbag."""
    shape, colour = [0.0] * 192, [0.0] * 64
    shape[0] = colour[0] = 1.0
    wants(6, shape_vector=shape, colour_vector=colour)
    regroup()
    return selectors.groups_visible().get()


@pytest.fixture
def generator(shop: list[Product], tmp_path: Path) -> ModelVersion:
    return published(make_generator(tmp_path / "generator"))


@pytest.fixture
def designs(
    group: Group, generator: ModelVersion, designer: User, run_jobs: Callable[[], int]
) -> list[Design]:
    """Those of a sheet that was begun from the group."""
    sheet = services.group_design(group=group, user=designer)
    run_jobs()
    return list(Design.objects.filter(sheet=sheet))


def test_one_click_begins_a_sheet_near_the_group(
    group: Group, generator: ModelVersion, studio: Client, run_jobs: Callable[[], int]
) -> None:
    answer = studio.post(f"/demand/{group.pk}/design")

    assert (answer.status_code, answer["Location"]) == (302, "/studio/")
    sheet = Sheet.objects.get()
    assert (sheet.kind, sheet.category) == ("nearest", "Handbags")
    assert sheet.inspiration.group == group
    run_jobs()
    sheet.refresh_from_db()
    assert sheet.state == Sheet.State.MADE
    assert sheet.designs.count() == 16


def test_without_a_model_the_page_says_what_is_missing(group: Group, studio: Client) -> None:
    answer = studio.post(f"/demand/{group.pk}/design", follow=True)

    assert answer.redirect_chain == [(f"/demand/{group.pk}", 302)]
    assert "needs a trained generator" in answer.content.decode()
    assert not Inspiration.objects.exists()


def test_a_group_of_an_earlier_embedder_is_not_designed_for(
    group: Group, generator: ModelVersion, studio: Client
) -> None:
    Group.objects.update(embedder_version="v0")

    page = studio.get(f"/demand/{group.pk}").content.decode()
    answer = studio.post(f"/demand/{group.pk}/design", follow=True)

    assert "Design this" not in page
    assert "another model now" in answer.content.decode()
    assert not Sheet.objects.exists()


def test_the_people_stand_behind_designs_and_what_descends_from_them(
    designs: list[Design], group: Group, designer: User
) -> None:
    vary = sheet_make(user=designer, kind="vary", options={"parents": [designs[0].pk], "count": 1})
    child = vary.designs.get()
    again = sheet_make(user=designer, kind="vary", options={"parents": [child.pk], "count": 1})
    other = sheet_make(user=designer, kind="sample", category="Handbags", options={"count": 1})

    assert [selectors.people_behind(each) for each in (designs[0], child)] == [6, 6]
    assert selectors.people_behind(again.designs.get()) == 6
    assert selectors.groups_behind(again.designs.get()) == [group]
    assert selectors.people_behind(other.designs.get()) == 0
    assert selectors.groups_behind(other.designs.get()) == []


def test_the_people_stay_when_the_sheet_is_cleared_away(
    designs: list[Design], group: Group
) -> None:
    design_keep(design=designs[3])

    making.sheets_delete(Sheet.objects.all())

    kept = Design.objects.get()
    assert kept.sheet is None
    assert selectors.people_behind(kept) == 6
    assert Inspiration.objects.count() == 1


def test_the_people_stay_when_the_group_has_aged(
    designs: list[Design], regroup: Callable[[], int]
) -> None:
    from webapp.demand.models import Want

    Want.objects.update(day=timezone.localdate() - services.KEPT * 2)
    regroup()

    assert not Group.objects.exists()
    assert selectors.people_behind(designs[0]) == 6
    assert selectors.groups_behind(designs[0]) == []


def test_the_api_begins_a_sheet_too(group: Group, generator: ModelVersion, studio: Client) -> None:
    answer = studio.post(f"/api/v1/demand/groups/{group.pk}/design")

    assert answer.status_code == 201
    assert answer.json() == {"sheet": str(Sheet.objects.get().pk), "state": "making"}
