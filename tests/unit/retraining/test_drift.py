"""Drift is said when something moved, and not when chance explains it."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from webapp.registry.models import ModelVersion
from webapp.retraining import drift, selectors
from webapp.retraining.models import DriftReading, SearchDay
from webapp.search.models import PhotoQuery
from webapp.search.signals import photo_answered

WIDTH = 16


def unit(rng, count, shift=0.0):
    vectors = rng.normal(size=(count, WIDTH)) + shift
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("seed", range(5))
def test_more_of_the_same_is_no_drift(seed):
    rng = np.random.default_rng(seed)
    value, threshold = drift.discrepancy(unit(rng, 500), unit(rng, 100), seed)
    assert value <= threshold


@pytest.mark.parametrize("shift", [0.5, 1.0])
def test_other_products_are(shift):
    rng = np.random.default_rng(1)
    value, threshold = drift.discrepancy(unit(rng, 500), unit(rng, 100, shift))
    assert value > threshold


def test_the_figure_is_near_zero_for_equals_and_large_for_opposites():
    rng = np.random.default_rng(2)
    same, _ = drift.discrepancy(unit(rng, 600), unit(rng, 300))
    apart, _ = drift.discrepancy(unit(rng, 600, 3.0), unit(rng, 300, -3.0))
    assert abs(same) < 0.01
    assert apart > 0.5


@pytest.fixture
def live(db):
    return ModelVersion.objects.create(kind="embedder", version="v1", folder="x", is_live=True)


def days(version, first, count, searches, nothing_close):
    today = timezone.localdate()
    SearchDay.objects.bulk_create(
        SearchDay(
            day=today - timedelta(days=first + n),
            model_version=version,
            searches=searches,
            nothing_close=nothing_close,
        )
        for n in range(count)
    )


def test_searches_are_counted_by_day_and_model(live):
    for is_match in (True, False, True):
        photo_answered.send(sender=PhotoQuery, is_match=is_match, model_version="v1")
    photo_answered.send(sender=PhotoQuery, is_match=False, model_version="v2")
    row = SearchDay.objects.get(model_version="v1")
    assert (row.day, row.searches, row.nothing_close) == (timezone.localdate(), 3, 1)


def test_a_rise_beyond_chance_has_moved(live):
    days("v1", 0, 7, 40, 12)
    days("v1", 7, 28, 40, 4)
    reading = drift.unanswered_read(live)
    assert reading.value == pytest.approx(0.3)
    assert reading.detail["before"] == pytest.approx(0.1)
    assert reading.moved


@pytest.mark.parametrize(
    ("now", "before"), [((40, 5), (40, 4)), ((40, 0), (40, 4)), ((6, 1), (6, 1))]
)
def test_a_little_more_less_or_the_same_has_not(live, now, before):
    days("v1", 0, 7, *now)
    days("v1", 7, 28, *before)
    assert not drift.unanswered_read(live).moved


def test_too_few_searches_or_those_of_another_model_say_nothing(live):
    days("v1", 0, 7, 2, 2)
    days("v1", 7, 28, 40, 4)
    assert drift.unanswered_read(live) is None
    SearchDay.objects.update(model_version="v0", searches=100)
    assert drift.unanswered_read(live) is None


def test_measuring_keeps_the_newest_readings_of_the_model_that_serves(live):
    days("v1", 0, 7, 40, 12)
    days("v1", 7, 28, 40, 4)
    DriftReading.objects.create(what="unanswered", value=1, threshold=1, model_version="v0")
    assert drift.drift_measure() == {"unanswered": 0.3}
    drift.drift_measure()
    [reading] = selectors.drift_readings()
    assert (reading.model_version, reading.percent, reading.percent_before) == ("v1", 30, 10)


def test_without_a_model_nothing_is_measured(db):
    assert drift.drift_measure() == {}
    assert selectors.drift_readings() == []


@pytest.fixture
def products(live):
    """``products(count, shift, days)``: products of so many days' age, and their kept vectors."""
    from webapp.catalog.models import Category, Product, ProductImage
    from webapp.search.engine import Embedded
    from webapp.search.vectors import VectorStore

    category = Category.objects.create(name="Bags", slug="bags", group="Bags")
    ModelVersion.objects.update(promoted_at=timezone.now() - timedelta(days=10))

    def make(count, shift, age):
        rng = np.random.default_rng(age)
        start = Product.objects.count()
        names = [f"{start + n:064d}" for n in range(count)]
        for number, name in enumerate(names, start):
            product = Product.objects.create(
                source="t", external_id=str(number), sku=f"s{number}", slug=f"s{number}",
                name="Bag", category=category,
            )  # fmt: skip
            ProductImage.objects.create(
                product=product, file="a.webp", thumbnail="a.webp", width=1, height=1, sha256=name
            )
        created = timezone.now() - timedelta(days=age)
        Product.objects.filter(images__sha256__in=names).update(created_at=created)
        colour = np.zeros((count, 2), np.float32)
        kinds = np.zeros(count, np.int64)
        VectorStore("v1").add(Embedded(names, unit(rng, count, shift), colour, kinds))
        live.refresh_from_db()

    return make


@pytest.mark.parametrize(("shift", "moved"), [(0.0, False), (1.5, True)])
def test_new_products_are_compared_with_those_the_model_went_live_with(
    live, products, shift, moved
):
    products(120, 0.0, 30)
    assert drift.products_read(live) is None  # nothing is new
    products(50, shift, 2)
    reading = drift.products_read(live)
    assert reading.detail == {"new": 50, "known": 120}
    assert reading.moved == moved
