from concurrent.futures import ThreadPoolExecutor

from webapp.core.secrets import local_secret_key


def test_of_many_first_starts_all_get_the_same_whole_key(tmp_path):
    folder = tmp_path / "var"
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: local_secret_key(folder), range(64)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 64
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    assert (folder / "secret_key").stat().st_mode & 0o077 == 0
