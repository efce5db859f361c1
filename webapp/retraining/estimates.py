"""How long a run will take and how much room it needs, before it starts.

Rates are those of two cores of a server of the 2020s, rounded down; a slower machine prepares
longer, but trains no longer: training follows the clock.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from webapp.registry.kinds import CLASSIFIER, EMBEDDER, is_generator

from .contracts import Data, Options

MB = 1_000_000
LINKED, DRAWN, DECODED = 2000.0, 25.0, 120.0
"""Pictures a second: exported, drawn, decoded and cut out."""
PUBLISHING = {EMBEDDER: 40.0, CLASSIFIER: 60.0}
"""Seconds for the last validation, calibration, export and copy."""
CALIBRATED = 60.0
"""Pictures a second that an embedder's calibration looks at, a fifth of all."""
REHEARSAL = 30.0
CHECKPOINTS = {EMBEDDER: 400 * MB, CLASSIFIER: 700 * MB}
"""The largest: weights, averages and moments, twice while one replaces the other, and the model."""
GENERATOR = 500 * MB
SHEET, SHEETS_A_MINUTE = 400_000, 2.0
DRAWING = 40_000
"""Bytes."""
SIDES = {EMBEDDER: 80, CLASSIFIER: 80}
RESERVE = 500 * MB
"""That must stay free for the shop."""


@dataclass(frozen=True)
class Estimate:
    pictures: int
    seconds: float
    """All of it: preparing, training, publishing."""
    preparing: float
    size: int
    """Bytes that the run writes."""
    free: int

    @property
    def fits(self) -> bool:
        return self.free >= self.size + RESERVE

    def check(self) -> None:
        """Raises ValueError with a plain sentence if the disk is too full."""
        if not self.fits:
            raise ValueError(
                _(
                    "The run needs about %(size)s, and %(free)s are free, of which %(kept)s must "
                    "stay for the shop. Delete old runs, or train on less."
                )
                % {
                    "size": filesizeformat(self.size),
                    "free": filesizeformat(self.free),
                    "kept": filesizeformat(RESERVE),
                }
            )


def estimate(
    *, kind: str, data: Data, options: Options, pictures: int, is_dry_run: bool = False
) -> Estimate:
    preparing = pictures / DECODED
    if data.what == "sample":
        preparing += pictures / DRAWN
    elif data.what != "upload":
        preparing += pictures / LINKED
    after = 0.0 if is_dry_run else PUBLISHING.get(kind, 20.0)
    if kind == EMBEDDER and not is_dry_run:
        after += pictures / 5 / CALIBRATED
    training = REHEARSAL if is_dry_run else 60 * options.minutes
    return Estimate(
        pictures=pictures,
        seconds=preparing + training + after,
        preparing=preparing,
        size=_size(kind, data, options, pictures, is_dry_run),
        free=_free(),
    )


def _size(kind: str, data: Data, options: Options, pictures: int, is_dry_run: bool) -> int:
    side = options.size or SIDES.get(kind, 64)
    small, working = 80 * 80 * 3, max(side, 80) ** 2
    decoded = small + 3 * working + (0 if is_generator(kind) else working)
    size = pictures * (decoded + (DRAWING if data.what == "sample" else 200))
    if is_dry_run:
        return size
    size += CHECKPOINTS.get(kind, GENERATOR)
    if is_generator(kind):
        size += round(SHEET * SHEETS_A_MINUTE * options.minutes)
    return size


def _free() -> int:
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free
