"""Features of pictures from a published folder, whoever published it."""

from pathlib import Path

import numpy as np
import pytest

from ml import artifacts
from ml.artifacts import ArtifactError
from ml.features import SHIPPED, Features, matching

RNG = np.random.default_rng(0)
PICTURES = RNG.integers(0, 256, (40, 24, 24, 3)).astype(np.uint8)


@pytest.fixture(scope="module")
def features() -> Features:
    return Features(threads=1)


def test_parts_of_a_vector_weigh_the_same(features: Features) -> None:
    seen = features.see(PICTURES)

    count = len(features.taxonomy.categories)
    assert seen.categories.shape == (40, count)
    assert seen.categories.sum(axis=1) == pytest.approx(np.ones(40), abs=1e-4)
    # shape, colour and classes each have length 1
    assert np.linalg.norm(seen.vectors, axis=1) == pytest.approx(np.full(40, 3**0.5), abs=1e-3)
    assert np.square(seen.vectors[:, -count:]).sum(axis=1) == pytest.approx(np.ones(40), abs=1e-3)


def test_a_vector_does_not_depend_on_the_others(features: Features) -> None:
    alone, together = features.see(PICTURES[35:36]), features.see(PICTURES)

    assert alone.vectors[0] == pytest.approx(together.vectors[35], abs=1e-4)


def test_grey_pictures_are_seen_as_grey_colours(features: Features) -> None:
    grey = PICTURES[:3, ..., :1]

    expected = features.see(grey.repeat(3, axis=3)).vectors
    assert features.see(grey).vectors == pytest.approx(expected, abs=1e-5)


def test_nothing_to_see_is_refused(features: Features) -> None:
    with pytest.raises(ValueError, match="no picture"):
        features.see(PICTURES[:0])


def test_folders_that_give_no_features_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="not a published folder"):
        Features(tmp_path)
    with artifacts.publishing(tmp_path / "index", kind="index", framework="none"):
        pass
    with pytest.raises(ArtifactError, match="gives no features"):
        Features(tmp_path / "index")


def test_names_are_matched_by_place() -> None:
    assert matching(["Ties", "Hats"], ["Belts", "Ties"]).tolist() == [1, -1]
    assert (SHIPPED / "manifest.json").exists()
