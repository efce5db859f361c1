"""A disk that is really full: a small tmpfs holds everything that the site writes."""

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.embedder import make_embedder
from tests.support.faults import tell
from tests.support.site import Running, Site, site
from tests.unit.recommender.photos import write_shop

pytestmark = pytest.mark.timeout(600)
MEGABYTES = 64
ROOM_FOR_NO_CHECKPOINT = 20 * 2**20
REINDEX = """
from webapp.catalog.models import Product
from webapp.search.indexing import index_enqueue
Product.objects.filter(pk=Product.objects.first().pk).update(is_active=False)  # another index
print(index_enqueue().id)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(f"a tmpfs cannot be mounted here (are you root?): {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def shop(tmp_path: Path, small_disk: Path) -> Iterator[Site]:
    """The database lies elsewhere, as in production; all files lie on the small disk."""
    model = make_embedder(tmp_path / "model", seed=1)
    environment = {"ATELIER_VAR": str(small_disk), "ATELIER_EMBEDDER": str(model)}
    with site(tmp_path / "var", environment) as made:
        made.manage("load_sample", "--count", "51", timeout=180)
        made.manage("reindex", timeout=120)
        yield made


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Until not a byte more fits, or ``leave`` bytes."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (2**20, 4096, 1):
            try:
                while shutil.disk_usage(disk).free >= leave + size:
                    file.write(bytes(size))
            except OSError:
                continue
    return ballast


def get(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return int(error.code)


def upload(running: Running, photo: bytes) -> tuple[int, str]:
    """Status and body of a search by photo."""
    mark = uuid.uuid4().hex
    body = (
        (
            f'--{mark}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        + photo
        + f"\r\n--{mark}--\r\n".encode()
    )
    request = urllib.request.Request(
        running.url + "api/v1/search/photo",
        data=body,
        headers={"Content-Type": f"multipart/form-data; boundary={mark}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return int(response.status), response.read().decode()
    except urllib.error.HTTPError as error:
        return int(error.code), error.read().decode()


def told(shop: Site, job: str) -> bool:
    """Whether a job has failed for the one reason."""
    row = shop.ended(job, seconds=120)
    assert row["state"] == "failed", row
    assert row["error"].startswith("The disk is full."), row
    return True


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def index_of(running: Running) -> str:
    with urllib.request.urlopen(running.url + "api/v1/health", timeout=20) as response:
        return str(json.load(response)["index"])


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    shop: Site, small_disk: Path, tmp_path: Path
) -> None:
    running = shop.up()
    photo = next((small_disk / "media").rglob("*.jpg"), None) or next(
        path for path in (small_disk / "media").rglob("*") if path.is_file()
    )
    content = photo.read_bytes()
    assert upload(running, content)[0] == 200  # the model is loaded now
    served = index_of(running)

    # A training whose checkpoint does not fit says so, and leaves none that is half written.
    data, cache = write_shop(tmp_path / "data"), tmp_path / "cache"
    fill(small_disk, leave=ROOM_FOR_NO_CHECKPOINT)
    (training,) = shop.enqueue(
        "test.train", minutes=0.05, checkpoint_minutes=0.01, data=str(data), cache=str(cache)
    )
    assert told(shop, training)
    assert {path.name for path in (small_disk / "runs" / training).rglob("*.*")} == {
        "options.json",
        "stats.jsonl",
    }

    # Uploads are refused, pages are not, and the old index serves on.
    ballast = fill(small_disk)
    before = files(small_disk)
    status, body = upload(running, content)
    assert status == 507
    assert "disk is full" in body
    pages = [get(running.url + page) for page in ("", "shop", "search/photo", "api/v1/health")]
    assert pages == [200] * 4
    assert index_of(running) == served

    # Jobs that publish something fail and say why.
    (publish,) = shop.enqueue("test.write", folder=str(small_disk / "models" / "m"), megabytes=4)
    rebuild = shop.manage("shell", "-v0", "-c", REINDEX).strip()
    assert told(shop, publish)
    assert told(shop, rebuild)
    assert files(small_disk) - before <= {"models", "beats"}  # an empty folder, the test's clock
    assert index_of(running) == served

    # With room again, the same jobs succeed.
    os.unlink(ballast)
    shop.manage("jobs", "retry", publish)
    assert shop.ended(publish, seconds=60)["state"] == "succeeded"
    assert upload(running, content)[0] == 200
    running.stop()
    tell(
        f"disk of {MEGABYTES} MB full: upload 507, {len(pages)} of {len(pages)} pages 200, "
        "3 of 3 jobs failed with the reason, no partial file, the old index served"
    )
