"""A published folder exists whole or not at all, and damage of any kind is refused."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ml import artifacts
from ml.artifacts import ArtifactError

CONTENT = {"weights.bin": bytes(range(256)) * 4, "labels.txt": b"bag\nshoe\n"}


def publish(folder: Path, kind: str = "thing") -> artifacts.Manifest:
    with artifacts.publishing(folder, kind=kind, framework="none") as draft:
        for name, content in CONTENT.items():
            (draft.path / name).write_bytes(content)
        draft.manifest["metrics"] = {"accuracy": 0.5}
    return draft.manifest


def publish_until(folder: Path, event: Callable[[Path], object]) -> None:
    """Publish, with something happening after the first file was written."""
    with artifacts.publishing(folder, kind="thing", framework="none") as draft:
        (draft.path / "weights.bin").write_bytes(b"half")
        event(draft.path)


def fail(error: BaseException) -> Callable[[Path], object]:
    def event(_: Path) -> None:
        raise error

    return event


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(store: Path) -> Path:
    publish(store / "a")
    return store / "a"


def rewrite(folder: Path, **changes: object) -> None:
    """Change facts of a manifest and seal it again, as another version of the program might."""
    path = folder / artifacts.MANIFEST
    manifest = json.loads(path.read_text()) | changes
    manifest["digest"] = artifacts._digest(manifest)
    path.write_bytes(artifacts._canonical(manifest))


def test_what_was_published_is_read_back(folder: Path) -> None:
    manifest = artifacts.verify(folder, "thing")

    assert manifest["metrics"] == {"accuracy": 0.5}
    assert manifest["files"]["labels.txt"]["size"] == len(CONTENT["labels.txt"])
    assert len(manifest["version"]) == 12
    assert {path.name for path in folder.iterdir()} == {*CONTENT, artifacts.MANIFEST}
    assert [path.name for path in folder.parent.iterdir()] == ["a"]


def test_a_published_folder_is_never_replaced(folder: Path) -> None:
    before = artifacts.verify(folder, "thing")

    with pytest.raises(ArtifactError, match="never changes"):
        publish(folder)

    assert artifacts.verify(folder, "thing") == before


def test_of_two_publishers_of_one_name_one_wins(store: Path) -> None:
    # given a second publisher that finishes while the first still writes
    with pytest.raises(ArtifactError, match="somebody else"):
        publish_until(store / "a", lambda _: publish(store / "a"))

    # then its folder stands, and nothing of the loser is left
    assert "labels.txt" in artifacts.verify(store / "a", "thing")["files"]
    assert [path.name for path in store.iterdir()] == ["a"]


def test_an_interrupted_publishing_leaves_nothing(store: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        publish_until(store / "a", fail(KeyboardInterrupt()))

    assert list(store.iterdir()) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named_and_leaves_nothing(store: Path, code: int) -> None:
    with pytest.raises(ArtifactError, match="disk is full"):
        publish_until(store / "a", fail(OSError(code, os.strerror(code))))

    assert list(store.iterdir()) == []


def test_a_truly_full_disk_leaves_the_old_folder_and_nothing_else(store: Path) -> None:
    # given a disk of 256 KB with one folder on it
    disk = store / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        publish(disk / "old")

        # when something larger is published
        with pytest.raises(ArtifactError, match="disk is full"):
            publish_until(disk / "new", lambda work: (work / "b").write_bytes(bytes(1 << 20)))

        # then the old one is whole, and the disk holds nothing more
        artifacts.verify(disk / "old", "thing")
        assert [path.name for path in disk.iterdir()] == ["old"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_a_killed_writer_left_is_swept_and_a_living_ones_is_not(store: Path) -> None:
    # given a process that is killed while it writes, and this one, which goes on
    script = (
        "import sys, time\n"
        "from ml import artifacts\n"
        "with artifacts.publishing(sys.argv[1], kind='thing', framework='none') as draft:\n"
        "    (draft.path / 'half.bin').write_bytes(b'half')\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
    )
    root = Path(artifacts.__file__).parents[1]
    command = [sys.executable, "-c", script, str(store / "dead")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
    with artifacts.publishing(store / "alive", kind="thing", framework="none") as draft:
        (draft.path / "weights.bin").write_bytes(b"whole")
        hour_ago = time.time() - 3600
        for path in store.iterdir():
            os.utime(path, (hour_ago, hour_ago))

        # when the folder is swept
        removed = artifacts.sweep(store)

        # then only the dead writer's folder is gone
        assert [path.name.startswith(".dead.") for path in removed] == [True]
    artifacts.verify(store / "alive", "thing")


def test_a_folder_without_manifest_is_refused(store: Path) -> None:
    with pytest.raises(ArtifactError, match=r"holds no manifest\.json"):
        artifacts.verify(store, "thing")


def test_another_kind_is_refused(folder: Path) -> None:
    with pytest.raises(ArtifactError, match="holds a 'thing', not a 'index'"):
        artifacts.verify(folder, "index")


def test_an_unknown_format_is_refused(folder: Path) -> None:
    rewrite(folder, format=99)

    with pytest.raises(ArtifactError, match="has format 99; this program reads 1"):
        artifacts.verify(folder, "thing")


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "weights.bin").unlink()

    with pytest.raises(ArtifactError, match=r"weights\.bin is missing"):
        artifacts.verify(folder, "thing")


def test_a_longer_file_is_refused(folder: Path) -> None:
    with (folder / "weights.bin").open("ab") as file:
        file.write(b"\0")

    with pytest.raises(ArtifactError, match="has 1025 bytes instead of 1024"):
        artifacts.verify(folder, "thing")


@pytest.mark.parametrize("text", ["", "[]", "{}", "no JSON", '{"kind": "thing"}'])
def test_something_else_named_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / artifacts.MANIFEST).write_text(text)

    with pytest.raises(ArtifactError):
        artifacts.verify(folder, "thing")


def test_a_manifest_cannot_point_out_of_its_folder(folder: Path) -> None:
    # given a sealed manifest that names a file elsewhere, which exists
    secret = folder.parent / "secret"
    secret.write_bytes(b"secret")
    entry = {"sha256": artifacts.file_sha256(secret), "size": 6}
    rewrite(folder, files={"../secret": entry})

    with pytest.raises(ArtifactError, match="not a plain file"):
        artifacts.verify(folder, "thing")


def test_a_link_in_place_of_a_file_is_refused(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    (folder / "weights.bin").rename(elsewhere)
    (folder / "weights.bin").symlink_to(elsewhere)

    with pytest.raises(ArtifactError, match="not a plain file"):
        artifacts.verify(folder, "thing")


def test_every_single_flipped_bit_of_a_manifest_is_refused(folder: Path) -> None:
    path = folder / artifacts.MANIFEST
    whole = path.read_bytes()
    for place in range(0, len(whole), 3):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << (place % 8)
        path.write_bytes(damaged)
        with pytest.raises(ArtifactError):
            artifacts.verify(folder, "thing")


def test_the_code_revision_is_told() -> None:
    assert artifacts.code_revision()
