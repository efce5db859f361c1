"""What every training run shares: its folder, its clock, its averages and its checkpoints.

A run's folder holds ``options.json``, ``stats.jsonl`` (a line a tick) and
``checkpoints/last.pt``; a run that was killed goes on from there.
"""

import hashlib
import io
import json
import math
import os
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import torch
from torch import Tensor, nn

CHECKPOINT = Path("checkpoints") / "last.pt"
BEST = Path("checkpoints") / "best.pt"
SEAL = b"sealed checkpoint, sha256 %b\n"
"""The first line of a checkpoint, with the digest of all that follows: PyTorch itself loads most
files with a flipped bit without complaint."""
_SEAL_BYTES = len(SEAL % bytes(64))


class RunLog:
    """Writes options and statistics of a run, and one status line a tick for people."""

    def __init__(self, folder: Path, options: dict[str, Any], stream: TextIO | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._stats = folder / "stats.jsonl"
        self._stream = stream or sys.stderr
        (folder / "options.json").write_text(json.dumps(options, indent=1, default=str) + "\n")

    def tick(self, done: float, total: float, metrics: dict[str, float], rate: float) -> None:
        """``done`` of ``total`` (same unit), ``rate`` in images a second."""
        line = {"time": round(time.time(), 1), "done": done, "total": total, "rate": rate}
        with self._stats.open("a") as file:
            file.write(json.dumps(line | metrics) + "\n")
        shown = "  ".join(f"{name} {value:.4g}" for name, value in metrics.items())
        share = done / total if total else 1.0
        self.say(f"{share:6.1%}  {rate:.0f} images/s  {shown}")

    def say(self, text: str) -> None:
        print(f"{time.strftime('%H:%M:%S')}  {text}", file=self._stream, flush=True)


class Ema:
    """Exponential moving average of a network's weights and batch-norm moments.

    The average of the last ~1/(1 - decay) steps scores better than any single step; it is
    what a run validates and publishes (Polyak and Juditsky, 1992).
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.steps = 0
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        self.steps += 1
        # A young average forgets faster, so that random first weights do not linger.
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        current = model.state_dict()
        floats = [name for name, value in self.state.items() if value.is_floating_point()]
        torch._foreach_lerp_(
            [self.state[name] for name in floats], [current[name] for name in floats], 1 - decay
        )
        for name in self.state.keys() - set(floats):
            self.state[name].copy_(current[name])

    @contextmanager
    def applied(self, model: nn.Module) -> Iterator[None]:
        """The model carries the averaged weights inside the block, its own afterwards."""
        own = {name: value.detach().clone() for name, value in model.state_dict().items()}
        model.load_state_dict(self.state)
        try:
            yield
        finally:
            model.load_state_dict(own)


def one_cycle(fraction: float, warmup: float = 0.08, floor: float = 0.01) -> float:
    """Share of the peak learning rate after ``fraction`` of a run: a ramp, then a cosine."""
    if fraction < warmup:
        return max(floor, fraction / warmup)
    rest = min(1.0, (fraction - warmup) / (1 - warmup))
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * rest))


def save_checkpoint(folder: Path, state: dict[str, Any], name: Path = CHECKPOINT) -> Path:
    """Write tensors, numbers and text; the old checkpoint stays until the new one is whole, and
    of one that cannot be written, as on a full disk, nothing stays.
    """
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_suffix(".partial")
    try:
        with work.open("wb") as file:
            file.write(bytes(_SEAL_BYTES))
            torch.save(state, file)
            file.flush()
            with work.open("rb") as written:
                written.seek(_SEAL_BYTES)
                digest = hashlib.file_digest(written, "sha256").hexdigest()
            file.seek(0)
            file.write(SEAL % digest.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(work, path)
    except BaseException:
        work.unlink(missing_ok=True)
        raise
    return path


def load_checkpoint(
    folder: Path, device: torch.device, name: Path = CHECKPOINT
) -> dict[str, Any] | None:
    """The run's last checkpoint, or None if it has none yet. Runs no code from the file.

    Raises ValueError if the file is damaged.
    """
    path = folder / name
    if not path.exists():
        return None
    try:
        state: dict[str, Any] = torch.load(
            io.BytesIO(_unsealed(path.read_bytes())), map_location=device, weights_only=True
        )
    except Exception as error:
        raise ValueError(f"{path} is damaged; delete it to start over ({error}).") from error
    return state


def _unsealed(content: bytes) -> bytes:
    """What the seal vouches for. A file from before there were seals begins as a zip does."""
    if content.startswith(b"PK\x03\x04"):
        return content
    rest = content[_SEAL_BYTES:]
    if content[:_SEAL_BYTES] != SEAL % hashlib.sha256(rest).hexdigest().encode():
        raise ValueError("its checksum does not match")
    return rest


@contextmanager
def stop_on_signal(should_stop: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
    """A should_stop that is also true after SIGTERM or SIGINT; the handlers are put back.

    Outside the main thread signals cannot be caught, and the given function is used alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield should_stop
        return
    received = threading.Event()

    def remember(number: int, frame: types.FrameType | None) -> None:
        received.set()

    old = {sign: signal.signal(sign, remember) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: received.is_set() or should_stop()
    finally:
        for sign, handler in old.items():
            signal.signal(sign, handler)


class Mean:
    """Running means of the numbers a loop reports, emptied at each tick."""

    def __init__(self) -> None:
        self._sums: dict[str, Tensor] = {}
        self._count = 0

    def add(self, values: dict[str, Tensor]) -> None:
        self._count += 1
        for name, value in values.items():
            self._sums[name] = self._sums.get(name, 0) + value.detach()

    def take(self) -> dict[str, float]:
        means = {name: float(value) / self._count for name, value in self._sums.items()}
        self._sums, self._count = {}, 0
        return means
