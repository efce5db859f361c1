"""The search's one door to the engines, in three rooms: serving, building and scenes.

Engines are imported inside the functions, so that a process that only shows pages, or hands
its work to a queue, loads no model.
"""

from .building import Embedded, build_index, embed_products, model_manifest
from .scenes import draw_scene
from .serving import embed, similar, similar_to_product, versions, warm

__all__ = [
    "Embedded",
    "build_index",
    "draw_scene",
    "embed",
    "embed_products",
    "model_manifest",
    "similar",
    "similar_to_product",
    "versions",
    "warm",
]
