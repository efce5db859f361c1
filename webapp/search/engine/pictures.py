"""Pictures of our own, such as designs, through the eyes of what serves: their vectors, and the
products around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .serving import _serving

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Floats = NDArray[np.float32]
    Ids = NDArray[np.int64]

TWIN = 0.98
"""Mean cosine from which two products show the same photo, or nearly; see recommender.search."""


@dataclass(frozen=True)
class Around:
    """A picture and M products: the ``count`` nearest to it, best first, and after them the
    nearest to the first of these that are no twins of it."""

    vector: "Floats"
    """D: shape and colour beside each other, of length 1 together."""
    ids: list[int]
    similarities: list[float]
    """M: mean of shape's and colour's cosines with the picture."""
    vectors: "Floats"
    """M × D."""
    groups: "Ids"
    """M: equal numbers for products that show the same photo, or nearly."""
    count: int
    embedder: str
    index: str


def vectors(images: "Sequence[Image]") -> "Floats":
    """N × D for RGB pictures that show nothing but a product. Raises Unavailable, Busy."""
    import numpy as np

    from ml.preprocessing import WHOLE

    seen = _serving().predictor.predict(images, [WHOLE] * len(images))
    parts = [np.concatenate([each.shape, each.colour]) for each in seen]
    return np.stack(parts) * np.float32(np.sqrt(0.5))


def around(image: "Image", *, visible: "Ids", count: int) -> Around:
    """The products around a picture, found by comparing all. Raises Unavailable, Busy."""
    import numpy as np

    serving = _serving()
    index = serving.index
    [vector] = vectors([image])
    width = index.manifest["shape_dim"] + index.manifest["colour_dim"]
    rows = index.rows[:, :width]
    shown = np.flatnonzero(np.isin(index.ids, visible))
    near = _best(rows[shown] @ vector, shown, count)
    kin = near[:0]
    if len(near):
        own = rows[shown] @ rows[near[0]]
        others = own * np.float32(0.5) < TWIN
        kin = np.setdiff1d(_best(own[others], shown[others], count), near)
    places = np.concatenate([near, kin])
    found = rows[places] * np.float32(np.sqrt(0.5))
    return Around(
        vector=vector,
        ids=index.ids[places].tolist(),
        similarities=np.clip(found @ vector, 0, 1).tolist(),
        vectors=found,
        groups=_groups(found),
        count=len(near),
        embedder=serving.predictor.version,
        index=index.version,
    )


def _best(scores: "Floats", places: "Ids", count: int) -> "Ids":
    import numpy as np

    best: Ids = places[np.argsort(-scores, kind="stable")[:count]]
    return best


def _groups(found: "Floats") -> "Ids":
    """Numbers of groups of twins: each row in the group of the first that it is a twin of."""
    import numpy as np

    first: Ids = (found @ found.T >= TWIN).argmax(axis=1)
    return np.asarray(first[first], np.int64)
