"""The campaigns' one door to the engines: where a photo begins to be like a design."""

from collections.abc import Mapping
from typing import Any


def threshold_of(manifest: Mapping[str, Any], category: int) -> float:
    """Strength (see recommender.search.Hit) from which the embedder calls a photo a match with
    something of that category: what it was calibrated to for its own "nothing close"."""
    from recommender import search

    thresholds = manifest.get("calibration", {}).get("thresholds", [])
    known = 0 <= category < len(thresholds)
    return float(thresholds[category]) if known else search.DEFAULT_THRESHOLD
