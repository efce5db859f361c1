"""Training and sampling of designs, with random photos, and PyTorch's DCGAN example beside it.

The example (pytorch/examples, dcgan/main.py) is played at its own settings: 64 px, z 100, 64
features, batch 64, Adam 2e-4 (0.5, 0.999), plain float32.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from benchmarks.timing import Figure, milliseconds
from generator import export, serving
from generator.config import PRESETS, Config
from generator.data import ImageSet
from generator.feed import Feed
from generator.networks import Shape, build_generator, dcgan64
from generator.trainer import Trainer
from ml import artifacts

CLASSES = 51
BATCH = 64
SHOWN = 16
CPU = torch.device("cpu")


def figures(threads: int) -> Iterator[Figure]:
    """Measure on ``threads`` cores, a figure at a time."""
    torch.set_num_threads(threads)
    ours = _rate(_step(PRESETS["acgan-64"]))
    yield Figure("training acgan-64, batch 64", ours, "images/s")
    plain = _rate(_step(PRESETS["acgan-64"], plain=True))
    yield Figure("the same in plain float32, channels first", plain, "images/s")
    yield Figure(
        "which takes this many times as long", ours / plain, "times", "target: 2 with bf16"
    )
    example = _rate(_example())
    yield Figure("PyTorch's DCGAN example", example, "images/s")
    yield Figure("which takes this many times as long", ours / example, "times", "target: 2")
    small = _rate(_step(PRESETS["dcgan-28"], side=28), 32)
    yield Figure("training dcgan-28", small, "images/s", "a published notebook: 331")
    with tempfile.TemporaryDirectory() as work:
        yield from _designs(Path(work) / "model", threads)


def _rate(step: Callable[[], object], batch: int = BATCH) -> float:
    return 1000 * batch / milliseconds(step, 3.0)


def _photos(side: int) -> ImageSet:
    rng = np.random.default_rng(0)
    count, channels = 10 * CLASSES, 1 if side == 28 else 3
    return ImageSet(
        name="noise",
        pixels=rng.integers(0, 256, (count, side, side, channels)).astype(np.uint8),
        labels=np.arange(count) % CLASSES,
        categories=tuple(map(str, range(CLASSES))),
        parts=np.zeros(count, np.int64),
        groups=np.arange(count),
        fingerprint="noise",
    )


def _step(config: Config, *, side: int = 64, plain: bool = False) -> Callable[[], object]:
    photos = _photos(side)
    feed = Feed.of(config, photos, None, CPU)
    trainer = Trainer(config, Shape(photos.channels, feed.conditions.width), CPU)
    if plain:
        trainer.bf16 = False
        for network in (trainer.generator, trainer.discriminator):
            network.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    numbers = iter(range(1_000_000))
    return lambda: trainer.step(feed, next(numbers))


def _example() -> Callable[[], object]:
    """As main.py has it: reals, fakes and the generator, one pass of the network each."""
    generator, discriminator = dcgan64.Generator(100, 64, 3, 64), dcgan64.Discriminator(64, 3, 64)
    players = [
        torch.optim.Adam(network.parameters(), 2e-4, (0.5, 0.999))
        for network in (generator, discriminator)
    ]
    real, none = torch.rand(BATCH, 3, 64, 64) * 2 - 1, torch.zeros(BATCH, 0)
    ones, zeros = torch.ones(BATCH), torch.zeros(BATCH)

    def score(images: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        return F.binary_cross_entropy_with_logits(discriminator(images, none).score, wanted)

    def step() -> None:
        discriminator.zero_grad()
        score(real, ones).backward()
        fake = generator(torch.randn(BATCH, 100), none)
        score(fake.detach(), zeros).backward()
        players[1].step()
        generator.zero_grad()
        score(fake, ones).backward()
        players[0].step()

    return step


def _designs(folder: Path, threads: int) -> Iterator[Figure]:
    network: nn.Module
    if serving.SHIPPED.exists():
        folder, network = serving.SHIPPED, export.restore("shipped")
        start = milliseconds(lambda: serving.load(folder, threads=threads).load(), 0.0)
        yield Figure("opening, checking and compiling the generator", start, "ms")
    else:
        config, shape = PRESETS["acgan-64"], Shape(3, CLASSES)
        network = build_generator(config, shape)
        _publish(network, config, shape, folder)
    designer = serving.load(folder, threads=threads)
    seeds = list(range(SHOWN))
    ours = milliseconds(lambda: designer.sample(designer.categories[0], seeds))
    yield Figure(f"sampling {SHOWN} designs", ours, "ms", "target: at most 300 on two cores")
    z, condition = torch.randn(1, designer.space.latent), torch.zeros(1, designer.space.condition)

    def theirs() -> None:
        with torch.inference_mode():
            for _ in seeds:
                network(z, condition)

    yield Figure("torch takes this many times as long", milliseconds(theirs) / ours, "times")


def _publish(network: nn.Module, config: Config, shape: Shape, folder: Path) -> None:
    """Random weights are as fast as trained ones."""
    with artifacts.publishing(folder, kind=serving.KIND, framework="none") as draft:
        export.write_graph(network, config, shape, draft.path)
        draft.manifest |= {
            "latent": config.latent,
            "size": config.size,
            "channels": shape.channels,
            "condition": shape.condition,
            "categories": [str(number) for number in range(shape.condition)],
            "encoder": None,
        }
