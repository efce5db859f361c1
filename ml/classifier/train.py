"""The training run: a plain function that reports progress and stops when asked.

train(["shop.zip"], out="var/runs/c", config=PRESETS["cpu-hours"])
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import torch

from ml import taxonomy as taxonomies
from ml.classifier import curves, learning, network, state, weights
from ml.classifier.averages import Averages
from ml.classifier.backend import policy
from ml.classifier.batches import Arrays, Batches, ahead
from ml.classifier.card import Facts, card
from ml.classifier.config import Config
from ml.classifier.curves import LOSSES
from ml.classifier.learning import ALL, HEAD, TOP
from ml.classifier.state import Best
from ml.classifier.validation import temperatures, validate
from ml.data.feed import Feed
from ml.data.sets import PhoneSet, ShopSet, load_phone, load_shop, training_photos
from ml.device import pick
from ml.taxonomy import Taxonomy
from ml.training import Mean, RunLog, load_checkpoint, save_checkpoint, stop_on_signal

Progress = Callable[[float, float, dict[str, float]], None]
MODEL = "model"
"""Folder inside a run's folder that the trained model is published to."""
POSITION = ("step", "seconds", "phase", "entered", "untaught", "origin")
"""Where a run stands, as its checkpoint names it."""
CPU = torch.device("cpu")
PHASES = {
    HEAD: "phase one: the head learns alone, the base is frozen",
    TOP: "phase two: the blocks above {unfreeze} learn too, batch norms stay as they are",
    ALL: "everything learns",
}


