"""The training run: a plain function that reports progress and stops when asked.

train("shop.zip", run="var/runs/a", config=PRESETS["acgan-64"])
"""

import math
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from generator import codes as encoding
from generator import grids, guards, judge, plot
from generator.config import Config
from generator.data import TRAIN, ImageSet, load
from generator.feed import Codes, Feed
from generator.film import SAMPLES
from generator.guards import Guards
from generator.networks import Shape
from generator.recording import Said
from generator.start import start_from
from generator.trainer import Trainer
from generator.views import views
from ml.device import named, peak, pick
from ml.training import BEST, Mean, RunLog, load_checkpoint, save_checkpoint, stop_on_signal

Progress = Callable[[float, float, dict[str, float]], None]
MODEL = "model"
"""Folder inside a run's folder that the best checkpoint is published to."""
RETRIES = 3
"""Rollbacks without a good tick between them, after which a run gives up."""


def train(
    data: str,
    run: str | Path,
    *,
    config: Config,
    preset: str = "custom",
    init: str | Path | None = None,
    features: str | None = None,
    resume: bool = False,
    cache: str | Path | None = None,
    device: str = "auto",
    threads: int | None = None,
    dry_run: bool = False,
    on_progress: Progress = lambda done, total, metrics: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Train and publish to ``run``/model; None if the run was stopped before its end.

    ``init`` is a model's or another run's folder, whose weights are the start; ``features`` a
    published folder whose network judges (see judge.appoint). A stopped or killed run goes on
    with ``resume``, exactly where its last checkpoint stood. ``dry_run`` plays one round and
    leaves nothing but the decoded images. Raises ValueError for data, options or checkpoints
    that cannot be used.
    """
    the_run = Run(Path(run), config, preset, pick(device), threads)
    sources = {"data": data, "init": str(init) if init else None, "features": features}
    the_run.prepare(sources, Path(cache) if cache else Path(run) / "cache", resume)
    if dry_run:
        the_run.rehearse()
        return None
    with stop_on_signal(should_stop) as stop:
        finished = the_run.loop(on_progress, stop)
    return publish(run) if finished else None


class Run:
    """One run's data, networks and position; ``prepare`` and ``loop``, in order."""

    def __init__(
        self, out: Path, config: Config, preset: str, device: torch.device, threads: int | None
    ) -> None:
        self.out, self.config, self.preset = out, config, preset
        self.device, self.threads = device, threads
        self.step = 0
        self.seconds = 0.0
        self.salt = 0
        """Changes the batches after a rollback, so that the same ones do not fail again."""
        self.retries = 0
        self.operations = 0.0
        """Floating-point ones for an image, once counted: two for a multiplication and sum."""
        self.best: dict[str, Any] = {}
        self.peaks: dict[str, float] = {}

    def prepare(self, sources: dict[str, Any], cache: Path, resume: bool) -> None:
        """Load the data and the starting point. Raises ValueError if either is unusable."""
        config = self.config
        state = load_checkpoint(self.out, self.device)
        if state is not None and not resume:
            raise ValueError(
                f"{self.out} holds a run already: add --resume, or name another --run."
            )
        self.images: ImageSet = load(
            sources["data"], cache, side=config.size, fit=config.fit, seed=config.seed
        )
        self.judge = judge.appoint(sources["features"], self.images, self.device, self.threads)
        codes, self.encoder = self._codes(sources["features"], cache)
        self.feed = Feed.of(config, self.images, codes, self.device)
        shape = Shape(self.images.channels, self.feed.conditions.width)
        self.trainer = Trainer(config, shape, self.device)
        if state is not None:
            self._restore(state)
        elif sources["init"]:
            start_from(sources["init"], self.trainer, config, self.images)
        self.guards = Guards(self.images, self.judge)
        self.views = views(config, self.images, codes)
        options = {**sources, "preset": self.preset, "judge": self.judge.name}
        self.log = RunLog(self.out, {**options, "config": asdict(config)})

    def rehearse(self) -> None:
        """One round, to see that everything fits together and in memory."""
        terms = self.trainer.step(self.feed, 0)
        self.views.draw(self.trainer)
        said = "  ".join(f"{name} {float(value.detach()):.3g}" for name, value in terms.items())
        self.log.say(f"dry run on {len(self.images.pixels)} images: {said}")

    def loop(self, on_progress: Progress, should_stop: Callable[[], bool]) -> bool:
        """Train to the end, or until told to stop (then False). Leaves a checkpoint."""
        mean, busy, since, last = Mean(), 0.0, self.step, time.monotonic()
        if self.step == 0:
            # Somewhere to roll back to.
            self._save()
        stopping = should_stop()
        while self.fraction < 1 and not stopping:
            start = time.monotonic()
            mean.add(self._step())
            self.step += 1
            if self.device.type == "cuda" and self.step % self.tick_steps == 0:
                torch.cuda.synchronize()
            busy += time.monotonic() - start
            self._count(last)
            last = time.monotonic()
            if self.step % self.tick_steps == 0 or self.fraction >= 1:
                rate = (self.step - since) * self.config.batch / busy
                self._tick(mean.take(), rate, on_progress)
                busy, since = 0.0, self.step
                self._count(last)
                last = time.monotonic()
            stopping = should_stop()
        finished = self.fraction >= 1
        if self.trainer.finite():
            self._save()
        self.log.say("finished" if finished else "stopped; --resume goes on from here")
        return finished

    def _step(self) -> Said:
        """One round; the first one on a GPU counts its operations."""
        # PyTorch's counter cannot follow gradients of gradients.
        known = self.operations or self.config.gradient_penalty > 0
        if self.device.type != "cuda" or known:
            return self.trainer.step(self.feed, self.step, self.salt)
        with FlopCounterMode(display=False) as counter:
            said = self.trainer.step(self.feed, self.step, self.salt)
        self.operations = counter.get_total_flops() / self.config.batch
        return said

    def _throughput(self, rate: float) -> dict[str, float]:
        """Of a GPU at so many images a second, and how much of what the card could do that is."""
        if not self.operations:
            return {}
        done, most = rate * self.operations, peak(self.device)
        return {"tflops": done / 1e12} | ({"of_peak": done / most} if most else {})

    @property
    def tick_steps(self) -> int:
        return max(1, round(1000 * self.config.tick_kimg / self.config.batch))

    @property
    def fraction(self) -> float:
        """How much of the run is done, 0 to 1, by the clock, the passes or the images."""
        config = self.config
        if config.minutes > 0:
            return min(1.0, self.seconds / (60 * config.minutes))
        wanted = 1000 * config.kimg
        if config.epochs > 0:
            wanted = config.epochs * len(self.images.rows(TRAIN))
        return min(1.0, self.step / max(1, math.ceil(wanted / config.batch)))

    @property
    def kimg(self) -> float:
        return self.step * self.config.batch / 1000

    def _count(self, last: float) -> None:
        self.seconds += time.monotonic() - last

    def _codes(self, features: str | None, cache: Path) -> tuple[Codes | None, str | None]:
        if self.config.condition != "photo":
            return None, None
        if self.images.channels == 1 or features == "own":
            raise ValueError("A photo-conditioned network needs colour photos and an embedder.")
        return encoding.encode(
            self.images, features or "shipped", self.config.neighbours, cache, self.threads
        )

    def _tick(self, terms: dict[str, float], rate: float, on_progress: Progress) -> None:
        if not all(map(math.isfinite, terms.values())) or not self.trainer.finite():
            self._roll_back()
            return
        self.retries = 0
        health = self.guards.look(
            self.views.designs(self.trainer),
            self.views.judged.labels,
            peaks=self.peaks,
            fraction=self.fraction,
        )
        self.peaks = guards.risen(health.measures, self.peaks)
        self._keep_best(health)
        name = f"{self.step * self.config.batch:09d}.jpg"
        grids.save(self.views.draw(self.trainer), self.out / SAMPLES / name)
        left = self.seconds * (1 - self.fraction) / max(self.fraction, 1e-6)
        told = {"kimg": self.kimg, "eta_minutes": left / 60} | self._throughput(rate)
        told |= terms | health.measures
        self.log.tick(self.fraction, 1.0, told, rate)
        for warning in health.warnings:
            self.log.say(warning)
        plot.plot(self.out)
        self._save()
        on_progress(self.fraction, 1.0, told)

    def _keep_best(self, health: guards.Health) -> None:
        if self.best and health.score >= self.best["score"]:
            return
        self.best = {
            "score": health.score,
            "kimg": self.kimg,
            "measures": health.measures,
            "class_coverage": health.class_coverage,
        }
        ema = {name: value.cpu() for name, value in self.trainer.ema.state.items()}
        save_checkpoint(self.out, {"ema": ema} | self._facts(), BEST)

    def _roll_back(self) -> None:
        """Go on from the last good state with other batches. Raises ValueError after three."""
        self.retries += 1
        if self.retries > RETRIES:
            raise ValueError(
                f"The losses stopped being numbers {self.retries} times in a row: lower "
                f"generator_rate and discriminator_rate (--set) and start a new run."
            )
        state = load_checkpoint(self.out, self.device)
        if state is None:
            raise ValueError(f"{self.out} has lost its checkpoint; start a new run.")
        retries, seconds = self.retries, self.seconds
        self._restore(state)
        self.salt += retries
        self.seconds = seconds
        self.log.say(
            f"A loss is no number any more: back to {self.kimg:.0f} kimg, on with other batches."
        )

    def _save(self) -> None:
        state = {"step": self.step, "seconds": self.seconds, "salt": self.salt}
        rest = {"peaks": self.peaks} | self._facts() | self.trainer.state()
        save_checkpoint(self.out, state | rest)

    def _facts(self) -> dict[str, Any]:
        """What a model is published with, beside its weights."""
        vocabulary = self.images.taxonomy
        labels = self.images.labels[self.images.rows(TRAIN)]
        photos = [int((labels == i).sum()) for i in range(len(self.images.categories))]
        return {
            "config": asdict(self.config),
            "preset": self.preset,
            "channels": self.images.channels,
            "condition": self.feed.conditions.width,
            "categories": list(self.images.categories),
            "photos": photos,
            "taxonomy": vocabulary.name if vocabulary else None,
            "taxonomy_hash": vocabulary.hash if vocabulary else None,
            "encoder": self.encoder,
            "judge": self.judge.name,
            "data": self.images.name,
            "data_fingerprint": self.images.fingerprint,
            "minutes": self.seconds / 60,
            "device": named(self.device),
            "best": self.best,
        }

    def _restore(self, state: dict[str, Any]) -> None:
        if state["data_fingerprint"] != self.images.fingerprint:
            raise ValueError(f"The run in {self.out} was made with other data; use another --run.")
        if others := self.config.differences(state["config"]):
            raise ValueError(
                f"The run in {self.out} was made with other options: {', '.join(others)}. "
                "Repeat them, or use another --run."
            )
        for what, now in (("judge", self.judge.name), ("encoder", self.encoder)):
            # A checkpoint from before these were written down is believed.
            if (then := state.get(what, now)) != now:
                raise ValueError(
                    f"The run in {self.out} began with another {what}: {then}, and now it would "
                    f"be {now}. Name the one of then with --features, or use another --run."
                )
        self.trainer.restore(state)
        self.step, self.seconds = state["step"], state["seconds"]
        self.salt, self.best, self.peaks = state["salt"], state["best"], state["peaks"]


def publish(
    run: str | Path, folder: str | Path | None = None, evaluation: dict[str, Any] | None = None
) -> Path:
    """Publish a run's best checkpoint, to ``run``/model if no folder is named.

    ``evaluation`` is what ``evaluate`` measured, for manifest and card. Raises ValueError if the
    run has no checkpoint yet, ArtifactError if the folder exists.
    """
    source, target = Path(run), Path(folder) if folder else Path(run) / MODEL
    if folder is None and target.exists():
        return target
    state = load_checkpoint(source, torch.device("cpu"), BEST)
    if state is None:
        raise ValueError(f"{source} has no checkpoint to publish yet: the first tick leaves one.")
    try:
        from generator.export import publish_state
    except ImportError as error:
        raise ValueError(
            f"The run is finished, but {error.name} is missing here, which publishing needs. "
            f"Copy {source} to a machine that has it, and run the publish command there."
        ) from error
    publish_state(state, target, evaluation)
    return target
