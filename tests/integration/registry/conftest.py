"""The small shop, with a second embedder to promote."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.registry import services
from webapp.registry.models import ModelVersion


@pytest.fixture
def challenger(shop: list[Product], embedders: Callable[[int], Path]) -> ModelVersion:
    """Another embedder, published and registered, that does not serve."""
    return services.model_publish(source=embedders(2), kind="embedder", run="run-2")


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss", "boss@example.org", "x")


@pytest.fixture
def admin(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client
