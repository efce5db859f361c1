"""Index, model and checkpoint files cut short or with one flipped bit: all refused, and the old
version goes on answering."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from PIL import Image
from pytest_django import Settings

from ml import artifacts, training
from tests.support.faults import tell, times
from tests.support.shop import drawing, product_with_picture
from webapp.catalog import snapshot
from webapp.catalog.models import Product
from webapp.classify import engine as classify
from webapp.jobs.models import Job
from webapp.registry import promoting, selectors, services
from webapp.search import engine, indexing
from webapp.search.engine import serving

pytestmark = pytest.mark.timeout(600)
CASES = times(short=12, long=60)
"""Of each of the four sorts of files: 240 in the long form."""
Run = Callable[[], int]


@contextmanager
def damaged(folder: Path, rng: random.Random) -> Iterator[str]:
    """One file of the folder cut short, or with one flipped bit, anywhere; whole afterwards."""
    path = rng.choice(sorted(path for path in folder.iterdir() if path.is_file()))
    size = path.stat().st_size
    whole = path.read_bytes()
    if rng.random() < 0.5:
        how = "cut"
        path.write_bytes(whole[: rng.randrange(size)])
    else:
        how, bit = "flipped", rng.randrange(size * 8)
        with path.open("r+b") as file:
            file.seek(bit // 8)
            file.write(bytes([whole[bit // 8] ^ (1 << (bit % 8))]))
    try:
        yield f"{path.name} {how}"
    finally:
        path.write_bytes(whole)


def summary(name: str, cases: list[str]) -> None:
    cut = sum(case.endswith("cut") for case in cases)
    tell(f"damaged files, {name}: {len(cases)} of {CASES} refused ({cut} cut short, "
         f"{len(cases) - cut} with a flipped bit), the old version served")  # fmt: skip


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "bag.jpg"
    drawing("Handbags", "Red", 0).convert("RGB").save(path, quality=95)
    return path


def found(photo: Path) -> list[int]:
    answer = engine.similar(
        engine.embed(photo, (0, 0, 1, 1)), attributes=lambda ids: {}, limit=10, colour_weight=0.5,
        diversity=0, visible=snapshot.current().ids, allowed=None,
    )  # fmt: skip
    return [entry["id"] for entry in answer.found]


def test_a_damaged_index_never_serves(
    shop: list[Product],
    run_jobs: Run,
    photo: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given a process that answers, and a newer generation that is live
    before, answer = engine.versions(), found(photo)
    product_with_picture(950, "Watches", "Brown", seed=950)
    indexing.index_enqueue()
    run_jobs()
    live = selectors.index_live()
    assert live is not None
    rng, refused = random.Random(16), []
    for _ in range(CASES):
        monkeypatch.setattr(serving, "_refused", None)
        with damaged(Path(live.folder), rng) as case:
            assert found(photo) == answer, case
            assert engine.versions() == before, case
            refused.append(case)
    monkeypatch.setattr(serving, "_refused", None)
    assert engine.versions()[1] == live.version, "whole again, it takes over"
    summary("index", refused)


def test_a_damaged_embedder_never_serves(
    shop: list[Product], embedders: Callable[[int], Path], run_jobs: Run,
    photo: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    before, answer = engine.versions(), found(photo)
    other = services.model_publish(source=embedders(2), kind="embedder")
    champion = selectors.model_live("embedder")
    promoting.promotion_start(model=other, expected=champion, by=None)
    run_jobs()
    assert selectors.model_live("embedder") == other
    rng, refused = random.Random(17), []
    for _ in range(CASES):
        monkeypatch.setattr(serving, "_refused", None)
        with damaged(Path(other.folder), rng) as case:
            assert found(photo) == answer, case
            assert engine.versions() == before, case
            refused.append(case)
    monkeypatch.setattr(serving, "_refused", None)
    assert engine.versions()[0] == other.version, "whole again, it takes over"
    # and the promotion itself refuses what is damaged
    services.rollback(kind="embedder", by=None, expected=other)
    for _ in range(3):
        with damaged(Path(other.folder), rng):
            job = promoting.promotion_start(model=other, expected=champion, by=None)
            run_jobs()
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert selectors.model_live("embedder") == champion
    summary("embedder", refused)


def test_a_damaged_classifier_never_serves(
    db: None, classifier_folder: Path, tmp_path: Path, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.VAR_DIR = tmp_path / "var"
    settings.INFERENCE_THREADS = 1
    monkeypatch.setattr(classify, "_current", None)
    models = []
    for number in range(2):
        artifacts.revise(
            classifier_folder, tmp_path / f"c{number}", kind="classifier", number=number
        )
        models.append(services.model_publish(source=tmp_path / f"c{number}", kind="classifier"))
    services.promote(model=models[0], by=None, expected=None)
    picture: Image.Image = drawing("Handbags", "Red", 0).convert("RGB")
    [answer] = classify.sort([picture])
    services.promote(model=models[1], by=None, expected=models[0])
    rng, refused = random.Random(18), []
    for _ in range(CASES):
        monkeypatch.setattr(classify, "_refused", None)
        with damaged(Path(models[1].folder), rng) as case:
            assert classify.sort([picture]) == [answer], case
            refused.append(case)
    monkeypatch.setattr(classify, "_refused", None)
    assert classify.version() == models[1].version, "whole again, it takes over"
    summary("classifier", refused)


def test_a_damaged_checkpoint_is_never_gone_on_from(tmp_path: Path) -> None:
    torch.manual_seed(0)
    state = {"step": 7, "weights": torch.randn(300, 50), "options": {"rate": 0.1}}
    training.save_checkpoint(tmp_path, state)
    cpu = torch.device("cpu")
    rng, refused = random.Random(19), []
    for _ in range(CASES):
        with damaged(tmp_path / "checkpoints", rng) as case:
            with pytest.raises(ValueError, match="damaged"):
                training.load_checkpoint(tmp_path, cpu)
            refused.append(case)
    whole = training.load_checkpoint(tmp_path, cpu)
    assert whole is not None
    assert torch.equal(whole["weights"], state["weights"])
    summary("checkpoint", refused)
