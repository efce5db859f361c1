import pytest

from ml import artifacts
from webapp.registry import diagnoses, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(tmp_path):
    """A live model and index whose folders are real."""
    for kind in ("embedder", "index"):
        with artifacts.publishing(tmp_path / kind, kind=kind, framework="test") as draft:
            (draft.path / "data.bin").write_bytes(b"0123456789")
    model = services.model_register(
        kind="embedder", folder=str(tmp_path / "embedder"), manifest={}, version="m1"
    )
    index = services.index_register(
        folder=str(tmp_path / "index"), manifest={}, version="i1", count=1, model=model
    )
    services.index_publish(index=index, expected=None)
    return tmp_path


def levels():
    return [finding.level for finding in diagnoses.versions()]


def test_whole_versions_are_fine(published):
    assert levels() == ["ok", "ok"]


@pytest.mark.parametrize("kind", ["embedder", "index"])
def test_one_flipped_bit_is_found(published, kind):
    path = published / kind / "data.bin"
    path.write_bytes(b"1123456789")
    assert sorted(levels()) == ["error", "ok"]


def test_a_missing_file_is_found(published):
    (published / "index" / "data.bin").unlink()
    assert levels() == ["ok", "error"]


def test_a_shop_without_an_index_is_told_what_to_do():
    (finding,) = diagnoses.versions()
    assert finding.level == "warning"
    assert "reindex" in finding.advice
