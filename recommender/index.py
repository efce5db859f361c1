"""The searchable catalogue: FAISS generations, each an immutable and checksummed folder.

A row is [shape | colour | one-hot category], so that one inner product with a query weighed
part by part gives "same cut", "same colour" and "same kind" (see ``recommender.search``).
Up to EXACT_LIMIT rows the search is exact; above, an HNSW graph (Malkov & Yashunin, 2016).
FAISS itself loads most damaged files without complaint, so nothing reaches it before the
checksums were compared.
"""

import io
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import faiss
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ml import artifacts
from ml.artifacts import ArtifactError, Manifest

KIND = "index"
INDEX, IDS = "index.faiss", "ids.npy"
EXACT_LIMIT = 400_000
"""Rows; beyond them an exact search takes longer than a page may wait."""
EXACT_ROWS = 50_000
"""Where a filter leaves a large index no more rows than this, each of them is compared."""
LINKS, BUILD_WIDTH, SEARCH_WIDTH = 32, 80, 128
"""HNSW's M, efConstruction and efSearch."""

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


class HasParts(Protocol):
    """What of a prediction goes into the index."""

    @property
    def shape(self) -> Floats: ...
    @property
    def colour(self) -> Floats: ...


class Parts(NamedTuple):
    """The vectors of N products: unit rows, N × 192 and N × 64."""

    shape: Floats
    colour: Floats

    @classmethod
    def of(cls, predictions: "Sequence[HasParts] | Parts") -> "Parts":
        if isinstance(predictions, Parts):
            return predictions
        return cls(
            np.stack([prediction.shape for prediction in predictions]),
            np.stack([prediction.colour for prediction in predictions]),
        )


def build(
    folder: str | Path,
    *,
    ids: ArrayLike,
    predictions: Sequence[HasParts] | Parts,
    categories: ArrayLike,
    embedder_version: str,
    taxonomy_hash: str,
    classes: int = 51,
    exact_limit: int = EXACT_LIMIT,
) -> Manifest:
    """Write a new generation of N products and give its manifest.

    ``ids`` are N distinct product ids ≥ 0; ``categories`` N class indexes, -1 where unknown
    (such a product never gains from the category term: pass the predicted class instead).
    Raises ValueError for arrays that do not fit together, and ArtifactError if the folder
    exists or the disk is full.
    """
    keys = np.asarray(ids, np.int64)
    rows = _rows(Parts.of(predictions), np.asarray(categories, np.int64), classes)
    sizes = [part.shape[1] for part in Parts.of(predictions)]
    facts = {
        "shape_dim": sizes[0],
        "colour_dim": sizes[1],
        "classes": classes,
        "embedder_version": embedder_version,
        "taxonomy_hash": taxonomy_hash,
    }
    return _write(Path(folder), keys, rows, facts, exact_limit)


def append(
    folder: str | Path,
    source: "Index",
    *,
    ids: ArrayLike,
    predictions: Sequence[HasParts] | Parts,
    categories: ArrayLike,
    embedder_version: str,
    removed: ArrayLike = (),
    exact_limit: int = EXACT_LIMIT,
) -> Manifest:
    """Write a generation that is ``source`` with some products added, replaced or removed.

    Nothing else is embedded again. Raises ValueError if the new vectors come from another
    model than the old ones; otherwise as ``build``.
    """
    if embedder_version != source.embedder_version:
        raise ValueError(
            f"The index holds vectors of model {source.embedder_version}, the new ones are of "
            f"{embedder_version}. Build the whole index again."
        )
    facts = {
        key: source.manifest[key]
        for key in (
            "shape_dim",
            "colour_dim",
            "classes",
            "embedder_version",
            "taxonomy_hash",
        )
    }
    keys = np.asarray(ids, np.int64)
    kept = ~np.isin(source.ids, np.concatenate([keys, np.asarray(removed, np.int64).ravel()]))
    rows = source.rows[kept]
    if len(keys):
        classes = np.asarray(categories, np.int64)
        fresh = _rows(Parts.of(predictions), classes, facts["classes"])
        rows = np.concatenate([rows, fresh])
    return _write(Path(folder), np.concatenate([source.ids[kept], keys]), rows, facts, exact_limit)


def open_index(folder: str | Path, *, embedder_version: str | None = None) -> "Index":
    """Open a generation after comparing its checksums.

    Raises ArtifactError if it is missing, damaged, not an index, or (where
    ``embedder_version`` is given) made with another model.
    """
    manifest = artifacts.verify(folder, KIND)
    if embedder_version not in (None, manifest["embedder_version"]):
        raise ArtifactError(
            f"{folder} was made with model {manifest['embedder_version']}, not with "
            f"{embedder_version}. Build the index again."
        )
    return Index(Path(folder), manifest)


