"""The training run: a plain function that reports progress and stops when asked.

train(["shop.zip"], out="var/runs/a", config=PRESETS["cpu-minutes"])
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ml import distributed, trunks
from ml import taxonomy as taxonomies
from ml.data.sets import PhoneSet, ShopSet, load_phone, load_shop, training_photos
from ml.device import autocast, has_bf16, pick
from ml.distributed import World
from ml.preprocessing import Preprocessing
from ml.taxonomy import Taxonomy
from ml.training import (
    Ema,
    Mean,
    RunLog,
    load_checkpoint,
    one_cycle,
    save_checkpoint,
    stop_on_signal,
)
from recommender.card import Facts, card
from recommender.config import Config
from recommender.feed import Feed
from recommender.loss import Objective, Targets
from recommender.model import Embedder
from recommender.validation import embed, validate

Progress = Callable[[float, float, dict[str, float]], None]
MODEL = "model"
"""Folder inside a run's folder that the trained model is published to."""
PLACED = 4000
"""Photos that say where the proxies of a published model lie."""


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
    device: str = "auto",
    dry_run: bool = False,
    on_progress: Progress = lambda done, total, metrics: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Train and publish to ``out``/model; None if the run was stopped before its end.

    ``init`` is a model's or another run's folder, whose weights are the start. A stopped or
    killed run goes on with ``resume``, exactly where its last checkpoint stood; a finished
    one is published.
    ``dry_run`` makes one batch and a step with it, and leaves nothing but the decoded images.
    Under torchrun each process takes batches of its own, the first one reports and publishes.
    Raises ValueError for data, options or checkpoints that cannot be used.
    """
    with distributed.joined() as world:
        run = Run(Path(out), config, taxonomies.load(taxonomy), pick(device), world)
        sources = {"data": list(data), "phone": phone, "phone_map": phone_map, "init": init}
        run.prepare(sources, Path(cache) if cache else Path(out) / "cache", resume)
        if dry_run:
            run.rehearse()
            return None
        with stop_on_signal(should_stop) as stop:
            finished = run.loop(on_progress, stop)
        return run.publish() if finished else None


class Learner(nn.Module):
    """The network and what it is trained on, as one module: photos in, loss terms out."""

    def __init__(self, model: Embedder, objective: Objective) -> None:
        super().__init__()
        self.model, self.objective = model, objective

    def forward(self, images: Tensor, targets: Targets) -> dict[str, Tensor]:
        outputs = self.model(images)
        # Logarithms of small probabilities need all their digits.
        with torch.autocast(images.device.type, enabled=False):
            terms: dict[str, Tensor] = self.objective(outputs, targets)
        return terms


class Run:
    """One run's data, networks and position; ``prepare``, ``loop``, ``publish``, in order."""

    def __init__(
        self, out: Path, config: Config, taxonomy: Taxonomy, device: torch.device, world: World
    ) -> None:
        self.out, self.config, self.taxonomy, self.world = out, config, taxonomy, world
        self.device = device = world.own(device)
        self.bf16 = has_bf16(device) and (
            device.type != "cpu" or trunks.gains_by_bf16(config.trunk)
        )
        torch.manual_seed(config.seed)
        self.model = Embedder(
            taxonomy,
            config.trunk,
            pretrained=config.pretrained,
            dropout=config.dropout,
            drop_path=config.drop_path,
        )
        self.objective = Objective(config, taxonomy)
        self.step = 0
        self.seconds = 0.0
        self.origin = ""
        """Where the weights came from, in words."""
        self.metrics: dict[str, float] = {}
        self.shops: list[ShopSet] = []
        self.phone: PhoneSet | None = None

    def prepare(self, sources: dict[str, Any], cache: Path, resume: bool) -> None:
        """Load the data and the starting point. Raises ValueError if either is unusable."""
        state = load_checkpoint(self.out, self.device)
        if state is not None and not resume:
            raise ValueError(
                f"{self.out} holds a run already: add --resume, or name another --out."
            )
        if sources["phone"] and not sources["phone_map"]:
            raise ValueError("--phone needs --phone-map: what may a photo's label be?")
        # The leader decodes; the others then map what it wrote.
        with self.world.leader_first():
            if self.world.leads:
                self.log = RunLog(self.out, {**sources, "config": asdict(self.config)})
            self.shops = [load_shop(path, self.taxonomy, cache) for path in sources["data"]]
            if sources["phone"]:
                paths = sources["phone"], sources["phone_map"]
                self.phone = load_phone(*paths, self.taxonomy, cache)
        self.feed = Feed(self.shops, self.phone, self.taxonomy, self.config, self.device)
        if state is None:
            self._start(sources["init"])
        self.model.to(self.device)
        to_channels_last(self.model)
        self.objective.to(self.device)
        self.ema = Ema(self.model, self.config.ema)
        decay, heads = self.config.weight_decay, [*self.model.heads(), self.objective]
        self.optimizer = torch.optim.AdamW(
            parameter_groups([self.model.trunk], decay, self.config.trunk_rate)
            + parameter_groups(heads, decay)
        )
        if state is not None:
            self._restore(state)
        self.learner = self.world.wrap(Learner(self.model, self.objective))

    def rehearse(self) -> None:
        """One step at each size, to see that everything fits together and in memory."""
        for size in {self.config.size, self.config.final_size}:
            terms = self._learn(*self.feed.batch(self.world.rank, size))
            if self.world.leads:
                self.log.say(f"dry run at {size} px: loss {float(terms['loss'].detach()):.3g}")

    def loop(self, on_progress: Progress, should_stop: Callable[[], bool]) -> bool:
        """Train to the end, or until told to stop (then False). Leaves a checkpoint."""
        config, mean, images, busy = self.config, Mean(), 0, 0.0
        saved = validated = last = time.monotonic()
        pause = config.validate_minutes * 60
        self.seconds, stopping = self.world.agree(self.seconds, should_stop())
        with ThreadPoolExecutor(max_workers=1) as ahead:
            ready: Future[tuple[Tensor, Targets]] | None = None
            while self.fraction < 1 and not stopping:
                start = time.monotonic()
                pixels, targets = ready.result() if ready else self._batch(self.step)
                # Made beside the step, on a core or while a GPU computes.
                ready = ahead.submit(self._batch, self.step + 1)
                mean.add(self._learn(pixels, targets))
                self.step += 1
                images += len(pixels) * self.world.size
                now = time.monotonic()
                busy += now - start
                if now - last >= config.tick_seconds:
                    self._tick(mean.take(), images / busy, on_progress)
                    last, images, busy = now, 0, 0.0
                if now - validated >= pause:
                    self._validate(on_progress)
                    validated = time.monotonic()
                    # On a slow machine it would take too much of the run.
                    pause = max(pause, 9 * (validated - now))
                if now - saved >= config.checkpoint_minutes * 60:
                    self._save()
                    saved = time.monotonic()
                spent = time.monotonic() - start
                self.seconds, stopping = self.world.agree(self.seconds + spent, should_stop())
        finished = self.fraction >= 1
        if finished:
            self._validate(on_progress)
        self._save()
        if self.world.leads:
            self.log.say("finished" if finished else "stopped; --resume goes on from here")
        return finished

    def publish(self) -> Path:
        """Write the averaged model as a verified folder with weights, graph and manifest."""
        folder = self.out / MODEL
        if folder.exists() or not self.world.leads:
            return folder
        try:
            from recommender.export import publish
        except ImportError as error:
            raise ValueError(
                f"The run is finished, but {error.name} is missing here, which publishing needs. "
                f"Copy {self.out} to a machine that has it, and run the same command with --resume."
            ) from error
        self.model.load_state_dict(self.ema.state)
        facts = Facts(
            config=self.config,
            start=self.origin,
            sets=training_photos(self.shops, self.phone),
            photos=self.step * self.config.batch * self.world.size,
            minutes=self.seconds / 60,
            metrics=self.metrics,
        )
        publish(
            self.model.cpu(),
            folder,
            vocabulary=self.taxonomy,
            preprocessing=Preprocessing(size=self.config.final_size),
            card=card(facts, self.taxonomy),
            architecture={"trunk": self.config.trunk},
            metrics={"val": self.metrics},
            data_fingerprint=self._fingerprint(),
            training={
                "options": asdict(self.config),
                "steps": self.step,
                "sets": [shop.name for shop in self.shops] + ["photos"] * bool(self.phone),
            },
        )
        return folder

    @property
    def fraction(self) -> float:
        """How much of the run is done, 0 to 1, by the clock or by the steps."""
        if self.config.minutes > 0:
            return min(1.0, self.seconds / (60 * self.config.minutes))
        return min(1.0, self.step / max(1, round(self.config.epochs * self.steps_per_epoch)))

    @property
    def steps_per_epoch(self) -> int:
        return max(1, self.feed.steps_per_epoch // self.world.size)

    @property
    def size(self) -> int:
        late = self.fraction >= 1 - self.config.final_share
        return self.config.final_size if late else self.config.size

    def _batch(self, step: int) -> tuple[Tensor, Targets]:
        return self.feed.batch(self._number(step), self.size)

    def _number(self, step: int) -> int:
        """The batch that this process takes at a step: they are dealt out like cards."""
        return step * self.world.size + self.world.rank

    def _learn(self, images: Tensor, targets: Targets) -> dict[str, Tensor]:
        self.learner.train()
        rate = self.config.learning_rate * one_cycle(self.fraction)
        # So that a resumed run drops the same units and blocks.
        torch.manual_seed(self.config.seed * 1_000_003 + self._number(self.step))
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["scale"]
        with autocast(self.device, self.bf16):
            terms: dict[str, Tensor] = self.learner(images, targets)
        self.optimizer.zero_grad(set_to_none=True)
        terms["loss"].backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimizer.step()
        self.ema.update(self.model)
        return terms

    def _tick(self, terms: dict[str, float], rate: float, on_progress: Progress) -> None:
        # A NaN in the loss never heals; stopping keeps the last good checkpoint.
        if not terms["loss"] < float("inf"):
            raise ValueError(f"The loss is {terms['loss']}: lower the learning rate and resume.")
        if not self.world.leads:
            return
        left = self.seconds * (1 - self.fraction) / max(self.fraction, 1e-6)
        epoch = self.step / self.steps_per_epoch
        self.log.tick(self.fraction, 1.0, {"epoch": epoch, "eta_minutes": left / 60} | terms, rate)
        on_progress(self.fraction, 1.0, terms)

    def _validate(self, on_progress: Progress) -> None:
        if not self.world.leads:
            return
        start, size = time.monotonic(), self.size
        with self.ema.applied(self.model):
            self.metrics = validate(
                self.model, self.shops, self.phone, size, self.device, self.bf16, self.config.seed
            )
        spent = time.monotonic() - start
        self.log.tick(self.fraction, 1.0, {"validation_seconds": spent} | self.metrics, 0.0)
        on_progress(self.fraction, 1.0, self.metrics)

    def _start(self, init: str | Path | None) -> None:
        if init:
            self._start_from(init)
            self.origin = f"It started from the weights of {Path(init).name}."
        elif self.config.pretrained:
            self.origin = "Its trunk started from ImageNet weights."
        else:
            self.origin = "It started from random weights."

    def _start_from(self, folder: str | Path) -> None:
        """Take the averaged weights of a published model, or of another run's checkpoint."""
        checkpoint = load_checkpoint(Path(folder), self.device)
        if checkpoint is not None:
            state = checkpoint["ema"]
            self.objective.load_state_dict(checkpoint["objective"])
        else:
            from recommender.export import restore

            state = restore(folder).state_dict()
        try:
            self.model.load_state_dict(state)
        except RuntimeError as error:
            raise ValueError(f"{folder} holds another network than this run's.") from error
        if checkpoint is None:
            self._place_proxies()

    def _place_proxies(self) -> None:
        """Put each proxy amid its photos: a published model has lost those it learnt with, and
        random ones would pull its vectors apart again.
        """
        shop = self.shops[0]
        rows = np.random.default_rng(self.config.seed).permutation(shop.rows("train"))[:PLACED]
        self.model.to(self.device)
        size, pixels = self.config.size, shop.store.pixels[np.sort(rows)]
        seen = embed(self.model, pixels, size, self.device, self.bf16)
        labels = torch.from_numpy(shop.labels[np.sort(rows)])
        self.objective.place(seen.shape, labels[:, 0], seen.colour, labels[:, 1])

    def _save(self) -> None:
        if not self.world.leads:
            return
        save_checkpoint(
            self.out,
            {
                "config": asdict(self.config),
                "taxonomy": self.taxonomy.hash,
                "data": self._fingerprint(),
                "step": self.step,
                "seconds": self.seconds,
                "origin": self.origin,
                "metrics": self.metrics,
                "model": self.model.state_dict(),
                "objective": self.objective.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "ema": self.ema.state,
                "ema_steps": self.ema.steps,
            },
        )

    def _restore(self, state: dict[str, Any]) -> None:
        if state["data"] != self._fingerprint() or state["taxonomy"] != self.taxonomy.hash:
            raise ValueError(f"The run in {self.out} was made with other data; use another --out.")
        self.model.load_state_dict(state["model"])
        self.objective.load_state_dict(state["objective"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.ema.state, self.ema.steps = state["ema"], state["ema_steps"]
        self.step, self.seconds = state["step"], state["seconds"]
        self.metrics = state["metrics"]
        # Older checkpoints do not say it.
        self.origin = state.get("origin", "")

    def _fingerprint(self) -> str:
        stores = [shop.store.fingerprint for shop in self.shops]
        if self.phone is not None:
            stores.append(self.phone.store.fingerprint)
        return hashlib.sha256(" ".join(stores).encode()).hexdigest()[:16]


def to_channels_last(model: nn.Module) -> None:
    """Lay kernels out as the images are, pixel by pixel: convolutions run faster so."""
    for parameter in model.parameters():
        if parameter.ndim == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)


def parameter_groups(
    modules: Sequence[nn.Module], decay: float, scale: float = 1.0
) -> list[dict[str, Any]]:
    """Kernels and matrices with weight decay; biases and norms, which are vectors, without.

    ``scale`` is the groups' part of the learning rate.
    """
    every = [p for module in modules for p in module.parameters()]
    return [
        {"params": [p for p in every if p.ndim > 1], "weight_decay": decay, "scale": scale},
        {"params": [p for p in every if p.ndim <= 1], "weight_decay": 0.0, "scale": scale},
    ]
