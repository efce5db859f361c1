"""A run's sheets as a film: ``python -m generator film --run DIR`` writes film.gif and film.mp4."""

import argparse
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from generator.mp4 import mp4

SAMPLES = "samples"
FRAME = 150
"""Milliseconds a frame."""
LAST = 2000
"""Milliseconds that the last frame of a GIF stands."""
GIF_SIDE, MP4_SIDE = 640, 1920
"""Longest sides in pixels: larger sheets are made smaller."""
MOST = 300
"""Frames; of a longer run every second, third, … sheet is taken, and the last."""


def write(run: str | Path, frame: int = FRAME) -> list[Path]:
    """Both films of a run's sheets so far. Raises ValueError if there are none."""
    folder = Path(run)
    sheets = sorted((folder / SAMPLES).glob("*.jpg"))
    if not sheets:
        raise ValueError(f"{folder} holds no sheets yet: a run writes one at each tick.")
    every = -(-len(sheets) // MOST)
    chosen = sheets[::-1][::every][::-1]
    gif, film = folder / "film.gif", folder / "film.mp4"
    small = [_fit(path, GIF_SIDE).quantize(128) for path in chosen]
    pauses = [frame] * (len(small) - 1) + [LAST]
    small[0].save(gif, save_all=True, append_images=small[1:], duration=pauses, loop=0)
    film.write_bytes(mp4([_fit(path, MP4_SIDE) for path in chosen], frame))
    return [gif, film]


def _fit(path: Path, side: int) -> Image.Image:
    with Image.open(path, formats=("JPEG",)) as image:
        image.thumbnail((side, side))
        return image.convert("RGB")


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m generator film``."""
    parser.add_argument("--run", required=True, metavar="DIR", help="a training run's folder")
    parser.add_argument("--milliseconds", type=int, default=FRAME, help="that a frame is shown")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    if options.milliseconds < 20:
        raise ValueError("--milliseconds must be at least 20: faster films are shown as slow ones.")
    for path in write(options.run, options.milliseconds):
        say(f"wrote {path} ({path.stat().st_size / 1e6:.1f} MB)")
    return 0
