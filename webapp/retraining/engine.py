"""The retraining's one door to the engines, which are imported inside the functions. What loads a
tensor library runs in the process of a job alone, whose memory comes back when it ends; ``check``
and ``words`` read configurations and vocabularies only, and run in web processes too.
"""

import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from webapp.registry.kinds import CLASSIFIER, EMBEDDER

from .contracts import Prepared

if TYPE_CHECKING:
    from generator.config import Config as GeneratorConfig
    from ml.classifier.config import Config as ClassifierConfig
    from recommender.config import Config as EmbedderConfig

Progress = Callable[[float, float, dict[str, float]], None]
Stop = Callable[[], bool]
RATE_ON_TOP = 7e-4
"""Highest learning rate for weights that have learnt already (docs/training.md)."""
CHECKPOINT_MINUTES = 3.0
CALIBRATED = "calibrated"
SHAPE = ("network", "size", "latent", "embedding", "width")
"""Knobs in which a generator must agree with the one that it starts from."""


class Words(NamedTuple):
    """The labels that engines read."""

    categories: tuple[str, ...]
    colours: tuple[str, ...]
    """By class index, as categories: what people call them in the shop may differ."""
    usages: dict[str, str]
    genders: dict[str, str]
    """By the site's own slugs, as usages."""


def words() -> Words:
    from ml import taxonomy

    known = taxonomy.load()
    return Words(
        known.categories,
        known.colours,
        {name.lower().replace(" ", "-"): name for name in known.usages},
        {name.lower(): name for name in known.genders},
    )


def check(asked: Prepared) -> None:
    """Raises ValueError with a plain sentence for options that the engine would refuse."""
    _config(asked, gpu=False)


def train(asked: Prepared, on_progress: Progress, should_stop: Stop) -> Path | None:
    """Train, or go on where the folder's checkpoint stands; the published folder, None if stopped
    before the end or for a dry run.

    Raises ValueError with a plain sentence for data, options or checkpoints that cannot be used.
    """
    _use_threads(asked.threads)
    config: Any = _config(asked, gpu=_has_gpu())
    if asked.kind == CLASSIFIER:
        from ml.classifier import backend

        backend.choose(asked.threads)
    folder = Path(asked.folder)
    common: dict[str, Any] = {
        "config": config,
        "init": asked.start,
        "resume": True,
        "cache": folder / "cache",
        "dry_run": asked.dry_run,
        "on_progress": on_progress,
        "should_stop": should_stop,
    }
    if asked.kind == EMBEDDER:
        from recommender.train import train as train_embedder

        return train_embedder(
            asked.data, folder, phone=asked.phone, phone_map=asked.phone_map, **common
        )
    if asked.kind == CLASSIFIER:
        from ml.classifier.train import train as train_classifier

        return train_classifier(
            asked.data, folder, phone=asked.phone, phone_map=asked.phone_map, **common
        )
    from generator.train import train as train_generator

    return train_generator(
        asked.data[0],
        folder,
        preset=asked.preset,
        features=asked.judge,
        threads=asked.threads,
        **common,
    )


def calibrate(model: Path, asked: Prepared) -> Path:
    """The same embedder with temperature and thresholds, so that "nothing close" means something.

    How photos are cropped is measured on people's photos alone; without them it stays as it was.
    Raises ValueError if the data are too few for it.
    """
    from recommender import calibration, export, serving

    folder = Path(asked.folder)
    target = folder / CALIBRATED
    if target.exists():
        return target
    cache = folder / "cache"
    shop, _, count = asked.data[0].partition(":")
    data = cache / f"sample-{count}" if shop == "sample" else Path(asked.data[0])
    facts = calibration.calibrate(
        serving.load(model, threads=asked.threads),
        data,
        phone=asked.phone,
        phone_map=asked.phone_map,
        cache=cache,
    )
    export.revise(model, target, **_inherited(asked, "crop") | facts)
    return target


