"""Folders and zips that try to lead out, blow up or break."""

import stat
import zipfile
from pathlib import Path

import pytest

from tests.support.catalogues import raw_zip
from webapp.catalog.formats import containers
from webapp.catalog.formats.containers import Folder, Unreadable, Zip, open_container


def test_a_zip_gives_names_and_bytes(tmp_path: Path):
    path = raw_zip(tmp_path / "a.zip", {"x/b.txt": b"B", "a.txt": b"A", "__MACOSX/a.txt": b"-"})
    with open_container(path) as container:
        assert container.names == ["a.txt", "x/b.txt"]
        assert container.read("x/b.txt") == b"B"
        with pytest.raises(FileNotFoundError):
            container.read("c.txt")


@pytest.mark.parametrize(
    "name", ["../out.txt", "a/../../out.txt", "/etc/passwd", "..\\out.txt", "C:\\out.txt"]
)
def test_a_path_that_leads_out_refuses_the_whole_zip(tmp_path: Path, name: str):
    path = raw_zip(tmp_path / "a.zip", {"styles.csv": b"", name: b"x"})
    with pytest.raises(Unreadable, match="leads out"), open_container(path):
        pass


def test_a_link_in_a_zip_is_refused(tmp_path: Path):
    entry = zipfile.ZipInfo("images/1.jpg")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(Unreadable, match="link"):
        Zip(tmp_path / "a.zip")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    path = raw_zip(tmp_path / "a.zip", {"styles.csv": b"\0" * (20 * 2**20)})
    with pytest.raises(Unreadable, match="would unpack to 20 MB"):
        Zip(path)


def test_entries_and_their_sum_are_capped(tmp_path: Path, monkeypatch):
    path = raw_zip(tmp_path / "a.zip", {"a": b"x" * 100, "b": b"x" * 100})
    monkeypatch.setattr(containers, "MAX_UNPACKED", 150)
    with pytest.raises(Unreadable, match="unpack"):
        Zip(path)
    monkeypatch.setattr(containers, "MAX_ENTRIES", 1)
    with pytest.raises(Unreadable, match="2 entries"):
        Zip(path)


def test_an_encrypted_zip_is_refused(tmp_path: Path):
    path = raw_zip(tmp_path / "a.zip", {"a.txt": b"hello"})
    content = bytearray(path.read_bytes())
    content[6] |= 1  # flag of the local header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and of the directory
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="encrypted"):
        Zip(path)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_zip_is_refused(tmp_path: Path, share: float):
    path = raw_zip(tmp_path / "a.zip", {str(n): bytes(range(256)) * 9 for n in range(30)})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(Unreadable, match="not a whole zip"), open_container(path):
        pass


def test_broken_bytes_inside_are_said_to_be_broken(tmp_path: Path):
    path = raw_zip(tmp_path / "a.zip", {"a.txt": bytes(range(256)) * 40})
    content = bytearray(path.read_bytes())
    content[60:80] = b"\xff" * 20
    path.write_bytes(content)
    with open_container(path) as container, pytest.raises(Unreadable, match="damaged"):
        container.read("a.txt")


def test_a_zip_in_a_zip_stays_closed(tmp_path: Path):
    inner = raw_zip(tmp_path / "in.zip", {"styles.csv": b"x"}).read_bytes()
    with open_container(raw_zip(tmp_path / "a.zip", {"in.zip": inner})) as container:
        assert container.names == ["in.zip"]


def test_a_folder_gives_nothing_from_outside(tmp_path: Path):
    (tmp_path / "secret.txt").write_text("secret")
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "link.txt").symlink_to(tmp_path / "secret.txt")
    (shop / "own.txt").write_text("own")
    folder = Folder(shop)
    assert folder.read("own.txt") == b"own"
    for name in ("../secret.txt", "link.txt", str(tmp_path / "secret.txt"), ""):
        assert not folder.has(name)
        with pytest.raises(FileNotFoundError):
            folder.read(name)


def test_a_file_over_the_limit_is_not_read_to_its_end(tmp_path: Path):
    (tmp_path / "big.jpg").write_bytes(b"x" * 3_000_000)
    with pytest.raises(Unreadable, match="more than 1 MB"):
        Folder(tmp_path).read("big.jpg", limit=2**20)


def test_what_is_not_there_is_said_plainly(tmp_path: Path):
    with pytest.raises(Unreadable, match="no file or folder"), open_container(tmp_path / "none"):
        pass
