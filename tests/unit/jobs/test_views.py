import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from webapp.core.models import User
from webapp.jobs import services
from webapp.jobs.models import Job

pytestmark = pytest.mark.django_db


def account(name, **options):
    return User.objects.create_user(name, f"{name}@example.org", "x", **options)


@pytest.fixture
def job():
    return services.job_enqueue(kind="echo", payload={}, created_by=account("owner"))


def progress(client, job, user=None):
    if user is not None:
        client.force_login(user)
    return client.get(reverse("jobs:progress", args=[job.id]))


def test_the_one_who_started_it_sees_progress_that_refreshes_itself(client, job):
    response = progress(client, job, job.created_by)
    assert response.status_code == 200
    assert b'hx-trigger="every 1s"' in response.content


def test_an_ended_job_no_longer_asks(client, job, run_jobs):
    run_jobs()
    assert b"hx-get" not in progress(client, job, job.created_by).content


def test_strangers_do_not_learn_that_it_exists(client, job):
    assert progress(client, job).status_code == 404
    assert progress(client, job, account("other")).status_code == 404


def test_staff_see_every_job_if_they_have_the_permission(client, job):
    boss = account("boss", is_staff=True)
    assert progress(client, job, boss).status_code == 404
    boss.user_permissions.add(Permission.objects.get(codename="view_job"))
    assert progress(client, job, boss).status_code == 200


def test_cancelling_needs_a_post(client, job):
    client.force_login(job.created_by)
    url = reverse("jobs:cancel", args=[job.id])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 200
    assert Job.objects.get().state == Job.State.CANCELLED


def test_cancel_is_offered_to_those_whose_post_is_answered(client, job):
    guarded = services.job_enqueue(kind="guarded", payload={}, created_by=job.created_by)
    onlooker = account("onlooker", is_staff=True)
    onlooker.user_permissions.add(Permission.objects.get(codename="view_job"))
    boss = account("boss", is_staff=True, is_superuser=True)
    for one, user, may in (
        (job, job.created_by, True),
        (job, onlooker, False),
        (guarded, job.created_by, False),
        (job, boss, True),
    ):
        address = reverse("jobs:cancel", args=[one.id])
        assert (address in progress(client, one, user).content.decode()) == may
    assert client.post(reverse("jobs:cancel", args=[job.id])).status_code == 200
    client.force_login(onlooker)
    assert client.post(reverse("jobs:cancel", args=[guarded.id])).status_code == 403


def test_the_admin_cancels_and_retries(client, job):
    client.force_login(account("boss", is_staff=True, is_superuser=True))
    url = reverse("admin:jobs_job_changelist")
    assert client.get(url).status_code == 200
    assert client.get(reverse("admin:jobs_job_change", args=[job.id])).status_code == 200
    for action, state in (("cancel_jobs", "cancelled"), ("retry_jobs", "queued")):
        client.post(url, {"action": action, "_selected_action": [job.id]})
        assert Job.objects.get().state == state
