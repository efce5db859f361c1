"""Who may look at models and who may change them: the API's refusals, and the names of the rights.

Comparing on photos and the shadow test change nothing that serves, but keep the workers busy, so
they need the same right as a promotion.
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.core.problems import Problem

from . import selectors
from .models import ModelVersion

MAY_VIEW, MAY_PROMOTE = "registry.view_modelversion", "registry.promote_modelversion"


def viewer(request: HttpRequest, right: str = MAY_VIEW) -> User:
    """404 for those who may not: a stranger does not learn what there is."""
    user = request.user
    if not (user.is_authenticated and user.is_staff and user.has_perm(right)):
        raise unknown()
    return user


def promoter(request: HttpRequest, right: str = MAY_VIEW) -> User:
    """404 for those who may not even look, 403 for those who may only look."""
    user = viewer(request, right)
    if not user.has_perm(MAY_PROMOTE):
        raise Problem(
            403,
            _("Not allowed"),
            _("Your account may look at models, but not change, compare or try them."),
        )
    return user


def version_named(kind: str, version: str) -> ModelVersion:
    """Also by "champion" or "candidate". Raises Problem 404."""
    model = selectors.model_get(kind, version)
    if model is None:
        raise unknown()
    return model


def unknown() -> Problem:
    return Problem(404, _("No such model"), _("There is no such version of a model."))
