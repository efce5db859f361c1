"""Pictures of curves and of what is mixed up with what."""

from pathlib import Path

import numpy as np
from PIL import Image

from ml import plots


def colours(path: Path) -> set[tuple[int, int, int]]:
    with Image.open(path) as picture:
        return {colour for _, colour in picture.convert("RGB").getcolors(2**24)}


def test_each_panel_and_line_is_drawn(tmp_path: Path) -> None:
    lines = {"a": [(0.0, 1.0), (50.0, 0.5)], "b": [(0.0, 2.0), (100.0, 0.2)], "none": []}

    plots.curves({"loss": lines, "empty": {"c": []}}, tmp_path / "one.png")
    plots.curves({"loss": lines, "score": lines}, tmp_path / "two.png")

    assert {plots.COLOURS[0], plots.COLOURS[1]} <= colours(tmp_path / "one.png")
    with Image.open(tmp_path / "one.png") as one, Image.open(tmp_path / "two.png") as two:
        assert two.height == 2 * one.height


def test_a_single_point_and_a_number_that_is_none_are_no_trouble(tmp_path: Path) -> None:
    plots.curves({"loss": {"a": [(0.0, 3.0)], "b": [(0.0, float("nan"))]}}, tmp_path / "a.png")

    assert (tmp_path / "a.png").exists()


def test_nothing_to_show_is_no_picture(tmp_path: Path) -> None:
    plots.curves({"loss": {}}, tmp_path / "a.png")

    assert not (tmp_path / "a.png").exists()


def test_what_is_right_lies_on_the_diagonal(tmp_path: Path) -> None:
    counts = np.array([[4.0, 0.0], [1.0, 0.0]])

    plots.matrix(counts, ["Shirts", "Handbags"], tmp_path / "m.png")

    assert {plots.COLOURS[0], plots.COLOURS[1]} <= colours(tmp_path / "m.png")


def test_columns_are_named_in_the_order_of_the_rows(tmp_path: Path) -> None:
    plots.matrix(np.eye(3), ["", "", "Handbags"], tmp_path / "m.png")

    with Image.open(tmp_path / "m.png") as picture:
        pixels = np.asarray(picture.convert("L"))
    first = len(pixels) - 8 - 3 * plots.CELL
    heads = pixels[20 : first - 2, first:]
    dark = [int((heads[:, i * plots.CELL : (i + 1) * plots.CELL] < 128).sum()) for i in range(3)]
    assert dark[0] == dark[1] == 0 < dark[2]
