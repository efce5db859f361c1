import pytest
from django.test import Client

from tests.support.campaigns import person, signed_in
from webapp.core.models import User


@pytest.fixture
def ana(db: None) -> User:
    return person("ana", User.Role.DESIGNER)


@pytest.fixture
def bob(db: None) -> User:
    return person("bob")


@pytest.fixture
def as_ana(ana: User) -> Client:
    return signed_in(ana)


@pytest.fixture
def as_bob(bob: User) -> Client:
    return signed_in(bob)
