"""Products become searchable, and vanish, without anybody's help."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import Settings

from recommender.index import open_index
from tests.support.shop import product_with_picture, small_shop
from webapp.catalog.models import Product, ProductImage
from webapp.catalog.signals import catalog_changed
from webapp.jobs.context import RunningJob
from webapp.jobs.models import Job
from webapp.registry import selectors as registry
from webapp.registry.models import IndexVersion, Promotion
from webapp.search import engine, indexing


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pictures that the model was shown."""
    seen: list[str] = []
    look = engine.embed_products

    def counted(folder: str, pictures: Any) -> Any:
        seen.extend(name for name, _ in pictures)
        return look(folder, pictures)

    monkeypatch.setattr(engine, "embed_products", counted)
    return seen


def found(client: Client, photo: bytes, **fields: str) -> list[int]:
    answer = client.post(
        "/api/v1/search/photo", {"photo": SimpleUploadedFile("a.png", photo), **fields}
    ).json()
    return [result["product"]["id"] for result in answer["results"]]


def test_the_first_index_makes_the_configured_model_live(shop: list[Product]) -> None:
    model, index = registry.model_live("embedder"), registry.index_live()

    assert model is not None
    assert index is not None
    assert index.model == model
    assert index.count == len(shop)
    assert engine.versions() == (model.version, index.version)


def test_products_without_a_category_of_the_model_are_found_too(
    shop: list[Product], run_jobs: Callable[[], int], client: Client, bag_photo: bytes
) -> None:
    shop[0].category.class_index = None
    shop[0].category.save()
    indexing.index_enqueue()
    run_jobs()

    assert shop[0].pk in found(client, bag_photo, box="0,0,1,1")


def test_a_new_product_is_found_and_only_its_picture_is_looked_at(
    shop: list[Product], run_jobs: Callable[[], int], client: Client, bag_photo: bytes,
    looked_at: list[str],
) -> None:  # fmt: skip
    new = product_with_picture(777, "Handbags", "Red", seed=4711)

    catalog_changed.send(sender="test", products=1)
    run_jobs()

    assert looked_at == [ProductImage.objects.get(product=new).sha256]
    assert new.pk in found(client, bag_photo)


def test_nothing_new_means_no_new_generation(
    shop: list[Product], run_jobs: Callable[[], int], looked_at: list[str]
) -> None:
    before = registry.index_live()

    catalog_changed.send(sender="test", products=1)
    run_jobs()

    assert registry.index_live() == before
    assert looked_at == []
    assert Job.objects.latest("created_at").state == Job.State.SUCCEEDED


def test_full_looks_at_everything_again(
    shop: list[Product], run_jobs: Callable[[], int], looked_at: list[str]
) -> None:
    indexing.index_enqueue(full=True)
    run_jobs()

    assert len(looked_at) == len({row.picture for row in indexing._rows()})


