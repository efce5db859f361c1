"""Who asks the studio's API, and for what: what others may not see is not there."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.registry.models import ModelVersion

from . import selectors
from .models import Board, Design

Value = TypeVar("Value")


def person(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # django_auth let nobody else in
    return request.user


def own_design(request: HttpRequest, pk: UUID) -> Design:
    return seen(lambda: selectors.design_get(person(request), pk))


def visible_design(request: HttpRequest, pk: UUID) -> Design:
    return seen(lambda: selectors.design_for(person(request), pk))


def own_board(request: HttpRequest, pk: UUID) -> Board:
    return seen(lambda: selectors.board_get(person(request), pk))


def model_chosen(version: str) -> ModelVersion | None:
    """None where the choice is left to us. Raises Problem 404."""
    return model_named(version) if version else None


def model_named(version: str) -> ModelVersion:
    model = selectors.model_named(version)
    if model is None:
        raise Problem(404, _("No such model"), _("No generator here has this version."))
    return model


def seen(find: Callable[[], Value]) -> Value:
    """Its value, with Http404 as a problem that the API can tell."""
    try:
        return find()
    except Http404:
        raise Problem(
            404, _("Not found"), _("There is nothing of yours, or public, with this id.")
        ) from None
