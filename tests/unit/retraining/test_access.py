"""Every address of the runs, found in the URLconf: who may open it, and how."""

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import get_resolver, reverse

from webapp.core.models import User
from webapp.retraining.models import Plan, TrainingRun

pytestmark = pytest.mark.django_db
CHANGES = {"cancel", "resume", "repeat", "remove", "drift", "estimate"}
API = "/api/v1/runs"


def names():
    admin = get_resolver("webapp.urls").namespace_dict["admin"][1]
    found = {name for name in admin.reverse_dict if isinstance(name, str)}
    return sorted(n for n in found if n.startswith("retraining_trainingrun_"))


def address(name, run):
    short = name.removeprefix("retraining_trainingrun_")
    if short in ("changelist", "add", "estimate", "drift", "retrain", "schedules"):
        return reverse(f"admin:{name}")
    if short == "sheet":
        return reverse(f"admin:{name}", args=[run.pk, 16])
    if short == "film":
        return reverse(f"admin:{name}", args=[run.pk, "gif"])
    return reverse(f"admin:{name}", args=[run.pk])


def staff(*permissions):
    user = User.objects.create_user(uuid.uuid4().hex[:8], f"{uuid.uuid4().hex}@e.org", "x",
                                    is_staff=True)  # fmt: skip
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def run(begin):
    return begin()


def test_the_list_of_addresses_is_complete():
    shorts = {name.removeprefix("retraining_trainingrun_") for name in names()}
    assert shorts >= CHANGES | {"changelist", "add", "change", "curves", "samples", "sheet", "film"}


@pytest.mark.parametrize("name", names())
def test_strangers_and_shoppers_are_sent_to_the_login(run, name):
    shopper = Client()
    shopper.force_login(User.objects.create_user("shopper", "s@example.org", "x"))
    for client in (Client(), shopper):
        for method in ("get", "post"):
            answer = getattr(client, method)(address(name, run))
            assert answer.status_code in (302, 403, 405), answer.status_code
            assert b"run-" not in answer.content
    assert TrainingRun.objects.get().job.state == "queued"


@pytest.mark.parametrize("name", names())
def test_staff_without_permission_are_refused(run, name):
    client = staff()
    for method in ("get", "post"):
        assert getattr(client, method)(address(name, run)).status_code in (403, 405)


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_a_change_is_a_post_with_a_token_and_a_permission(run, change):
    url = address(f"retraining_trainingrun_{change}", run)
    watcher = staff("view_trainingrun")
    assert watcher.get(url).status_code == 405
    assert watcher.post(url).status_code == 403
    boss = Client(enforce_csrf_checks=True)
    boss.force_login(User.objects.get(username="boss"))
    assert boss.post(url).status_code == 403
    assert TrainingRun.objects.get().job.state == "queued"


def test_starting_needs_a_token_and_the_permission(run):
    url = reverse("admin:retraining_trainingrun_add")
    assert staff("view_trainingrun", "add_trainingrun").get(url).status_code == 403
    boss = Client(enforce_csrf_checks=True)
    boss.force_login(User.objects.get(username="boss"))
    assert boss.get(url).status_code == 200
    assert boss.post(url, {"kind": "classifier"}).status_code == 403
    assert TrainingRun.objects.count() == 1


def test_those_who_may_only_look_see_no_buttons(run):
    page = staff("view_trainingrun").get(address("retraining_trainingrun_change", run))
    assert page.status_code == 200
    assert b"run-cancel" not in page.content


@pytest.mark.parametrize("number", ["hex", "dashed"])
def test_no_form_of_djangos_own_changes_a_run(run, number, client):
    client.force_login(User.objects.get(username="boss"))
    url = reverse("admin:retraining_trainingrun_changelist")
    url += f"{run.pk.hex if number == 'hex' else run.pk}/change/"
    values = {"kind": "classifier", "preset": "gpu", "data": "{}", "options": "{}"}
    assert client.post(url, values | {"job": run.job_id}).status_code in (403, 405)
    run.refresh_from_db()
    assert (run.kind, run.preset) == ("embedder", "cpu-minutes")
    assert b'type="submit" name="_save"' not in client.get(url).content