def test_what_leaves_the_shop_vanishes_at_once(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    # no job runs in between
    assert shop[0].pk in found(client, bag_photo)
    Product.objects.filter(pk=shop[0].pk).update(is_active=False)
    second = shop[1].pk
    shop[1].delete()

    everything = found(client, bag_photo, limit="100")

    assert not {shop[0].pk, second} & set(everything)
    assert len(everything) == len(shop) - 2
    assert len(found(client, bag_photo, limit="5")) == 5, "a page must not come short"


def test_a_changed_picture_replaces_the_old_one(
    shop: list[Product], run_jobs: Callable[[], int], client: Client, bag_photo: bytes
) -> None:
    bag, other = shop[0], ProductImage.objects.get(product=shop[-1])
    ProductImage.objects.filter(product=bag).update(
        file=other.file, thumbnail=other.thumbnail, sha256=other.sha256
    )
    indexing.index_enqueue()
    run_jobs()

    assert found(client, bag_photo, box="0,0,1,1")[0] != bag.pk


def test_an_unreadable_picture_is_left_out_and_named(
    shop: list[Product], run_jobs: Callable[[], int], media: Path
) -> None:
    new = product_with_picture(778, "Handbags", "Red", seed=4712)
    image = ProductImage.objects.get(product=new)
    (media / image.thumbnail).write_bytes(b"broken")
    indexing.index_enqueue()
    run_jobs()

    job = Job.objects.latest("created_at")
    assert job.state == Job.State.SUCCEEDED
    assert job.result["unreadable"] == 1
    assert image.thumbnail in job.log
    index = registry.index_live()
    assert index is not None
    assert index.count == len(shop)


def test_an_empty_shop_is_explained(
    search_settings: Settings, db: None, run_jobs: Callable[[], int]
) -> None:
    indexing.index_enqueue()
    run_jobs()

    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "no products with pictures" in job.error


def test_a_model_that_is_not_there_is_explained(
    search_settings: Settings, db: None, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    search_settings.EMBEDDER = str(tmp_path / "nowhere")
    small_shop(1)
    indexing.index_enqueue()
    run_jobs()

    assert "holds no manifest.json" in Job.objects.get().error


def test_a_stopped_job_goes_on_where_it_was(
    search_settings: Settings, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    run_jobs: Callable[[], int],
) -> None:  # fmt: skip
    # given a job that was told to stop after its first chunk
    search_settings.VAR_DIR = tmp_path / "var"
    small_shop()
    make = engine.embed_products
    stop: list[bool] = []
    seen: list[int] = []

    def in_small_chunks(folder: str, pictures: Any) -> Any:
        for part in make(folder, pictures, chunk=5):
            stop.append(True)
            seen.append(len(part[0].names))
            yield part

    monkeypatch.setattr(engine, "embed_products", in_small_chunks)
    with monkeypatch.context() as patch:
        patch.setattr(RunningJob, "should_stop", lambda self: bool(stop))
        indexing.index_enqueue()
        run_jobs()
    assert registry.index_live() is None
    assert seen == [5]

    # when it runs again
    indexing.index_enqueue(full=False)
    Job.objects.exclude(state=Job.State.QUEUED).delete()
    run_jobs()

    index = registry.index_live()
    assert index is not None
    assert index.count == 18
    assert sum(seen) == 18


def test_a_new_model_that_comes_with_the_program_is_promoted_with_its_index(
    shop: list[Product], run_jobs: Callable[[], int], settings: Settings,
    embedders: Callable[[int], Path], client: Client, bag_photo: bytes, tmp_path: Path,
) -> None:  # fmt: skip
    # given a shop indexed with the model that used to be in the program's folder
    place = tmp_path / "shipped"
    shutil.copytree(embedders(1), place)
    Promotion.objects.all().delete()
    IndexVersion.objects.all().delete()
    registry.models_of("embedder").delete()
    settings.EMBEDDER = str(place)
    indexing.index_enqueue()
    run_jobs()
    first = registry.index_live()
    assert first is not None

    # when the program is updated and starts
    shutil.rmtree(place)
    shutil.copytree(embedders(2), place)
    Job.objects.all().delete()
    indexing.index_refresh()
    run_jobs()

    second = registry.index_live()
    assert second is not None
    assert second.model.version != first.model.version
    assert registry.model_live("embedder") == second.model
    assert found(client, bag_photo, box="0,0,1,1")[0] == shop[0].pk


def test_starting_up_asks_for_an_index_only_where_one_is_missing(
    search_settings: Settings, db: None, run_jobs: Callable[[], int]
) -> None:
    indexing.index_refresh()
    assert Job.objects.count() == 0

    small_shop(1)
    indexing.index_refresh()
    assert run_jobs() == 1

    indexing.index_refresh()
    assert Job.objects.count() == 1


def test_old_generations_are_removed_but_not_the_one_to_return_to(
    shop: list[Product], run_jobs: Callable[[], int], settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path / "var"
    for number in range(6):
        product_with_picture(800 + number, "Watches", "Brown", seed=number)
        indexing.index_enqueue()
        run_jobs()

    kept = [index for index in IndexVersion.objects.all() if index.folder]
    live = registry.index_live()
    assert live is not None
    assert len(kept) == indexing.KEPT_GENERATIONS
    assert all(Path(index.folder).is_dir() for index in kept)
    last = registry.audit().first()
    assert last is not None
    assert last.previous_index in kept


def test_the_command_says_what_it_did(search_settings: Settings, transactional_db: None) -> None:
    small_shop(1)
    out = StringIO()

    call_command("reindex", stdout=out)
    call_command("reindex", "--full", stdout=out)

    assert "serves 6 products" in out.getvalue()


def test_the_command_says_what_went_wrong(
    search_settings: Settings, transactional_db: None
) -> None:
    with pytest.raises(CommandError, match="no products with pictures"):
        call_command("reindex", stdout=StringIO())


def test_vectors_are_of_unit_length(shop: list[Product]) -> None:
    live = registry.index_live()
    assert live is not None
    index = open_index(live.folder)
    rows = index.rows

    assert np.allclose(np.linalg.norm(rows[:, :192], axis=1), 1, atol=1e-3)
    assert rows[:, 256:].sum(axis=1).tolist() == [1.0] * len(shop)