class Index:
    """An open generation; searching is safe from several threads."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self.ids: Ids = np.load(folder / IDS, allow_pickle=False)
        self._mapped = _untyped(faiss.deserialize_index(np.fromfile(folder / INDEX, np.uint8)))
        inner = _untyped(faiss.downcast_index(self._mapped.index))
        self._graph = isinstance(inner, faiss.IndexHNSW)
        flat = _untyped(faiss.downcast_index(inner.storage)) if self._graph else inner
        count, width = self._mapped.ntotal, self._mapped.d
        if count != len(self.ids) or count != manifest["count"]:
            raise ArtifactError(f"{folder} counts its products in two ways.")
        self.rows: Floats = (
            faiss.rev_swig_ptr(flat.get_xb(), count * width).reshape(count, width)
            if count
            else np.zeros((0, width), np.float32)
        )
        """N × D, in the order of ``ids``; a view into FAISS's own memory."""

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    @property
    def embedder_version(self) -> str:
        return str(self.manifest["embedder_version"])

    def search(
        self,
        query: Floats,
        k: int,
        *,
        allowed: Ids | None = None,
        removed: Ids | None = None,
    ) -> tuple[Ids, Floats]:
        """The ids and scores of the k best products, best first (fewer if fewer remain).

        ``allowed`` keeps only these ids, ``removed`` leaves these out; ids that the index
        does not hold are ignored. Raises ValueError for a query of another length.
        """
        vector = np.ascontiguousarray(query, np.float32)
        if vector.shape != (self._mapped.d,):
            raise ValueError(f"The query has shape {vector.shape}, the rows {self._mapped.d}.")
        k = min(k, self.count)
        if k < 1:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        selector: Any = None
        kept = self._kept(allowed, removed)
        if kept is not None:
            places = np.flatnonzero(kept)
            if not self._graph or len(places) <= EXACT_ROWS:
                return self._compare(vector, places, k)
            # Named one by one, those left out are fewer than those left.
            selector = (
                faiss.IDSelectorNot(faiss.IDSelectorBatch(np.ascontiguousarray(removed, np.int64)))
                if allowed is None
                else faiss.IDSelectorBatch(self.ids[places])
            )
        scores, ids = self._mapped.search(vector[None], k, params=self._parameters(selector, k))
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def vectors(self, ids: ArrayLike) -> Floats:
        """len(ids) × D. Raises KeyError if the index does not hold one of them."""
        wanted = np.asarray(ids, np.int64)
        places = self._places(wanted)
        if len(places) != len(wanted):
            raise KeyError(f"not in the index: {sorted(set(wanted) - set(self.ids[places]))}")
        return self.rows[places]

    def _kept(self, allowed: Ids | None, removed: Ids | None) -> NDArray[np.bool_] | None:
        kept = None if allowed is None else np.isin(self.ids, allowed)
        if removed is not None and len(removed):
            left = np.isin(self.ids, removed, invert=True)
            kept = left if kept is None else kept & left
        return kept

    def _compare(self, vector: Floats, places: NDArray[np.intp], k: int) -> tuple[Ids, Floats]:
        # Copying most of the rows would take longer than multiplying them all.
        narrow = 4 * len(places) < self.count
        scores = self.rows[places] @ vector if narrow else (self.rows @ vector)[places]
        if k < len(scores):
            best = np.argpartition(-scores, k - 1)[:k]
            places, scores = places[best], scores[best]
        order = np.argsort(-scores, kind="stable")
        return self.ids[places[order]], scores[order]

    def _parameters(self, selector: Any, k: int) -> Any:
        module = _untyped(faiss)
        if self._graph:
            return module.SearchParametersHNSW(sel=selector, efSearch=max(SEARCH_WIDTH, 2 * k))
        return module.SearchParameters(sel=selector)

    @cached_property
    def _order(self) -> NDArray[np.intp]:
        return np.argsort(self.ids)

    def _places(self, ids: Ids) -> NDArray[np.intp]:
        """Rows of the ids that the index holds, in the order given."""
        if not self.count:
            return np.zeros(0, np.intp)
        spots = np.searchsorted(self.ids, ids, sorter=self._order)
        places = self._order[np.minimum(spots, self.count - 1)]
        return np.asarray(places[self.ids[places] == ids])


def _untyped(thing: Any) -> Any:
    """FAISS's stubs know the classes, but not what they inherit or take."""
    return thing


def _rows(parts: Parts, categories: NDArray[np.int64], classes: int) -> Floats:
    shape, colour = (np.asarray(part, np.float32) for part in parts)
    if not len(shape) == len(colour) == len(categories):
        raise ValueError(
            f"{len(shape)} shapes, {len(colour)} colours and {len(categories)} categories."
        )
    if len(categories) and (categories.min() < -1 or categories.max() >= classes):
        raise ValueError(f"Categories must lie between -1 and {classes - 1}.")
    lengths = np.stack([np.linalg.norm(part, axis=1) for part in (shape, colour)])
    if not np.allclose(lengths, 1, atol=0.02):
        raise ValueError("Every vector must be finite and of length 1.")
    # The extra class takes the -1s, and is cut off.
    kinds = np.eye(classes + 1, dtype=np.float32)[categories][:, :classes]
    return np.ascontiguousarray(np.concatenate([shape, colour, kinds], axis=1))


def _write(
    folder: Path, ids: Ids, rows: Floats, facts: dict[str, object], exact_limit: int
) -> Manifest:
    if ids.shape != (len(rows),) or len(np.unique(ids)) != len(ids) or (ids < 0).any():
        raise ValueError(f"{len(rows)} products need as many distinct ids, none negative.")
    exact = len(rows) <= exact_limit
    inner = _untyped(faiss.IndexFlatIP(rows.shape[1]))
    if not exact:
        inner = _untyped(faiss).IndexHNSWFlat(rows.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
        inner.hnsw.efConstruction = BUILD_WIDTH
    mapped = faiss.IndexIDMap2(inner)
    if len(rows):
        mapped.add_with_ids(rows, ids)
    framework = f"faiss {faiss.__version__}"
    with artifacts.publishing(folder, kind=KIND, framework=framework) as draft:
        # Not ``tofile``, whose errors do not say that the disk is full.
        (draft.path / INDEX).write_bytes(faiss.serialize_index(mapped).data)
        buffer = io.BytesIO()
        np.save(buffer, ids, allow_pickle=False)
        (draft.path / IDS).write_bytes(buffer.getbuffer())
        draft.manifest |= facts | {
            "count": len(rows),
            "method": "exact" if exact else "hnsw",
        }
    return draft.manifest
