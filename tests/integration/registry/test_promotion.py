"""A promotion makes ready, verifies and swaps; whatever is wrong, the old version serves."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.shop import product_with_picture
from webapp.catalog.models import Product, ProductImage
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.registry import doors, promoting, selectors, services
from webapp.registry.models import IndexVersion, ModelVersion, Promotion
from webapp.search import engine, indexing
from webapp.search.engine import serving

Run = Callable[[], int]


@pytest.fixture(autouse=True)
def _no_memory_of_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_refused", None)


def promote(model: ModelVersion, run_jobs: Run, by: User | None = None, reason: str = "") -> Job:
    job = promoting.promotion_start(
        model=model, expected=selectors.model_live(model.kind), by=by, reason=reason
    )
    run_jobs()
    job.refresh_from_db()
    return job


def search(client: Client, photo: bytes) -> tuple[list[int], dict[str, str]]:
    answer = client.post(
        "/api/v1/search/photo",
        {"photo": SimpleUploadedFile("a.png", photo), "box": "0,0,1,1", "limit": "50"},
    ).json()
    return [result["product"]["id"] for result in answer["results"]], answer["versions"]


def roll_back() -> Promotion:
    return services.rollback(kind="embedder", by=None, expected=selectors.model_live("embedder"))


def test_an_embedder_is_promoted_with_an_index_of_its_own(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run, boss: User, client: Client,
    bag_photo: bytes,
) -> None:  # fmt: skip
    old = selectors.index_live()
    assert old is not None
    assert search(client, bag_photo)[1] == {"model": old.model.version, "index": old.version}

    job = promote(challenger, run_jobs, boss, "sharper")

    assert job.state == Job.State.SUCCEEDED, job.error
    index = selectors.index_live()
    assert index is not None
    assert index.model == challenger
    assert index.manifest["checks"]["count"] == len(shop)
    assert index.manifest["checks"]["recall"] == 1.0
    found, versions = search(client, bag_photo)
    assert versions == {"model": challenger.version, "index": index.version}
    assert found[0] == shop[0].pk
    row = Promotion.objects.filter(action="promote").first()
    assert row is not None
    assert (row.by, row.reason, row.previous_model) == (boss, "sharper", old.model)


def test_the_results_page_names_what_answered(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    page = client.post(
        "/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)}, follow=True
    ).content.decode()
    index = selectors.index_live()
    assert index is not None
    assert f'data-model="{index.model.version}"' in page
    assert f'data-index="{index.version}"' in page


def test_a_rollback_takes_milliseconds_and_deleted_products_stay_away_and_new_ones_come(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run, client: Client,
    bag_photo: bytes, django_capture_on_commit_callbacks,
) -> None:  # fmt: skip
    # given a promotion, and after it an import: one product goes, one comes
    first = selectors.model_live("embedder")
    assert first is not None
    before, _ = search(client, bag_photo)
    promote(challenger, run_jobs)
    gone = shop[1].pk
    shop[1].delete()
    new = product_with_picture(901, "Handbags", "Red", seed=901)
    indexing.index_enqueue()
    run_jobs()
    promoted = selectors.index_live()
    assert promoted is not None
    assert promoted.model == challenger

    started = time.perf_counter()
    with django_capture_on_commit_callbacks(execute=True):
        roll_back()
    seconds = time.perf_counter() - started

    # then at once the old model answers, without what is gone
    assert seconds < 1
    found, versions = search(client, bag_photo)
    assert versions["model"] == first.version
    assert gone in before
    assert set(found) == set(before) - {gone}
    # and soon with what is new
    assert Job.objects.filter(kind=indexing.KIND, state=Job.State.QUEUED).exists()
    run_jobs()
    found, versions = search(client, bag_photo)
    assert versions["model"] == first.version
    assert new.pk in found


def test_many_imports_after_a_promotion_leave_the_way_back_open(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run
) -> None:
    first = selectors.index_live()
    assert first is not None
    promote(challenger, run_jobs)
    for number in range(6):
        product_with_picture(910 + number, "Watches", "Brown", seed=910 + number)
        indexing.index_enqueue()
        run_jobs()
    assert IndexVersion.objects.filter(model=challenger, folder="").exists(), "old ones are pruned"

    done = roll_back()

    assert (done.model, done.index) == (first.model, first)
    assert engine.versions() == (first.model.version, first.version)


def test_preparing_a_candidate_makes_its_promotion_look_at_nothing_again(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    promoting.prepare_start(model=challenger)
    run_jobs()
    prepared = selectors.index_newest(challenger)
    assert prepared is not None
    assert selectors.model_live("embedder") != challenger
    looked: list[str] = []
    look = engine.embed_products
    monkeypatch.setattr(
        engine, "embed_products",
        lambda folder, pictures: looked.extend(n for n, _ in pictures) or look(folder, pictures),
    )  # fmt: skip

    promote(challenger, run_jobs)

    assert selectors.index_live() == prepared
    assert looked == []


def test_an_attempt_after_the_swap_finds_its_work_done(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run
) -> None:
    # given a worker that was killed between the swap and the end of its job
    job = promote(challenger, run_jobs)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)

    run_jobs()

    job.refresh_from_db()
    index = selectors.index_live()
    assert index is not None
    assert job.state == Job.State.SUCCEEDED, job.error
    assert job.result == {
        "kind": "embedder", "model": challenger.version, "index": index.version,
    }  # fmt: skip
    assert Promotion.objects.filter(action="promote").count() == 1


def test_a_product_whose_picture_is_missing_stops_no_promotion(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run
) -> None:
    promoting.prepare_start(model=challenger)
    run_jobs()
    first = doors.query_photos(1)[0]
    first.path.unlink()

    job = promote(challenger, run_jobs)

    assert job.state == Job.State.SUCCEEDED, job.error
    assert first.product_id not in [photo.product_id for photo in doors.query_photos(50)]


@pytest.mark.parametrize("name", ["graph.xml", "weights.safetensors", "taxonomy.json"])
def test_a_damaged_model_is_refused_with_a_sentence(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run, name: str
) -> None:
    path = Path(challenger.folder) / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    before = engine.versions()
    try:
        job = promote(challenger, run_jobs)
    finally:
        path.write_bytes(whole)
    assert job.state == Job.State.FAILED
    assert "damaged" in job.error
    assert job.attempts == 1, "the same file would be refused again"
    assert engine.versions() == before


def test_an_index_that_finds_too_little_does_not_serve(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.search.engine.building.LEAST_RECALL", 1.1)
    before = selectors.index_live()
    IndexVersion.objects.filter(model=challenger).update(folder="")

    job = promote(challenger, run_jobs)

    assert job.state == Job.State.FAILED
    assert "finds only 100%" in job.error
    assert selectors.index_live() == before


def test_who_decided_before_another_change_is_refused(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run
) -> None:
    for expected in (None, challenger):
        with pytest.raises(Problem) as refused:
            promoting.promotion_start(model=challenger, expected=expected, by=None)
        assert refused.value.status == 409


def test_a_second_promotion_is_refused_while_one_waits(
    shop: list[Product], challenger: ModelVersion, embedders: Callable[[int], Path]
) -> None:
    third = services.model_publish(source=embedders(3), kind="embedder")
    live = selectors.model_live("embedder")
    promoting.promotion_start(model=challenger, expected=live, by=None)
    with pytest.raises(Problem) as refused:
        promoting.promotion_start(model=third, expected=live, by=None)
    assert (refused.value.status, refused.value.title) == (409, "A promotion is under way")


def test_a_rollback_while_a_promotion_is_made_ready_wins(
    shop: list[Product], challenger: ModelVersion, run_jobs: Run,
    embedders: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # given a champion that another admin rolls back while a third model is being indexed
    first = selectors.model_live("embedder")
    promote(challenger, run_jobs)
    third = services.model_publish(source=embedders(3), kind="embedder")
    make = indexing.generation_make

    def rolled_back_meanwhile(*args, **options):
        made = make(*args, **options)
        if selectors.model_live("embedder") == challenger:
            roll_back()
        return made

    monkeypatch.setattr(indexing, "generation_make", rolled_back_meanwhile)

    job = promote(third, run_jobs)

    assert job.state == Job.State.FAILED
    assert "Another version went live meanwhile" in job.error
    assert selectors.model_live("embedder") == first


def test_a_changed_category_is_in_the_next_index(shop: list[Product], run_jobs: Run) -> None:
    before = selectors.index_live()
    other = shop[-1].category
    Product.objects.filter(pk=shop[0].pk).update(category=other)
    indexing.index_enqueue()
    run_jobs()
    assert selectors.index_live() != before
    assert ProductImage.objects.filter(product=shop[0]).exists()
