"""A run becomes a film: a GIF for pages, an MP4 for the rest."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from generator.__main__ import main
from generator.mp4 import mp4, remux


def frames(count: int, size: tuple[int, int] = (64, 48)) -> list[Image.Image]:
    """A square that walks to the right."""
    out = []
    for number in range(count):
        frame = Image.new("RGB", size, "white")
        frame.paste("red", (4 * number, 10, 4 * number + 10, 20))
        out.append(frame)
    return out


def boxes(content: bytes) -> list[tuple[str, bytes]]:
    out, place = [], 0
    while place < len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        out.append((content[place + 4 : place + 8].decode(), content[place + 8 : place + length]))
        place += length
    return out


def inside(content: bytes, *path: str) -> bytes:
    for name in path:
        content = dict(boxes(content))[name]
    return content


def test_a_run_is_filmed(run: Path, capsys: Any) -> None:
    assert main(["film", "--run", str(run)]) == 0

    gif = Image.open(run / "film.gif")
    assert gif.n_frames == 2  # type: ignore[attr-defined]
    assert boxes((run / "film.mp4").read_bytes())[0][0] == "ftyp"
    assert "film.mp4" in capsys.readouterr().out


def test_the_film_is_an_mp4_with_a_track_of_av1() -> None:
    film = mp4(frames(6), 100)

    assert [name for name, _ in boxes(film)] == ["ftyp", "moov", "mdat"]
    assert dict(boxes(film))["ftyp"].startswith(b"isom")
    media = inside(film, "moov", "trak", "mdia")
    assert inside(media, "hdlr")[8:12] == b"vide"
    table = inside(media, "minf", "stbl")
    assert b"av01" in inside(table, "stsd")
    assert int.from_bytes(inside(table, "stsz")[8:12], "big") == 6
    # six frames of 100 ms
    assert int.from_bytes(inside(film, "moov", "mvhd")[24:32], "big") == 600
    # the first frame lies where the table says, in the data box
    start = int.from_bytes(inside(table, "stco")[8:12], "big")
    assert film[start:] == dict(boxes(film))["mdat"]


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg to play the film")
def test_a_player_plays_it(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(mp4(frames(6), 100))

    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-vsync", "0", tmp_path / "%d.png"], check=True
    )

    assert len(list(tmp_path.glob("*.png"))) == 6
    shown = Image.open(tmp_path / "6.png").convert("RGB")
    assert shown.size == (64, 48)
    red, green, _ = shown.getpixel((25, 15))  # type: ignore[misc]
    assert red > 180
    assert green < 70


def test_odd_sides_and_single_frames_are_taken() -> None:
    assert b"av01" in mp4(frames(3, (65, 47)), 100)
    assert b"av01" in mp4(frames(1), 100)


def test_what_is_no_film_is_refused(run: Path, tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        mp4([], 100)
    with pytest.raises(ValueError, match="no track of frames"):
        remux(b"\0\0\0\x0cftypavis", 100)
    with pytest.raises(ValueError, match="no sequence of boxes"):
        remux(b"\0" * 40, 100)
    assert main(["film", "--run", str(tmp_path)]) == 2
    assert main(["film", "--run", str(run), "--milliseconds", "5"]) == 2
    assert "holds no sheets yet" in capsys.readouterr().err