def train(
    data: Sequence[str],
    out: str | Path,
    *,
    config: Config,
    phone: str | None = None,
    phone_map: str | None = None,
    init: str | Path | None = None,
    resume: bool = False,
    taxonomy: str = "fashion51",
    cache: str | Path | None = None,
    dry_run: bool = False,
    on_progress: Progress = lambda done, total, metrics: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Train and publish to ``out``/model; None if the run was stopped before its end.

    ``init`` is a published model's or another run's folder, whose weights are the start instead
    of ``config.weights``. A stopped or killed run goes on with ``resume`` where its last
    checkpoint stood; a finished one is published. ``dry_run`` makes one batch and a step with
    it, and leaves nothing but the decoded images. ``backend.choose`` comes before the import of
    this module. Raises ValueError for data, options or checkpoints that cannot be used.
    """
    run = Run(Path(out), config, taxonomies.load(taxonomy))
    sources = {"data": list(data), "phone": phone, "phone_map": phone_map, "init": init}
    run.prepare(sources, Path(cache) if cache else Path(out) / "cache", resume)
    if dry_run:
        run.rehearse()
        return None
    with stop_on_signal(should_stop) as stop:
        finished = run.loop(on_progress, stop)
    return run.publish() if finished else None


class Run:
    """One run's data, network and position; ``prepare``, ``loop``, ``publish``, in order."""

    def __init__(self, out: Path, config: Config, taxonomy: Taxonomy) -> None:
        self.out, self.config, self.taxonomy = out, config, taxonomy
        self.step = 0
        self.seconds = 0.0
        self.phase = ""
        self.fresh = False
        """Whether the phase's first step is still to come."""
        self.entered = 0.0
        """How much of the run was done when its phase began."""
        self.untaught: str | None = None
        """Why the base knows nothing yet; None if it does."""
        self.origin = ""
        """Where the weights came from, in words for the model card."""
        self.best = Best()
        self.shops: list[ShopSet] = []
        self.phone: PhoneSet | None = None

    def prepare(self, sources: dict[str, Any], cache: Path, resume: bool) -> None:
        """Load the data and the starting point. Raises ValueError if either is unusable."""
        checkpoint = load_checkpoint(self.out, CPU)
        if checkpoint is not None and not resume:
            raise ValueError(
                f"{self.out} holds a run already: add --resume, or name another --out."
            )
        if sources["phone"] and not sources["phone_map"]:
            raise ValueError("--phone needs --phone-map: what may a photo's label be?")
        self.log = RunLog(self.out, {**sources, "config": asdict(self.config)})
        side = self.config.side
        self.shops = [load_shop(path, self.taxonomy, cache, side=side) for path in sources["data"]]
        if sources["phone"]:
            paths = sources["phone"], sources["phone_map"]
            self.phone = load_phone(*paths, self.taxonomy, cache)
        classes = len(self.taxonomy.categories)
        self.feed = Feed(self.shops, self.phone, classes, self.config, pick())
        self.batches = Batches(self.feed, self.taxonomy, self.config)
        keras.utils.set_random_seed(self.config.seed)
        if checkpoint is not None:
            self._restore(checkpoint)
        else:
            self._start(sources["init"])

    def rehearse(self) -> None:
        """One step, to see that everything fits together and in memory."""
        self._enter()
        terms = self._learn(self.batches(self.step))
        self.log.say(f"dry run at {self.config.size} px: loss {float(terms['loss']):.3g}")

    def loop(self, on_progress: Progress, should_stop: Callable[[], bool]) -> bool:
        """Train to the end, or until told to stop (then False). Leaves a checkpoint."""
        config, mean, images, busy = self.config, Mean(), 0, 0.0
        saved = validated = last = time.monotonic()
        pause, judged = config.validate_minutes * 60, -1
        with closing(ahead(self.batches, self.step, config.workers)) as batches:
            while not self.over and not should_stop():
                self._enter()
                start = time.monotonic()
                mean.add(self._learn(next(batches)))
                if self.fresh:
                    # The first step of a phase is compiled, which may take minutes: it would
                    # eat the warm-up of a schedule that follows the clock.
                    self.fresh, start = False, time.monotonic()
                else:
                    images += config.batch
                now = time.monotonic()
                busy += now - start
                if now - last >= config.tick_seconds:
                    self._tick(mean.take(), images / max(busy, 1e-9), on_progress)
                    last, images, busy = now, 0, 0.0
                if now - validated >= pause:
                    self._validate(on_progress)
                    validated, judged = time.monotonic(), self.step
                    # On a slow machine it would take too much of the run.
                    pause = max(pause, 9 * (validated - now))
                if now - saved >= config.checkpoint_minutes * 60:
                    self._save()
                    saved = time.monotonic()
                self.seconds += time.monotonic() - start
        finished = self.over
        if finished and judged != self.step:
            self._validate(on_progress)
        self._save()
        self.log.say("finished" if finished else "stopped; --resume goes on from here")
        return finished

    def publish(self) -> Path:
        """Write the best averaged weights as a verified folder with model, graph and manifest."""
        folder = self.out / MODEL
        if folder.exists():
            return folder
        try:
            from ml.classifier.export import publish
        except ImportError as error:
            raise ValueError(
                f"The run is finished, but {error.name} is missing here, which publishing needs. "
                f"Copy {self.out} to a machine that has it, and run the same command with --resume."
            ) from error
        made = self.network
        if policy(self.config.precision) != "float32":
            made = network.build(replace(self.config, precision="float32"), self.taxonomy)
        made.model.set_weights(self.best.values)
        calibration = temperatures(made, self.shops, self.phone, self.config.size)
        sets = training_photos(self.shops, self.phone)
        facts = Facts(
            config=self.config,
            start=self.origin,
            sets=sets,
            steps=self.step,
            minutes=self.seconds / 60,
            metrics=self.best.metrics,
            temperatures=calibration,
        )
        publish(
            made,
            folder,
            vocabulary=self.taxonomy,
            card=card(facts, len(self.taxonomy.categories), self.taxonomy.usages),
            architecture={
                "base": "inception_v3",
                "depth": self.config.depth,
                "head": self.config.head,
            },
            metrics={"val": self.best.metrics},
            calibration=calibration,
            data_fingerprint=self._fingerprint(),
            training={"options": _without_paths(self.config), "steps": self.step, "sets": sets},
        )
        return folder

    @property
    def fraction(self) -> float:
        """How much of the run is done, 0 to 1, by the clock or by the steps."""
        if self.config.minutes > 0:
            return min(1.0, self.seconds / (60 * self.config.minutes))
        return min(1.0, self.step / max(1, round(self.config.epochs * self.feed.steps_per_epoch)))

    @property
    def over(self) -> bool:
        """By its length, or because nothing has become better for long."""
        # A head that has learned all it can is no reason to leave phase two out.
        patience = self.config.patience if self.phase != HEAD else 0
        return self.fraction >= 1 or 0 < patience <= self.best.stale

    def _due(self) -> str:
        """The phase that this step belongs to."""
        if self.untaught:
            return ALL
        early = self.step < round(self.config.head_epochs * self.feed.steps_per_epoch)
        return HEAD if early and self.fraction < self.config.head_share else TOP

    def _enter(self) -> None:
        """Begin the phase that is due, unless it has begun."""
        due = self._due()
        if due != self.phase:
            self.entered, self.best.stale = self.fraction, 0
            self._begin(due)

    def _begin(self, phase: str) -> None:
        self.phase, self.fresh = phase, True
        learning.begin(self.network, phase, self.config)
        learn = self.network.trainer.trainable_variables
        count = sum(int(np.prod(variable.shape)) for variable in learn) / 1e6
        words = PHASES[phase].format(unfreeze=self.config.unfreeze)
        self.log.say(f"{words} ({count:.2f} million weights)")

    def _learn(self, arrays: Arrays) -> dict[str, torch.Tensor]:
        trainer, done = self.network.trainer, self.fraction - self.entered
        rate = learning.rate(self.config, self.phase, done / max(1e-9, 1 - self.entered))
        trainer.optimizer.learning_rate = rate
        targets = {"category": arrays.category, "style": arrays.style}
        logs = trainer.train_on_batch(arrays.pixels, targets, return_dict=True)
        self.step += 1
        self.averages.update(self.network, self.step)
        return {name: torch.tensor(float(logs[name])) for name in LOSSES}

    def _tick(self, terms: dict[str, float], rate: float, on_progress: Progress) -> None:
        # A NaN in the loss never heals; stopping keeps the last good checkpoint.
        if not terms["loss"] < float("inf"):
            raise ValueError(f"The loss is {terms['loss']}: lower the learning rate and resume.")
        left = self.seconds * (1 - self.fraction) / max(self.fraction, 1e-6)
        epoch = self.step / self.feed.steps_per_epoch
        self.log.tick(self.fraction, 1.0, {"epoch": epoch, "eta_minutes": left / 60} | terms, rate)
        on_progress(self.fraction, 1.0, terms)

    def _validate(self, on_progress: Progress) -> None:
        start = time.monotonic()
        with self.averages.applied(self.network):
            figures = validate(self.network, self.shops, self.phone, self.config.size)
        self.best.offer(self.averages.values, figures)
        spent = time.monotonic() - start
        self.log.tick(self.fraction, 1.0, {"validation_seconds": spent} | figures, 0.0)
        curves.draw(self.out)
        on_progress(self.fraction, 1.0, figures)

    def _start(self, init: str | Path | None) -> None:
        if init:
            self.network = network.build(self.config, self.taxonomy)
            self._take_over(init)
            self.origin = f"It started from the weights of {init}."
        else:
            self.network, self.untaught = weights.start(self.config, self.taxonomy)
            named = "imagenet" if self.config.weights == "auto" else Path(self.config.weights).name
            self.origin = f"Its base started from {named} weights."
        if self.untaught:
            self.origin = "It started from random weights."
            self.log.say(
                f"The base starts from random weights: {self.untaught}. It knows nothing yet, so "
                "none of it is frozen."
            )
        self.averages = Averages(self.network, self.config.ema)

    def _take_over(self, folder: str | Path) -> None:
        """Take the averaged weights of a published model, or of another run's checkpoint."""
        checkpoint = load_checkpoint(Path(folder), CPU)
        if checkpoint is not None:
            words, values = checkpoint["taxonomy"], state.arrays(checkpoint["averages"])
        else:
            from ml.classifier import export, serving

            words = serving.load(folder).taxonomy.hash
            values = export.restore(folder).weights()
        try:
            if words != self.taxonomy.hash:
                raise ValueError("it has other categories")
            self.network.model.set_weights(values)
        except ValueError as error:
            raise ValueError(
                f"{folder} holds another network than this run's, whose depth, head and taxonomy "
                f"must be the same: {error}."
            ) from error

    def _save(self) -> None:
        trainer = self.network.trainer
        save_checkpoint(
            self.out,
            {
                "config": asdict(self.config),
                "taxonomy": self.taxonomy.hash,
                "data": self._fingerprint(),
                **{name: getattr(self, name) for name in POSITION},
                "variables": state.tensors(trainer.variables),
                "optimizer": state.tensors(trainer.optimizer.variables if self.phase else ()),
                "averages": state.tensors(self.averages.values),
                "updates": self.averages.updates,
                "best": self.best.to_state(),
            },
        )

    def _restore(self, checkpoint: dict[str, Any]) -> None:
        same = checkpoint["data"], checkpoint["taxonomy"]
        if same != (self._fingerprint(), self.taxonomy.hash):
            raise ValueError(f"The run in {self.out} was made with other data; use another --out.")
        for name in POSITION:
            setattr(self, name, checkpoint[name])
        self.network = network.build(self.config, self.taxonomy)
        if self.phase:
            self._begin(self.phase)
        trainer = self.network.trainer
        try:
            state.assign(trainer.variables, checkpoint["variables"])
            if self.phase:
                state.assign(trainer.optimizer.variables, checkpoint["optimizer"])
        except ValueError as error:
            raise ValueError(
                f"The run in {self.out} has another network: resume it with the options it was "
                f"started with ({error})."
            ) from error
        self.averages = Averages(self.network, self.config.ema)
        self.averages.values = state.arrays(checkpoint["averages"])
        self.averages.updates = checkpoint["updates"]
        self.best.from_state(checkpoint["best"])

    def _fingerprint(self) -> str:
        stores = [shop.store.fingerprint for shop in self.shops]
        if self.phone is not None:
            stores.append(self.phone.store.fingerprint)
        return hashlib.sha256(" ".join(stores).encode()).hexdigest()[:16]


def _without_paths(config: Config) -> dict[str, Any]:
    """What may be published: where a file lay is the trainer's own business."""
    return asdict(config) | {"weights": Path(config.weights).name}