@pytest.mark.parametrize("step", ["..%2f..%2foptions", "x", "-1"])
def test_files_are_asked_for_by_number_alone(run, step, client):
    client.force_login(User.objects.get(username="boss"))
    url = f"/admin/retraining/trainingrun/{run.pk}/samples/{step}/"
    # Django's admin takes anything else for the number of an object, which there is none of.
    assert client.get(url).status_code in (302, 404)
    assert client.get(f"/admin/retraining/trainingrun/{run.pk}/film/json/").status_code == 404


def test_the_schedules_cannot_be_added_or_removed(client, boss):
    client.force_login(boss)
    assert client.get(reverse("admin:retraining_plan_changelist")).status_code == 200
    plan = Plan.objects.get(task="model")
    assert client.get(reverse("admin:retraining_plan_add")).status_code == 403
    assert client.post(reverse("admin:retraining_plan_delete", args=[plan.pk])).status_code == 403
    url = reverse("admin:retraining_plan_change", args=[plan.pk])
    values = {"hour": 4, "weekday": 5, "kind": "classifier", "preset": "gpu", "minutes": 30}
    assert client.post(url, values | {"is_on": "on"}).status_code == 302
    changed = Plan.objects.get(pk=plan.pk)
    assert (changed.is_on, changed.kind, changed.minutes) == (True, "classifier", 30)
    wrong = client.post(url, values | {"kind": "dcgan-64"})
    assert b"no such preset" in wrong.content
    assert Plan.objects.count() == 2


def api_calls(run):
    return [
        ("get", API, {}),
        ("post", API, {"kind": "classifier"}),
        ("post", f"{API}/estimate", {"kind": "classifier"}),
        ("get", f"{API}/{run.pk}", {}),
        ("post", f"{API}/{run.pk}/cancel", {}),
        ("post", f"{API}/{run.pk}/resume", {}),
    ]


def call(client, method, url, body):
    return getattr(client, method)(url, body, content_type="application/json")


def test_the_api_answers_strangers_401_shoppers_404_and_staff_403(run):
    shopper = Client()
    shopper.force_login(User.objects.create_user("shopper", "s@example.org", "x"))
    for client, status in ((Client(), 401), (shopper, 404), (staff(), 403)):
        for request in api_calls(run):
            answer = call(client, *request)
            assert answer.status_code == status, request
            assert answer["Content-Type"] == "application/problem+json"
    watcher = staff("view_trainingrun")
    codes = [call(watcher, *request).status_code for request in api_calls(run)]
    assert codes == [200, 403, 403, 200, 403, 403]
    assert TrainingRun.objects.get().job.state == "queued"


def test_the_api_starts_estimates_shows_cancels_and_resumes(client, boss, wrote):
    client.force_login(boss)
    body = {"kind": "embedder", "data": {"what": "sample", "count": 60}, "minutes": 2}
    guess = call(client, "post", f"{API}/estimate", body).json()
    assert guess["pictures"] == 60
    assert guess["fits"] is True
    started = call(client, "post", API, body)
    assert started.status_code == 201, started.content
    again = call(client, "post", API, body)
    assert (again.status_code, again.json()["run"]) == (409, started.json()["id"])
    run = TrainingRun.objects.get()
    wrote(run, {"done": 0.5, "loss": 3.0})
    url = f"{API}/{run.pk}"
    assert client.get(url).json()["curves"] == {"loss": [[1.0, 3.0]]}
    assert client.get(f"{API}?kind=embedder").json()["count"] == 1
    assert call(client, "post", f"{url}/cancel", {}).json()["state"] == "cancelled"
    assert call(client, "post", f"{url}/cancel", {}).status_code == 409
    assert call(client, "post", f"{url}/resume", {}).json()["state"] == "queued"
    assert call(client, "post", API, {"kind": "toaster"}).status_code == 422
    assert client.get(f"{API}/{uuid.uuid4()}").status_code == 404
