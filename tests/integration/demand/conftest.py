"""Searches that find nothing, and wants planted around known centres."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.demand import grouping
from webapp.demand.models import Want
from webapp.registry import selectors as registry
from webapp.search import services
from webapp.search.models import PhotoQuery

WIDTH = 24
"""Of planted vectors."""


@pytest.fixture
def bare_shop(shop: list[Product]) -> list[Product]:
    """A shop that has sold out: whatever one searches for, nothing is close."""
    Product.objects.update(is_active=False)
    return shop


@pytest.fixture
def look_for(bare_shop: list[Product], bag_photo: bytes) -> Callable[..., PhotoQuery]:
    """``look_for(client)``: somebody searches with the bag's photo and sees the results."""

    def search(client: Client) -> PhotoQuery:
        client.post("/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)})
        query = PhotoQuery.objects.latest("created_at")
        client.get(f"/search/photo/{query.pk}")
        return query

    return search


@pytest.fixture
def expire() -> Callable[[], int]:
    """``expire()``: an hour goes by."""

    def purge() -> int:
        PhotoQuery.objects.update(expires_at=timezone.now())
        return services.photo_queries_purge()

    return purge


def vector(direction: int, *, spread: float = 0.02, seed: int = 0) -> list[float]:
    """Near one of WIDTH directions at right angles."""
    rng = np.random.default_rng(seed)
    found = np.eye(WIDTH)[direction] + spread * rng.normal(size=WIDTH)
    return [round(float(value), 3) for value in found / np.linalg.norm(found)]


def want(visitor: str, direction: int = 0, **changed: Any) -> Want:
    """One whose photo's time is over."""
    live = registry.model_live("embedder")
    values = {
        "embedder_version": live.version if live else "v1",
        "category": "Handbags",
        "colour": "Red",
        "styles": [{"name": "Casual", "probability": 0.7}],
        "shape_vector": vector(direction, seed=Want.objects.count()),
        "colour_vector": vector(direction, seed=Want.objects.count())[:8],
        "visitor": visitor,
        "day": timezone.localdate(),
    }
    return Want.objects.create(**(values | changed))


def wants(people: int, direction: int = 0, **changed: Any) -> list[Want]:
    """As many different visitors, one want each."""
    return [want(f"{direction}-{number}", direction, **changed) for number in range(people)]


def month_start() -> date:
    return timezone.localdate().replace(day=1)


def last_month() -> date:
    return month_start() - timedelta(days=1)


@pytest.fixture
def regroup(db: None) -> Callable[[], int]:
    return grouping.wants_regroup


@pytest.fixture
def designer(db: None) -> User:
    return User.objects.create_user("dana", "dana@example.org", "x", role=User.Role.DESIGNER)


@pytest.fixture
def studio(designer: User) -> Client:
    """The designer's browser."""
    client = Client()
    client.force_login(designer)
    return client
