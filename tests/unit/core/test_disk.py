"""What the disk is used for."""

from django.core.cache import caches

from webapp.core import disk


def test_parts_are_added_up_and_a_database_counts_with_its_journals(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    (tmp_path / "media" / "ab").mkdir(parents=True, exist_ok=True)
    (tmp_path / "media" / "ab" / "one.jpg").write_bytes(bytes(3000))
    (tmp_path / "atelier.sqlite3").write_bytes(bytes(500))
    (tmp_path / "atelier.sqlite3-wal").write_bytes(bytes(250))
    (tmp_path / "secret_key").write_bytes(bytes(20))
    (tmp_path / "demo.json").write_bytes(bytes(30))
    (tmp_path / "empty").mkdir()
    usage = disk.usage()
    assert [(p.name, p.size) for p in usage.parts] == [
        ("media", 3000),
        ("atelier.sqlite3", 750),
        (disk.OTHER_FILES, 50),
    ]
    assert usage.total == 3800
    assert 0 < usage.free <= usage.capacity
    assert 0 <= usage.percent_full <= 100


def test_a_second_look_within_the_minute_reads_no_folder(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    (tmp_path / "a").write_bytes(bytes(10))
    assert disk.usage().total == 10
    (tmp_path / "a").write_bytes(bytes(20))
    assert disk.usage().total == 10
    caches["local"].clear()
    assert disk.usage().total == 20


def test_links_are_not_followed_out_of_the_folder(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "big").write_bytes(bytes(10_000))
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "far")
    assert disk.folder_size(tmp_path / "here") < 1000
