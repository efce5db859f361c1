"""Generators are verified, asked once, promoted, rolled back, and compared seed by seed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from ml import artifacts
from tests.unit.generator.sets import small, write_shop
from webapp.jobs.models import Job
from webapp.registry import comparing, promoting, selectors, services
from webapp.registry.models import Comparison, ModelVersion

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PRESET = "acgan-64"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny generator, trained for moments."""
    from generator import classifier
    from generator.train import train

    root = tmp_path_factory.mktemp("generator")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classifier, "LEAST", 5)
        train(
            str(write_shop(root / "shop")), root / "run", config=small(PRESET), preset=PRESET,
            features="own", cache=root / "cache",
        )  # fmt: skip
    return root / "run" / "model"


@pytest.fixture
def versions(trained: Path, tmp_path: Path, settings: Settings) -> list[ModelVersion]:
    settings.VAR_DIR = tmp_path / "var"
    settings.INFERENCE_THREADS = 1
    models = []
    for number in range(2):
        artifacts.revise(trained, tmp_path / f"g{number}", kind="generator", number=number)
        models.append(services.model_publish(source=tmp_path / f"g{number}", kind=PRESET))
    return models


def test_promoted_compared_and_rolled_back(
    versions: list[ModelVersion], run_jobs: Callable[[], int], admin: Client
) -> None:
    one, two = versions
    for model in versions:
        live = selectors.model_live(PRESET)
        job = promoting.promotion_start(model=model, expected=live, by=None)
        run_jobs()
        job.refresh_from_db()
        assert job.state == Job.State.SUCCEEDED, job.error
        assert selectors.model_live(PRESET) == model

    comparing.comparison_start(left=one, right=two, by=None)
    run_jobs()
    result = Comparison.objects.get().result
    assert len(result["trials"]) == 24
    first = result["trials"][0]
    assert first["left"]["image"].startswith("data:image/webp;base64,")
    assert first["left"] == first["right"], "the same weights draw the same from a seed"
    page = admin.get(f"/admin/registry/modelversion/compare/?left={one.pk}&right={two.pk}")
    assert page.content.decode().count("data:image/webp") == 48

    services.rollback(kind=PRESET, by=None, expected=two)
    assert selectors.model_live(PRESET) == one


def test_a_damaged_one_is_not_promoted(
    versions: list[ModelVersion], run_jobs: Callable[[], int]
) -> None:
    path = Path(versions[0].folder) / "weights.safetensors"
    path.write_bytes(path.read_bytes()[:-1])
    job = promoting.promotion_start(model=versions[0], expected=None, by=None)
    run_jobs()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "damaged" in job.error
    assert selectors.model_live(PRESET) is None
