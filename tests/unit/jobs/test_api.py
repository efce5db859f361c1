"""Jobs as JSON: who sees and changes which."""

import jsonschema
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from webapp.core.models import User
from webapp.jobs import services
from webapp.jobs.models import Job

pytestmark = pytest.mark.django_db
URL = "/api/v1/jobs"


def account(name, *permissions, **options):
    user = User.objects.create_user(name, f"{name}@example.org", "x", **options)
    allow(user, *permissions)
    return user


def allow(user, *permissions):
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))


@pytest.fixture
def owner():
    return account("owner")


@pytest.fixture
def job(owner):
    services.job_enqueue(kind="echo", payload={}, created_by=account("other"))
    return services.job_enqueue(kind="refuse", payload={}, created_by=owner)


def test_everybody_lists_their_own_and_staff_with_the_permission_all(client, job, owner):
    client.force_login(owner)
    assert [found["id"] for found in client.get(URL).json()["jobs"]] == [str(job.id)]
    client.force_login(account("clerk", is_staff=True))
    assert client.get(URL).json()["count"] == 0
    assert client.get(f"{URL}/{job.id}").status_code == 404
    client.force_login(account("boss", "view_job", is_staff=True))
    assert client.get(URL).json()["count"] == 2
    assert client.get(f"{URL}?kind=echo&state=queued&queue=default").json()["count"] == 1
    assert client.get(f"{URL}?state=nonsense").status_code == 422


def test_the_answer_is_what_the_document_says(client, job, owner, run_jobs):
    run_jobs()
    client.force_login(owner)
    document = client.get("/api/v1/openapi.json").json()
    schema = document["paths"]["/api/v1/jobs/{job_id}"]["get"]["responses"]["200"]
    answer = client.get(f"{URL}/{job.id}").json()
    jsonschema.validate(
        answer,
        {**schema["content"]["application/json"]["schema"], "components": document["components"]},
    )
    assert (answer["state"], answer["error"]) == ("failed", "That file is empty.")


def test_without_signing_in_there_is_a_problem_document(client, job):
    for method, url in (
        ("get", URL),
        ("get", f"{URL}/{job.id}"),
        ("post", f"{URL}/{job.id}/cancel"),
    ):
        answer = getattr(client, method)(url)
        assert answer.status_code in (401, 403)
        assert answer["Content-Type"] == "application/problem+json"


def test_a_stranger_does_not_learn_that_it_exists(client, job):
    client.force_login(account("stranger"))
    assert client.get(f"{URL}/{job.id}").status_code == 404
    for change in ("cancel", "retry"):
        assert client.post(f"{URL}/{job.id}/{change}").status_code == 404
    assert Job.objects.get(id=job.id).state == "queued"


def test_the_owner_cancels_and_retries_once_and_it_is_noted(client, job, owner):
    client.force_login(owner)
    assert client.post(f"{URL}/{job.id}/cancel").json()["state"] == "cancelled"
    assert client.post(f"{URL}/{job.id}/cancel").status_code == 409
    assert client.post(f"{URL}/{job.id}/retry").json()["state"] == "queued"
    answer = client.post(f"{URL}/{job.id}/retry")
    assert answer.status_code == 409
    assert "Only failed and cancelled" in answer.json()["detail"]
    notes = LogEntry.objects.filter(user=owner, object_id=str(job.id)).order_by("id")
    assert [entry.change_message for entry in notes] == ["Cancelled.", "Queued again."]


def test_staff_need_the_permission_to_change_what_others_started(client, job):
    boss = account("boss", "view_job", is_staff=True)
    client.force_login(boss)
    assert client.post(f"{URL}/{job.id}/cancel").status_code == 403
    allow(boss, "change_job")
    assert client.post(f"{URL}/{job.id}/cancel").status_code == 200


def test_a_job_that_only_some_may_start_is_stopped_and_retried_by_them_alone(client, owner):
    job = services.job_enqueue(kind="guarded", payload={}, created_by=owner)
    boss = account("boss", "view_job", "change_job", is_staff=True)
    for user in (owner, boss):
        client.force_login(user)
        for change in ("cancel", "retry"):
            assert client.post(f"{URL}/{job.id}/{change}").status_code == 403
    for user in (owner, boss):
        allow(user, "promote_modelversion")
        client.force_login(user)
        assert client.post(f"{URL}/{job.id}/cancel").status_code == 200
        assert client.post(f"{URL}/{job.id}/retry").status_code == 200


def test_a_job_of_a_kind_that_is_no_more_can_still_be_stopped(client, owner):
    job = Job.objects.create(kind="of an older version", created_by=owner)
    client.force_login(owner)
    assert client.post(f"{URL}/{job.id}/cancel").json()["state"] == "cancelled"


def test_a_change_needs_the_csrf_token(job, owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.post(f"{URL}/{job.id}/cancel").status_code == 403
    assert Job.objects.get(id=job.id).state == "queued"
