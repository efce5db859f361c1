"""The live version is what answers; a new one takes over without a gap, or not at all."""

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests.support.shop import product_with_picture
from webapp.catalog import snapshot
from webapp.catalog.models import Product
from webapp.registry import selectors as registry
from webapp.registry import services as publishing
from webapp.registry.models import IndexVersion
from webapp.search import engine, indexing
from webapp.search.contracts import Unavailable
from webapp.search.engine import serving
from webapp.search.vectors import VectorStore


@pytest.fixture
def photo_file(bag_photo: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "bag.jpg"
    Image.open(io.BytesIO(bag_photo)).convert("RGB").save(path, quality=95)
    return path


@pytest.fixture
def second_generation(shop: list[Product], settings: Settings) -> IndexVersion:
    """A newer index with one product more, not live yet."""
    product_with_picture(555, "Watches", "Brown", seed=55)
    model = registry.model_live("embedder")
    assert model is not None
    rows = indexing._rows()
    store = VectorStore(model.version)
    missing = [
        (row.picture, Path(settings.MEDIA_ROOT) / row.file)
        for row in rows
        if row.picture not in store
    ]
    for seen, _ in engine.embed_products(model.folder, missing):
        store.add(seen)
    return indexing._build(rows, store, model, indexing._content(rows, model))


@pytest.fixture(autouse=True)
def _no_memory_of_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_refused", None)


def search(photo: Path) -> list[int]:
    seen = engine.embed(photo, (0, 0, 1, 1))
    return [
        entry["id"]
        for entry in engine.similar(
            seen,
            attributes=lambda ids: {},
            limit=50,
            colour_weight=0.5,
            diversity=0,
            visible=snapshot.current().ids,
            allowed=None,
        ).found
    ]


def damage(folder: str, name: str, how: str) -> None:
    path = Path(folder) / name
    data = bytearray(path.read_bytes())
    if how == "flip":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif how == "cut":
        path.write_bytes(data[:-100])
    else:
        path.unlink()


def test_a_new_generation_takes_over(photo_file: Path, second_generation: IndexVersion) -> None:
    before = engine.versions()
    publishing.index_publish(index=second_generation, expected=registry.index_live())

    assert len(search(photo_file)) >= 1
    assert engine.versions() == (before[0], second_generation.version)


@pytest.mark.parametrize("how", ["flip", "cut", "remove"])
@pytest.mark.parametrize("name", ["index.faiss", "ids.npy", "manifest.json"])
def test_a_corrupt_generation_is_refused_while_the_old_one_serves(
    name: str, how: str, photo_file: Path, second_generation: IndexVersion
) -> None:
    before, results = engine.versions(), search(photo_file)
    damage(second_generation.folder, name, how)

    publishing.index_publish(index=second_generation, expected=registry.index_live())

    assert search(photo_file) == results
    assert engine.versions() == before


def test_a_refused_generation_is_tried_again_later(
    photo_file: Path, second_generation: IndexVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a folder that is away, as behind a disk that is being mounted
    before = engine.versions()
    folder = Path(second_generation.folder)
    folder.rename(folder.with_name("away"))
    publishing.index_publish(index=second_generation, expected=registry.index_live())
    assert engine.versions() == before

    folder.with_name("away").rename(folder)
    assert engine.versions() == before, "not before its time"
    monkeypatch.setattr(serving, "_refused", None)

    assert engine.versions()[1] == second_generation.version


def test_a_corrupt_first_generation_is_explained(
    shop: list[Product], client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a process that has just started
    live = registry.index_live()
    assert live is not None
    damage(live.folder, "index.faiss", "flip")
    monkeypatch.setattr(serving, "_current", None)

    with pytest.raises(Unavailable):
        engine.versions()
    response = client.post(
        "/api/v1/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)}
    )

    assert response.status_code == 503
    assert client.get("/search/photo").status_code == 200


def test_an_index_of_another_model_is_refused(
    photo_file: Path, second_generation: IndexVersion, embedders: Callable[[int], Path]
) -> None:
    before = engine.versions()
    other = publishing.model_register(
        kind="embedder",
        folder=str(embedders(2)),
        manifest=engine.model_manifest(str(embedders(2))),
        version=engine.model_manifest(str(embedders(2)))["version"],
    )
    IndexVersion.objects.filter(pk=second_generation.pk).update(model=other)
    second_generation.refresh_from_db()
    publishing.promote(
        model=other, index=second_generation, by=None, expected=registry.model_live("embedder")
    )

    assert engine.versions() == before
    assert search(photo_file)


def test_swapping_under_load_drops_nobody(
    photo_file: Path, second_generation: IndexVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given six visitors who search all the time (the registry's answer is handed to their
    # threads, which do not share the test's transaction)
    generations = [registry.index_live(), second_generation]
    live = [generations[0]]
    monkeypatch.setattr(registry, "index_live", lambda: live[0])
    visible = snapshot.current().ids
    stop, errors, served = threading.Event(), [], []

    def visit() -> None:
        while not stop.is_set():
            try:
                seen = engine.embed(photo_file, (0, 0, 1, 1))
                found = engine.similar(
                    seen, attributes=lambda ids: {}, limit=5, colour_weight=0.5, diversity=0,
                    visible=visible, allowed=None,
                )  # fmt: skip
                served.append(len(found.found))
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=visit) for _ in range(6)]
    for thread in threads:
        thread.start()
    # when the generations change places many times, each after some more answers
    for turn in range(12):
        live[0] = generations[turn % 2]
        wanted = len(served) + 10
        while len(served) < wanted and not errors:
            stop.wait(0.005)
    stop.set()
    for thread in threads:
        thread.join()

    assert errors == []
    assert min(served) > 0


def test_a_new_model_looks_at_known_photos_again(
    shop: list[Product], client: Client, bag_photo: bytes, settings: Settings,
    embedders: Callable[[int], Path], run_jobs: Callable[[], int],
) -> None:  # fmt: skip
    # given a photo that the first model has looked at
    first = client.post(
        "/api/v1/search/photo",
        {"photo": SimpleUploadedFile("a.png", bag_photo), "box": "0,0,1,1"},
    ).json()
    address = f"/api/v1/search/photo/{first['query']['id']}?box=0,0,1,1"
    old = registry.index_live()
    assert old is not None

    # when another model is promoted together with its index
    manifest = engine.model_manifest(str(embedders(3)))
    model = publishing.model_register(
        kind="embedder", folder=str(embedders(3)), manifest=manifest, version=manifest["version"]
    )
    rows = indexing._rows()
    store = VectorStore(model.version)
    for seen, _ in engine.embed_products(
        model.folder, [(row.picture, Path(settings.MEDIA_ROOT) / row.file) for row in rows]
    ):
        store.add(seen)
    index = indexing._build(rows, store, model, indexing._content(rows, model))
    publishing.promote(model=model, index=index, by=None, expected=old.model)

    second = client.get(address).json()
    assert second["results"][0]["product"]["id"] == shop[0].pk
    assert second["results"] != first["results"]

    # and when it is rolled back
    publishing.rollback(kind="embedder", by=None, expected=model)
    assert client.get(address).json()["results"] == first["results"]
