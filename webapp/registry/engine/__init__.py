"""The registry's door to the engines, in two rooms: files (are they what they were?) and trying
(does the model answer?).

Engines are imported inside the functions, so that a process that only shows pages loads none.
"""

from .files import card, copied, located, manifest_of, shipped_manifest, verified, verified_size
from .trying import designs, smoke, sorted_photos

__all__ = [
    "card",
    "copied",
    "designs",
    "located",
    "manifest_of",
    "shipped_manifest",
    "smoke",
    "sorted_photos",
    "verified",
    "verified_size",
]