def inherit(model: Path, asked: Prepared) -> Path | None:
    """The same embedder with the calibration of the one it started from; None if there is none."""
    from recommender import export

    facts = _inherited(asked, "crop", "calibration")
    if "calibration" not in facts:
        return None
    target = Path(asked.folder) / CALIBRATED
    if not target.exists():
        export.revise(model, target, **facts)
    return target


def _inherited(asked: Prepared, *names: str) -> dict[str, Any]:
    return {name: asked.start_manifest[name] for name in names if name in asked.start_manifest}


def film(folder: Path) -> None:
    """film.gif and film.mp4 of a generator's sheets. Raises ValueError if there are none."""
    from generator import film as films

    films.write(folder)


def _config(asked: Prepared, *, gpu: bool) -> "EmbedderConfig | ClassifierConfig | GeneratorConfig":
    if asked.kind == EMBEDDER:
        return _embedder(asked)
    return _classifier(asked) if asked.kind == CLASSIFIER else _generator(asked, gpu)


def _embedder(asked: Prepared) -> "EmbedderConfig":
    from ml.knobs import knobs_from
    from recommender.config import PRESETS, Config

    preset = PRESETS[asked.preset]
    said = _watched(asked, preset.validate_minutes, preset.checkpoint_minutes)
    size = asked.options.size
    if asked.start is not None:
        manifest = asked.start_manifest
        said |= {
            "trunk": manifest["architecture"]["trunk"],
            "pretrained": False,
            "learning_rate": min(preset.learning_rate, RATE_ON_TOP),
        }
        size = size or manifest["preprocessing"]["size"]
    if size is not None:
        said |= {"size": size, "final_size": size}
    return preset.with_options(**said | knobs_from(asked.options.knobs, asdict(Config())))


def _classifier(asked: Prepared) -> "ClassifierConfig":
    from ml.classifier.config import PRESETS, Config
    from ml.knobs import knobs_from

    preset = PRESETS[asked.preset]
    said = _watched(asked, preset.validate_minutes, preset.checkpoint_minutes)
    if asked.start is not None:
        said |= {name: asked.start_manifest["architecture"][name] for name in ("depth", "head")}
    if asked.options.size is not None:
        said |= {"size": asked.options.size, "side": max(asked.options.size, preset.side)}
    return preset.with_options(**said | knobs_from(asked.options.knobs, asdict(Config())))


def _generator(asked: Prepared, gpu: bool) -> "GeneratorConfig":
    from generator.config import PRESETS, Config, on_gpu
    from ml.knobs import knobs_from

    preset = PRESETS[asked.preset]
    said: dict[str, Any] = on_gpu(asked.preset) if gpu else {}
    said |= {"minutes": asked.options.minutes, "seed": asked.options.seed}
    if asked.options.minutes < 5:
        said["tick_kimg"] = 100.0 if gpu else min(preset.tick_kimg, 1.0)
    if asked.start is not None:
        said |= {name: asked.start_manifest["config"][name] for name in SHAPE}
    return preset.with_options(**said | knobs_from(asked.options.knobs, asdict(Config())))


def _watched(asked: Prepared, validate: float, checkpoint: float) -> dict[str, Any]:
    """A short run reports oftener, or there would be nothing to watch."""
    minutes = asked.options.minutes
    return {
        "minutes": minutes,
        "seed": asked.options.seed,
        "tick_seconds": min(20.0, max(2.0, minutes * 60 / 150)),
        "validate_minutes": min(validate, max(0.5, minutes / 5)),
        "checkpoint_minutes": min(checkpoint, CHECKPOINT_MINUTES),
    }


def _use_threads(count: int) -> None:
    """Before anything that computes is loaded: the libraries read these once."""
    # Idle threads that spin would take the cores from everything else on the machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = str(count)


def _has_gpu() -> bool:
    from ml.device import pick

    return pick().type == "cuda"
