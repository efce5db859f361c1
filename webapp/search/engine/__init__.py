"""The search's one door to the engines, in five rooms: serving, building, trying, scenes and
pictures of our own.

Engines are imported inside the functions, so that a process that only shows pages, or hands
its work to a queue, loads no model.
"""

from .building import (
    Checked,
    Embedded,
    build_index,
    embed_products,
    model_manifest,
    verify_index,
)
from .pictures import Around, around, vectors
from .scenes import draw_scene
from .serving import embed, similar, similar_to_product, similar_to_vectors, versions, warm
from .trying import Opened, Tried, candidate

__all__ = [
    "Around",
    "Checked",
    "Embedded",
    "Opened",
    "Tried",
    "around",
    "build_index",
    "candidate",
    "draw_scene",
    "embed",
    "embed_products",
    "model_manifest",
    "similar",
    "similar_to_product",
    "similar_to_vectors",
    "vectors",
    "verify_index",
    "versions",
    "warm",
]
