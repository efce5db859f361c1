"""The admin's pages of jobs: what they show, who may do what."""

import html

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from webapp.core.admin_pages import STOP_POLLING
from webapp.core.models import User
from webapp.jobs import services
from webapp.jobs.models import Job
from webapp.jobs.presence import CLOCK, Presence

pytestmark = pytest.mark.django_db
OVERVIEW = "/admin/jobs/job/overview/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _own_var(tmp_path, settings):
    settings.VAR_DIR = tmp_path


def account(*permissions, **options):
    user = User.objects.create_user("boss", "boss@example.org", "x", is_staff=True, **options)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def boss(client):
    client.force_login(account(is_superuser=True))
    return client


@pytest.fixture
def job():
    return services.job_enqueue(kind="refuse", payload={"file": "a.zip"})


def page(client, job, **headers):
    return client.get(reverse("admin:jobs_job_change", args=[job.id]), **headers)


def text(response):
    return response.content.decode()


def test_an_open_jobs_page_asks_for_news_and_offers_to_cancel(boss, job):
    response = page(boss, job)
    assert 'hx-trigger="every 1s"' in text(response)
    assert "Cancel the job" in text(response)
    assert "waits to be sent" in text(response).lower()
    assert page(boss, job, **HTMX).status_code == 200


def test_a_failed_jobs_page_says_why_and_offers_a_retry(boss, job, run_jobs):
    run_jobs()
    response = page(boss, job)
    assert "That file is empty." in text(response)
    assert "Why it failed" in text(response)
    assert "would be refused again" in text(response)
    assert reverse("admin:jobs_job_retry", args=[job.id]) in text(response)
    assert "every 1s" not in text(response)
    assert page(boss, job, **HTMX).status_code == STOP_POLLING


def test_what_a_job_wrote_is_escaped(boss, job):
    claim = services.job_claim(job_id=job.id, worker="<b>w</b>")
    services.job_log(claim=claim, text="<script>alert(1)</script>")
    services.job_refuse(claim=claim, reason="<img src=x onerror=alert(1)>")
    for response in (page(boss, job), boss.get(OVERVIEW)):
        assert "<script>alert" not in text(response)
        assert "<img src=x" not in text(response)


def test_cancel_and_retry_lead_back_with_a_sentence_and_a_note_in_the_history(boss, job):
    for change, sentence in (
        ("cancel", "asked to stop"),
        ("cancel", "had ended before"),
        ("retry", "queued again"),
        ("retry", "Only failed and cancelled"),
    ):
        response = boss.post(reverse(f"admin:jobs_job_{change}", args=[job.id]), follow=True)
        assert sentence in text(response)
    assert LogEntry.objects.filter(object_id=str(job.id)).count() == 2
    history = boss.get(reverse("admin:jobs_job_history", args=[job.id]))
    assert "Queued again." in text(history)


@pytest.mark.parametrize("change", ["cancel", "retry"])
def test_a_change_is_a_post_with_a_token_and_a_permission(job, change):
    url = reverse(f"admin:jobs_job_{change}", args=[job.id])
    user = account("view_job")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 403  # no token
    client = Client()
    assert client.post(url).status_code == 302  # to the login
    client.force_login(user)
    assert client.post(url).status_code == 403  # may only look
    assert Job.objects.get(id=job.id).state == "queued"
    assert "<button" not in text(page(client, job)).split('id="job"')[1].split("admin-columns")[0]


def test_a_job_that_only_some_may_start_is_changed_by_them_alone(client):
    # given somebody who may change jobs, but may not promote
    job = services.job_enqueue(kind="guarded", payload={})
    services.job_cancel(job_id=job.id)
    user = account("view_job", "change_job")
    client.force_login(user)
    retry = reverse("admin:jobs_job_retry", args=[job.id])
    listed = reverse("admin:jobs_job_changelist")
    chosen = {"action": "retry_jobs", "_selected_action": [job.id]}

    assert client.post(retry).status_code == 403
    assert retry not in text(page(client, job))
    assert "1 job was left alone" in text(client.post(listed, chosen, follow=True))
    assert Job.objects.get(id=job.id).state == "cancelled"

    user.user_permissions.add(Permission.objects.get(codename="promote_modelversion"))
    assert retry in text(page(client, job))
    assert "1 job queued again" in text(client.post(listed, chosen, follow=True))
    chosen["action"] = "cancel_jobs"
    user.user_permissions.remove(Permission.objects.get(codename="promote_modelversion"))
    client.post(listed, chosen)
    assert Job.objects.get(id=job.id).state == "queued"


def test_what_was_asked_and_what_came_of_it_are_shown_as_json(boss):
    job = services.job_enqueue(kind="echo", payload={"index": None, "model": "Kleid ä"})
    claim = services.job_claim(job_id=job.id, worker="w")
    services.job_succeed(claim=claim, result={"rehearsed": True, "model": "<b>"})
    shown = html.unescape(text(page(boss, job)))
    assert '"index": null,\n  "model": "Kleid ä"' in shown
    assert '"rehearsed": true' in shown
    assert "<b>" not in text(page(boss, job))


def test_staff_without_the_permission_to_look_see_nothing(client, job):
    client.force_login(account())
    assert page(client, job).status_code == 403
    assert client.get(OVERVIEW).status_code == 403


def test_an_unknown_number_is_not_found(boss):
    url = reverse("admin:jobs_job_change", args=["00000000-0000-4000-8000-000000000000"])
    assert boss.get(url).status_code == 404


def test_the_overview_counts_queues_and_warns_of_what_is_missing(boss, job):
    response = boss.get(OVERVIEW)
    assert "Nobody keeps time." in text(response)
    assert "Nobody works the queue “default”." in text(response)
    assert "No worker has been heard of" in text(response)
    assert "1 job is in the outbox" in text(response)
    Presence({"default": ["default"], CLOCK: []}).beat()
    response = boss.get(OVERVIEW, **HTMX)
    assert "Nobody" not in text(response)
    assert "keeps time" in text(response)
    assert "<html" not in text(response)


def test_the_overview_shows_the_disk_the_index_and_the_latest_failures(
    boss, job, run_jobs, tmp_path
):
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "a.jpg").write_bytes(bytes(2048))
    run_jobs()
    shown = text(boss.get(OVERVIEW))
    assert "media" in shown
    assert "2.0\xa0KB" in shown
    assert "Search index" in shown
    assert "none serves yet" in shown
    assert "That file is empty." in shown


def test_the_list_has_the_queues_above_it_and_filters_by_them(boss, job):
    shown = text(boss.get(reverse("admin:jobs_job_changelist")))
    assert "?queue=default&amp;state__exact=queued" in shown
    listed = boss.get(reverse("admin:jobs_job_changelist"), {"state__exact": "failed"})
    assert str(job.id) not in text(listed)
