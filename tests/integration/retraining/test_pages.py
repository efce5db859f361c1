"""What an admin sees: the form, a run in each of its states, two runs in one picture, drift."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.integration.retraining.conftest import fresh
from webapp.jobs import services as jobs
from webapp.registry.models import ModelVersion
from webapp.retraining import estimates
from webapp.retraining.models import DriftReading, TrainingRun

pytestmark = pytest.mark.django_db
ADD = "/admin/retraining/trainingrun/add/"
ESTIMATE = "/admin/retraining/trainingrun/estimate/"
PLAIN = {"kind": "embedder", "source": "catalogue", "preset": "cpu-minutes", "start": "scratch"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def text(response):
    return response.content.decode()


def page(client, run, name="change", **data):
    return client.get(reverse(f"admin:retraining_trainingrun_{name}", args=[run.pk]), data)


def wrote(run, *lines):
    import json

    run.folder.mkdir(parents=True, exist_ok=True)
    body = "".join(json.dumps({"total": 1.0} | line) + "\n" for line in lines)
    (run.folder / "stats.jsonl").write_text(body)


def test_a_first_time_admin_needs_three_clicks(shop, champion, admin):
    first = text(admin.get("/admin/"))
    assert f'href="{ADD}"' in first
    form = text(admin.get(ADD))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    fields = dict(re.findall(r'<input type="radio" name="(\w+)" value="([^"]+)"[^>]*checked', form))
    assert fields == {"source": "catalogue", "preset": "cpu-minutes", "start": "champion"}
    sent = admin.post(ADD, fields | {"kind": "embedder", "csrfmiddlewaretoken": token})
    run = TrainingRun.objects.get()
    assert sent["Location"] == reverse("admin:retraining_trainingrun_change", args=[run.pk])
    assert (run.parent, run.pictures, run.wants.minutes) == (champion, shop, 10)


def test_the_form_estimates_before_anything_starts(shop, admin):
    shown = text(admin.get(ADD))
    assert "11 min" in shown
    assert "60 pictures" in shown
    longer = text(admin.post(ESTIMATE, PLAIN | {"minutes": "60"}))
    assert "1 h 1 min" in longer
    assert "Correct what is marked" in text(admin.post(ESTIMATE, PLAIN | {"minutes": "-1"}))
    assert not TrainingRun.objects.exists()


@pytest.mark.parametrize("kind", ["classifier", "acgan-64", "encoder-64"])
def test_each_kind_has_a_form_of_its_own(shop, admin, kind):
    shown = admin.get(ADD, {"kind": kind})
    assert shown.status_code == 200
    assert f'name="kind" value="{kind}"' in text(shown)
    assert ('name="size"' in text(shown)) == (kind == "classifier")


def test_a_refusal_is_shown_where_it_belongs(shop, admin, monkeypatch):
    wrong = admin.post(ADD, PLAIN | {"minutes": "0"})
    assert wrong.status_code == 400
    assert "was not started" in text(wrong)
    assert admin.post(ADD, PLAIN | {"source": "upload"}).status_code == 400
    bad = SimpleUploadedFile("a.zip", b"nothing")
    refused = admin.post(ADD, PLAIN | {"source": "upload", "upload": bad})
    assert refused.status_code == 422
    assert "not a whole zip file" in text(refused)
    with monkeypatch.context() as patch:
        patch.setattr(estimates, "_free", lambda: 0)
        full = admin.post(ADD, PLAIN)
    assert full.status_code == 507
    assert "Delete old runs" in text(full)
    assert admin.post(ADD, PLAIN).status_code == 302
    second = admin.post(ADD, PLAIN)
    assert second.status_code == 409
    assert str(TrainingRun.objects.get().pk) in text(second)


def test_a_waiting_run_polls_and_says_that_nobody_works(begin, shop, admin):
    run = begin()
    shown = text(page(admin, run))
    assert 'hx-trigger="every 1s"' in shown
    assert "Nobody works the queue" in shown
    assert "run-cancel" in shown
    part = admin.get(reverse("admin:retraining_trainingrun_change", args=[run.pk]), **HTMX)
    assert part.status_code == 200
    assert "<html" not in text(part)


def test_a_failed_run_says_why_and_goes_on(begin, shop, admin):
    run = begin()
    claim = jobs.job_claim(job_id=run.job_id, worker="w")
    jobs.job_log(claim=claim, text="<script>alert(1)</script>")
    jobs.job_refuse(claim=claim, reason="The loss is <b>nan</b>: lower the learning rate.")
    shown = text(page(admin, run))
    assert "Why it failed" in shown
    assert "&lt;b&gt;nan" in shown
    assert "<script>alert" not in shown
    assert "every 1s" not in shown
    polled = admin.get(reverse("admin:retraining_trainingrun_change", args=[run.pk]), **HTMX)
    assert polled.status_code == 286
    assert polled["HX-Trigger"] == "run-ended"
    admin.post(reverse("admin:retraining_trainingrun_resume", args=[run.pk]))
    assert fresh(run).job.state == "queued"
    again = admin.post(reverse("admin:retraining_trainingrun_resume", args=[run.pk]), follow=True)
    assert "Only runs that failed" in text(again)


def test_curves_and_samples_are_asked_for_until_the_run_has_ended(begin, shop, few, admin):
    run = begin(kind="dcgan-64", knobs=())
    assert [page(admin, run, name).status_code for name in ("curves", "samples")] == [200, 200]
    jobs.job_cancel(job_id=run.job_id)
    assert [page(admin, run, name).status_code for name in ("curves", "samples")] == [286, 286]


def test_samples_follow_the_newest_step_until_somebody_holds_one(begin, shop, few, admin):
    run = begin(kind="dcgan-64", knobs=())
    folder = run.folder / "samples"
    folder.mkdir(parents=True)
    for step in (16, 32, 48):
        (folder / f"{step:09d}.jpg").write_bytes(b"")
    newest = page(admin, run, "samples")
    assert newest.context["step"] == 48
    assert "data-held" not in text(newest)
    earlier = page(admin, run, "samples", step="1")
    assert earlier.context["step"] == 32
    assert "data-held" in text(earlier)  # so that polling asks for it again
    assert 'hx-include="#run-step[data-held]"' in text(page(admin, run))
    assert page(admin, run, "samples", step="²").context["step"] == 48


def test_films_are_served_as_what_they_are_and_once(begin, shop, few, admin):
    run = begin(kind="dcgan-64", knobs=())
    run.folder.mkdir(parents=True)
    for kind, type_ in (("gif", "image/gif"), ("mp4", "video/mp4")):
        url = reverse("admin:retraining_trainingrun_film", args=[run.pk, kind])
        assert admin.get(url).status_code == 404
        (run.folder / f"film.{kind}").write_bytes(b"frames")
        film = admin.get(url)
        assert (film["Content-Type"], film["X-Content-Type-Options"]) == (type_, "nosniff")
        assert admin.get(url, HTTP_IF_NONE_MATCH=film["ETag"]).status_code == 304


def test_two_runs_are_drawn_into_the_same_axes(begin, shop, admin):
    first = begin()
    jobs.job_cancel(job_id=first.job_id)
    second = begin()
    wrote(first, {"done": 0.1, "loss": 5.0}, {"done": 0.9, "loss": 2.0})
    wrote(second, {"done": 0.1, "loss": 4.0}, {"done": 0.9, "loss": 1.0, "catalogue.p10": 0.5})
    alone = text(page(admin, second, "curves"))
    both = text(page(admin, second, "curves", other=str(first.pk)))
    assert alone.count('class="run-line c1') == 2  # a loss, and a validation
    assert both.count("is-other") >= 2
    assert f"Dashed: run {first.short}" in both
    assert 'role="img"' in both
    assert "<table" in both
    assert page(admin, second, "curves", other="nonsense").status_code == 200


def test_an_ended_run_is_deleted_with_a_note(begin, shop, admin):
    run = begin()
    url = reverse("admin:retraining_trainingrun_remove", args=[run.pk])
    assert "Cancel the run first" in text(admin.post(url, follow=True))
    jobs.job_cancel(job_id=run.job_id)
    assert "files are gone" in text(admin.post(url, follow=True))
    assert not TrainingRun.objects.exists()


def test_the_list_shows_kind_state_and_who(begin, shop, admin):
    run = begin()
    shown = text(admin.get("/admin/retraining/trainingrun/"))
    for words in ("Embedder", run.short, "waiting", "boss", "the catalogue as it was then"):
        assert words in shown


def test_the_first_page_says_what_moved_and_offers_a_filled_in_form(champion, shop, admin):
    assert "not measured yet" in text(admin.get("/admin/"))
    version = ModelVersion.objects.get().version
    for what, detail in (
        ("unanswered", {"before": 0.1, "searches": 1280, "searches_before": 4000}),
        ("products", {"new": 120, "known": 800}),
    ):
        DriftReading.objects.create(
            what=what, value=0.31, threshold=0.15, moved=what == "unanswered",
            detail=detail, model_version=version,
        )  # fmt: skip
    shown = text(admin.get("/admin/"))
    assert "31 % of 1,280 photo searches" in shown
    assert "10 % in the four weeks before" in shown
    assert "120 new products differ" in shown
    assert "New products look different" not in shown
    [link] = re.findall(r'href="([^"]+nominate=on)"', shown)
    form = text(admin.get(link.replace("&amp;", "&")))
    assert re.search(r'name="nominate"[^>]*checked', form)


def test_measuring_now_is_a_job(admin, champion, run_jobs):
    answer = admin.post(reverse("admin:retraining_trainingrun_drift"), follow=True)
    assert "is being measured" in text(answer)
    assert run_jobs() == 1
