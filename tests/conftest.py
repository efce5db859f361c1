"""What every test may ask for; nothing here reaches beyond this machine or a temporary folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from pytest_django import Settings

pytest_plugins = ["tests.services"]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the public data sets beside the repository; skips where there is none."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the data folder ../shared/data")
    return folder


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    """Quotas and cached answers of one test never meet the next."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    """settings.MEDIA_ROOT, empty and of this test alone."""
    folder = tmp_path / "media"
    folder.mkdir()
    settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """``run_jobs()`` runs every due job in this process, also those they enqueue; returns how many.

    Attempts that failed wait for their backoff and are not run again.
    """
    from tests.support.jobs import run_due_jobs

    return run_due_jobs


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the temporary folder that webapp.settings.test made for the whole run."""
    folder = Path(os.environ.get("ATELIER_VAR", ""))
    if folder.name.startswith("atelier-test-") and "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(folder, ignore_errors=True)
