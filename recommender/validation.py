"""The few figures that a run watches while it trains; ``recommender.evaluate`` has them all."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from ml.data.sets import LABELS, PhoneSet, ShopSet
from ml.device import autocast
from ml.preprocessing import IMAGENET_MEAN, IMAGENET_STD
from recommender.model import Embedder, Outputs

GALLERY = 8000
QUERIES = 2000
"""At most; a seeded sample is enough to see where a run goes."""
CATEGORY_WEIGHT = 0.5
"""Of p(category of the product given the photo) beside the cosine, as search ranks."""


@torch.inference_mode()
def embed(
    model: Embedder, pixels: NDArray[np.uint8], size: int, device: torch.device, bf16: bool
) -> Outputs:
    """Outputs for N × side × side × 3 squared photos, on the CPU; the model stays in eval."""
    model.eval()
    mean = torch.tensor(IMAGENET_MEAN, device=device)[:, None, None]
    std = torch.tensor(IMAGENET_STD, device=device)[:, None, None]
    parts: list[Outputs] = []
    for start in range(0, len(pixels), 256):
        block = torch.from_numpy(np.ascontiguousarray(pixels[start : start + 256])).to(device)
        images = block.permute(0, 3, 1, 2).float() / 255
        if images.shape[-1] != size:
            images = F.interpolate(images, (size, size), mode="bilinear", antialias=True)
        images = ((images - mean) / std).contiguous(memory_format=torch.channels_last)
        with autocast(device, bf16):
            outputs = model(images)
        parts.append(Outputs(*(field.cpu() for field in outputs)))
    return Outputs(*(torch.cat(fields) for fields in zip(*parts, strict=True)))


def validate(
    model: Embedder,
    shops: Sequence[ShopSet],
    phone: PhoneSet | None,
    size: int,
    device: torch.device,
    bf16: bool,
    seed: int = 0,
) -> dict[str, float]:
    """Figures on the validation parts, by "set.measure"; the gallery is the training part."""
    rng = np.random.default_rng(seed)
    metrics: dict[str, float] = {}
    gallery: tuple[Outputs, Tensor] | None = None
    for shop in shops:
        pool = _some(rng, shop.rows("train"), GALLERY)
        queries = _some(rng, shop.rows("val"), QUERIES)
        if len(pool) == 0 or len(queries) == 0:
            continue
        products = embed(model, shop.store.pixels[pool], size, device, bf16)
        found = embed(model, shop.store.pixels[queries], size, device, bf16)
        labels = torch.from_numpy(shop.labels[queries])
        heads = (
            found.category_logits,
            found.colour_logits,
            found.usage_logits,
            found.gender_logits,
        )
        for column, (name, logits) in enumerate(zip(LABELS, heads, strict=True)):
            known = labels[:, column] >= 0
            right = logits[known].argmax(dim=1) == labels[known, column]
            metrics[f"{shop.name}.{name}"] = float(right.float().mean())
        categories = torch.from_numpy(shop.labels[pool, 0])
        right = categories[_nearest(found, products)] == labels[:, :1]
        metrics[f"{shop.name}.p10"] = float(right.float().mean())
        gallery = gallery or (products, categories)
    if phone is not None and gallery is not None:
        metrics |= _phone_metrics(model, phone, gallery, size, device, bf16)
    return metrics


def _phone_metrics(
    model: Embedder,
    phone: PhoneSet,
    gallery: tuple[Outputs, Tensor],
    size: int,
    device: torch.device,
    bf16: bool,
) -> dict[str, float]:
    rows = phone.rows("val")
    if len(rows) == 0:
        return {}
    products, categories = gallery
    found = embed(model, phone.store.pixels[rows], size, device, bf16)
    allowed = torch.from_numpy(phone.allowed[rows])
    best = found.category_logits.argmax(dim=1, keepdim=True)
    metrics = {"phone.category": float(allowed.gather(1, best).float().mean())}
    p = found.category_logits.softmax(dim=1)[:, categories] * CATEGORY_WEIGHT
    for name, bonus in (("phone.p10_cosine", p * 0), ("phone.p10", p)):
        hits = allowed.gather(1, categories[_nearest(found, products, bonus)])
        metrics[name] = float(hits.float().mean())
    return metrics


def _nearest(queries: Outputs, products: Outputs, bonus: Tensor | float = 0.0) -> Tensor:
    """Q × 10 gallery positions by the cosine of the two parts together, plus ``bonus``."""
    shape = queries.shape @ products.shape.T
    colour = queries.colour @ products.colour.T
    score = 0.8 * shape + 0.2 * colour + bonus
    return score.topk(min(10, score.shape[1]), dim=1).indices


def _some(rng: np.random.Generator, rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    return np.sort(rng.permutation(rows)[:most])
