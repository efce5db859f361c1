"""An index finds what comparing every product would find, and refuses anything damaged."""

import errno
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from ml import artifacts
from ml.artifacts import ArtifactError
from recommender import index
from recommender.index import Index, Parts
from tests.unit.recommender.catalogue import CLASSES, COLOUR, SHAPE, build, parts, unit

COUNT = 300
WIDTH = SHAPE + COLOUR + CLASSES


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return build(tmp_path_factory.mktemp("indexes") / "a", COUNT)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The same products as an HNSW graph, as a catalogue of half a million would be."""
    return build(tmp_path_factory.mktemp("indexes") / "g", COUNT, exact_limit=100)


def query(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=WIDTH).astype(np.float32)


def brute(
    opened: Index, vector: NDArray[np.float32], k: int, keep: NDArray[np.bool_] | None = None
) -> list[int]:
    scores = opened.rows @ vector
    if keep is not None:
        scores = np.where(keep, scores, -np.inf)
    best = np.argsort(-scores)[:k]
    return [int(i) for i in opened.ids[best[scores[best] > -np.inf]]]


def test_a_row_is_shape_colour_and_category(opened: Index) -> None:
    [row] = opened.vectors([1007])

    assert row[:SHAPE] == pytest.approx(parts(COUNT).shape[1])
    assert row[SHAPE : SHAPE + COLOUR] == pytest.approx(parts(COUNT).colour[1])
    assert row[SHAPE + COLOUR :].tolist() == [0, 1, 0, 0, 0]


def test_the_manifest_tells_what_it_holds(opened: Index) -> None:
    assert opened.count == COUNT
    assert opened.embedder_version == "model-a"
    assert opened.version == opened.manifest["version"]
    assert opened.manifest["method"] == "exact"
    assert sorted(opened.manifest["files"]) == ["ids.npy", "index.faiss"]


@pytest.mark.parametrize("seed", range(5))
def test_search_is_exact(opened: Index, seed: int) -> None:
    ids, scores = opened.search(query(seed), 20)

    assert ids.tolist() == brute(opened, query(seed), 20)
    assert (np.diff(scores) <= 0).all()
    assert scores[0] == pytest.approx(float(opened.vectors(ids[:1])[0] @ query(seed)), rel=1e-5)


@pytest.mark.parametrize("kind", ["opened", "graph"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_filter_finds_the_best_of_what_it_allows(
    request: pytest.FixtureRequest, kind: str, share: float
) -> None:
    searched: Index = request.getfixturevalue(kind)
    keep = np.random.default_rng(1).random(COUNT) < share
    allowed = np.append(searched.ids[keep], [5, 999_999])  # two that the index does not hold

    ids, _ = searched.search(query(3), 10, allowed=allowed)

    assert ids.tolist() == brute(searched, query(3), 10, keep)


@pytest.mark.parametrize("kind", ["opened", "graph"])
@pytest.mark.parametrize("filtered", [False, True])
def test_removed_products_are_never_found(
    request: pytest.FixtureRequest, kind: str, filtered: bool
) -> None:
    searched: Index = request.getfixturevalue(kind)
    before, _ = searched.search(query(4), 10)
    allowed = searched.ids if filtered else None

    after, _ = searched.search(query(4), 10, allowed=allowed, removed=before[:5])

    assert not set(after) & set(before[:5])
    assert after[:5].tolist() == before[5:].tolist()


def test_a_filter_too_wide_to_compare_goes_through_the_graph(
    graph: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "EXACT_ROWS", 10)
    keep = np.arange(COUNT) % 2 == 0

    ids, _ = graph.search(query(5), 10, allowed=graph.ids[keep])

    assert len(ids) == 10
    assert len(set(ids) & set(brute(graph, query(5), 10, keep))) >= 9
    without, _ = graph.search(query(5), 10, removed=graph.ids[~keep])
    assert without.tolist() == ids.tolist()


def test_the_graph_finds_nearly_what_an_exact_search_finds(graph: Index) -> None:
    assert graph.manifest["method"] == "hnsw"
    found = [
        len(set(graph.search(query(seed), 10)[0]) & set(brute(graph, query(seed), 10)))
        for seed in range(20)
    ]

    assert np.mean(found) > 9.5


@pytest.mark.parametrize("allowed", [[], [5]])
def test_a_filter_that_leaves_nothing_finds_nothing(opened: Index, allowed: list[int]) -> None:
    ids, scores = opened.search(query(0), 10, allowed=np.array(allowed, np.int64))

    assert len(ids) == len(scores) == 0


def test_asking_for_more_than_there_is_gives_all(opened: Index) -> None:
    ids, _ = opened.search(query(0), 10_000)

    assert sorted(ids) == sorted(opened.ids)


def test_an_empty_shop_has_an_empty_index(tmp_path: Path) -> None:
    empty = build(tmp_path / "e", 0)

    assert empty.count == 0
    assert len(empty.search(query(0), 10)[0]) == 0
    assert len(empty.search(query(0), 10, allowed=np.array([1]))[0]) == 0


def test_a_query_of_another_length_is_refused(opened: Index) -> None:
    with pytest.raises(ValueError, match="query has shape"):
        opened.search(np.ones(WIDTH + 1, np.float32), 3)


def test_vectors_come_in_the_order_asked_for(opened: Index) -> None:
    rows = opened.vectors([1014, 1000])

    assert rows[0] == pytest.approx(opened.rows[2])
    assert rows[1] == pytest.approx(opened.rows[0])
    with pytest.raises(KeyError, match="1001"):
        opened.vectors([1000, 1001])


def test_an_unknown_category_gains_nothing(tmp_path: Path) -> None:
    searched = build(tmp_path / "u", 3, categories=[-1, 0, 4])

    assert searched.rows[0, SHAPE + COLOUR :].tolist() == [0] * CLASSES


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"ids": [1, 2, 2]}, "distinct ids"),
        ({"ids": [1, 2]}, "distinct ids"),
        ({"ids": [-1, 2, 3]}, "none negative"),
        ({"categories": [0, 1]}, "3 shapes, 3 colours and 2 categories"),
        ({"categories": [0, 1, CLASSES]}, "between -1 and 4"),
        ({"predictions": Parts(2 * parts(3).shape, parts(3).colour)}, "length 1"),
        ({"predictions": Parts(np.nan * parts(3).shape, parts(3).colour)}, "length 1"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(
    tmp_path: Path, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        build(tmp_path / "w", 3, **({"ids": [1, 2, 3]} | wrong))

    assert not (tmp_path / "w").exists()


def test_appending_adds_replaces_and_removes(opened: Index, tmp_path: Path) -> None:
    fresh = parts(2, seed=9)

    manifest = index.append(
        tmp_path / "b",
        opened,
        ids=[5, 1007],
        predictions=fresh,
        categories=[3, 4],
        embedder_version="model-a",
        removed=[1000],
    )
    longer = index.open_index(tmp_path / "b")

    assert manifest["count"] == longer.count == COUNT
    assert longer.vectors([5])[0, :SHAPE] == pytest.approx(fresh.shape[0])
    assert longer.vectors([1007])[0, :SHAPE] == pytest.approx(fresh.shape[1])
    assert longer.vectors([1014])[0] == pytest.approx(opened.vectors([1014])[0])
    assert 1000 not in longer.ids
    assert longer.version != opened.version


def test_removing_alone_needs_no_vectors(opened: Index, tmp_path: Path) -> None:
    index.append(
        tmp_path / "b",
        opened,
        ids=[],
        predictions=[],
        categories=[],
        embedder_version="model-a",
        removed=opened.ids[:100],
    )

    assert index.open_index(tmp_path / "b").count == COUNT - 100


def test_vectors_of_two_models_never_meet(opened: Index, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Build the whole index again"):
        index.append(
            tmp_path / "b",
            opened,
            ids=[5],
            predictions=parts(1),
            categories=[0],
            embedder_version="model-b",
        )


def test_an_index_of_another_model_is_refused(opened: Index) -> None:
    index.open_index(opened.folder, embedder_version="model-a")

    with pytest.raises(ArtifactError, match="made with model model-a, not with model-b"):
        index.open_index(opened.folder, embedder_version="model-b")


def test_something_that_is_no_index_is_refused(tmp_path: Path) -> None:
    # given a valid FAISS file that somebody put there without a manifest
    foreign = faiss.IndexFlatIP(4)
    foreign.add(unit(np.ones((3, 4))))
    faiss.write_index(foreign, str(tmp_path / index.INDEX))

    with pytest.raises(ArtifactError, match="holds no manifest"):
        index.open_index(tmp_path)


def test_a_damaged_index_is_refused_in_160_cases_and_the_old_one_serves(
    opened: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line 16 of the reliability brief: truncated, or one flipped bit, at many places."""
    folder = tmp_path / "damaged"
    build(folder, COUNT)
    before = opened.search(query(0), 5)[0].tolist()
    # then FAISS must not read a byte
    monkeypatch.setattr(faiss, "deserialize_index", lambda _: pytest.fail("FAISS read it"))
    rng = np.random.default_rng(0)
    cases = 0
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        for place in rng.integers(0, len(whole), 40).tolist():
            damaged = bytearray(whole)
            damaged[place] ^= 1 << int(rng.integers(8))
            path.write_bytes(damaged)
            with pytest.raises(ArtifactError):
                index.open_index(folder)
            cases += 1
        for length in (0, 1, *rng.integers(2, len(whole), 14).tolist()):
            path.write_bytes(whole[:length])
            with pytest.raises(ArtifactError):
                index.open_index(folder)
            cases += 1
        path.write_bytes(whole)

    assert cases >= 160
    artifacts.verify(folder, index.KIND)
    assert opened.search(query(0), 5)[0].tolist() == before


def test_a_full_disk_leaves_no_partial_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    target = tmp_path / "indexes" / "a"

    with pytest.raises(ArtifactError, match="disk is full"):
        build(target, 3)

    assert list(target.parent.iterdir()) == []
