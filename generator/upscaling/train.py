"""Train the upscaler: ``python -m generator train-upscaler``.

Photos are shrunk to a quarter of the side, and the network learns to bring back what was lost.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from generator import data
from generator.data import TRAIN
from generator.upscaling.network import FACTOR, Upscaler
from generator.upscaling.serving import KIND
from ml import artifacts, graphs
from ml.device import pick
from ml.training import Ema, one_cycle

SIDE = 256
"""Pixels of the photos that are learned from."""
PATCH = 96
"""Of which a step sees pieces: details are local."""
BATCH = 16
RATE = 1e-3


def train(
    sources: Sequence[str],
    *,
    cache: Path,
    minutes: float,
    device: str = "auto",
    seed: int = 0,
    should_stop: Callable[[], bool] = lambda: False,
) -> tuple[Upscaler, dict[str, float | list[str]]]:
    """The network and what is to be known of its training. Raises ValueError for bad data."""
    if minutes <= 0:
        raise ValueError(f"--minutes must be above 0, not {minutes}.")
    sets = [data.load(path, cache, side=SIDE) for path in sources]
    where = pick(device)
    torch.manual_seed(seed)
    model = Upscaler().to(where)
    ema = Ema(model, 0.999)
    optimizer = torch.optim.Adam(model.parameters(), RATE)
    rng = np.random.default_rng(seed)
    start, steps, fraction = time.monotonic(), 0, 0.0
    while fraction < 1 and not should_stop():
        large = _patches(sets, rng).to(where)
        loss = (model(shrunk(large)) - large).abs().mean()
        for group in optimizer.param_groups:
            group["lr"] = RATE * one_cycle(fraction)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        ema.update(model)
        steps += 1
        fraction = (time.monotonic() - start) / (60 * minutes)
    model.load_state_dict(ema.state)
    facts: dict[str, float | list[str]] = {
        "steps": float(steps),
        "minutes": minutes,
        "sets": [each.name for each in sets],
    }
    return model.cpu().eval(), facts


def publish(
    model: Upscaler, folder: str | Path, size: int, training: dict[str, float | list[str]]
) -> Path:
    """Write a folder that ``serving.load`` opens, for pictures of ``size`` pixels a side.

    Raises ArtifactError if the folder exists.
    """
    with artifacts.publishing(folder, kind=KIND, framework=f"torch {torch.__version__}") as draft:
        example = torch.zeros(1, 3, size, size)
        graphs.write_graph(model, draft.path, inputs={"images": example}, outputs=["large"])
        draft.manifest |= {"size": size, "factor": FACTOR, "training": training}
    return Path(folder)


def shrunk(large: Tensor) -> Tensor:
    """A quarter of the side, averaged as shops and cameras do."""
    small = F.interpolate(large, scale_factor=1 / FACTOR, mode="bilinear", antialias=True)
    # To bytes and back: what is enlarged later was a picture.
    return (small.clamp(0, 1) * 255).round() / 255


def _patches(sets: Sequence[data.ImageSet], rng: np.random.Generator) -> Tensor:
    """BATCH × 3 × PATCH × PATCH of 0 to 1; every set gives as much."""
    out = np.empty((BATCH, PATCH, PATCH, 3), np.uint8)
    for number, place in enumerate(out):
        images = sets[number % len(sets)]
        row = rng.choice(images.rows(TRAIN))
        top, left = rng.integers(0, SIDE - PATCH + 1, 2)
        place[:] = images.pixels[row, top : top + PATCH, left : left + PATCH]
        if rng.random() < 0.5:
            place[:] = place[:, ::-1]
    return torch.from_numpy(out).permute(0, 3, 1, 2).float() / 255


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m generator train-upscaler``."""
    parser.add_argument(
        "--data", nargs="+", required=True, metavar="PATH", help="photos of 256 px and more"
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="the upscaler's folder, new")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--size", type=int, default=64, help="of designs (default: 64)")
    parser.add_argument("--cache", metavar="DIR", required=True, help="decoded images")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--threads", type=int, help="CPU threads (default: all cores)")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    torch.set_num_threads(options.threads or os.cpu_count() or 1)
    model, facts = train(
        options.data, cache=Path(options.cache), minutes=options.minutes, device=options.device
    )
    say(f"published {publish(model, options.out, options.size, facts)}")
    return 0
