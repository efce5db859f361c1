"""The search's one door to the engines, in four rooms: serving, building, trying and scenes.

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
from .scenes import draw_scene
from .serving import embed, similar, similar_to_product, versions, warm
from .trying import Opened, Tried, candidate

__all__ = [
    "Checked",
    "Embedded",
    "Opened",
    "Tried",
    "build_index",
    "candidate",
    "draw_scene",
    "embed",
    "embed_products",
    "model_manifest",
    "similar",
    "similar_to_product",
    "verify_index",
    "versions",
    "warm",
]
