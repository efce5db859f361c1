"""Whoever may change jobs may not therefore promote, compare or train."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from webapp.core.models import User
from webapp.jobs.handlers import handlers
from webapp.jobs.models import Job
from webapp.registry.comparing import KIND as COMPARE
from webapp.registry.promoting import PREPARE, PROMOTE
from webapp.retraining.selectors import JOB as TRAIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> User:
    """Staff who may look at all jobs and change them."""
    user = User.objects.create_user("clerk", "clerk@example.org", "x", is_staff=True)
    allow(user, "jobs.view_job")
    allow(user, "jobs.change_job")
    client.force_login(user)
    return user


def allow(user: User, name: str) -> None:
    app, codename = name.split(".")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label=app, codename=codename)
    )


@pytest.mark.parametrize(
    ("kind", "permission"),
    [
        (PROMOTE, "registry.promote_modelversion"),
        (PREPARE, "registry.promote_modelversion"),
        (COMPARE, "registry.promote_modelversion"),
        (TRAIN, "retraining.start_trainingrun"),
    ],
)
def test_what_failed_is_tried_again_only_by_those_who_might_start_it(
    clerk: User, client: Client, kind: str, permission: str
) -> None:
    job = Job.objects.create(kind=kind, state=Job.State.FAILED)
    retry = f"/api/v1/jobs/{job.id}/retry"
    assert client.post(retry).status_code == 403
    allow(clerk, permission)
    assert client.post(retry).json()["state"] == "queued"


def test_every_permission_that_a_kind_names_exists() -> None:
    for entry in handlers():
        if entry.permission:
            app, codename = entry.permission.split(".")
            assert Permission.objects.filter(content_type__app_label=app, codename=codename)
