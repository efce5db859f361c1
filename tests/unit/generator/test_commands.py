"""Sampling and editing by command: each design carries its recipe, and a recipe is one design."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generator import recipe
from generator.__main__ import COMMANDS, main
from generator.recipe import Recipe
from generator.serving import Designer
from tests.unit.generator.sets import patch


@pytest.fixture
def go(model_folder: Path) -> Any:
    def call(command: str, out: Path, *words: str) -> int:
        where = ["--model", str(model_folder), "--threads", "1", "--out", str(out)]
        return main([command, *where, *words])

    return call


@pytest.fixture
def bag(go: Any, tmp_path: Path) -> Path:
    out = tmp_path / "bag.png"
    assert go("sample", out, "--category", "Handbags", "--seed", "7", "--truncation", "0.8") == 0
    return out


def pixels(path: Path) -> Any:
    return np.asarray(Image.open(path).convert("RGB"))


def test_a_sample_carries_its_recipe_inside_and_beside(bag: Path, designer: Designer) -> None:
    inside = json.loads(Image.open(bag).text[recipe.CHUNK])  # type: ignore[attr-defined]
    beside = json.loads(bag.with_suffix(".json").read_text())

    assert inside == beside
    assert beside == {
        "format": 1,
        "kind": "sample",
        "model": designer.version,
        "category": "Handbags",
        "truncation": 0.8,
        "seed": 7,
    }
    assert (pixels(bag) == designer.sample("Handbags", [7], 0.8)[0]).all()


def test_several_samples_are_numbered_by_their_seeds(go: Any, tmp_path: Path) -> None:
    out = tmp_path / "new" / "shoe.png"

    assert go("sample", out, "--category", "Watches", "--seed", "3", "--count", "3") == 0

    names = sorted(path.name for path in out.parent.iterdir())
    assert names == [f"shoe-{seed}.{suffix}" for seed in (3, 4, 5) for suffix in ("json", "png")]


@pytest.mark.parametrize("from_suffix", [".png", ".json"])
def test_a_recipe_replays_to_the_same_bytes(
    go: Any, bag: Path, tmp_path: Path, from_suffix: str
) -> None:
    again = tmp_path / "again.png"

    assert go("replay", again, "--recipe", str(bag.with_suffix(from_suffix))) == 0

    assert again.read_bytes() == bag.read_bytes()
    assert again.with_suffix(".json").read_bytes() == bag.with_suffix(".json").read_bytes()


def test_edits_of_edits_replay_to_the_same_bytes(go: Any, bag: Path, tmp_path: Path) -> None:
    # given a variation, recast, blended with the first design
    near, shoe, mid = (tmp_path / f"{name}.png" for name in ("near", "shoe", "mid"))
    assert go("vary", near, "--of", str(bag), "--radius", "0.5", "--seed", "2") == 0
    assert go("recast", shoe, "--of", str(near), "--category", "Shirts") == 0
    both = ("--first", str(bag), "--second", str(shoe))
    assert go("blend", mid, *both, "--weight", "0.5") == 0

    again = tmp_path / "again.png"
    assert go("replay", again, "--recipe", str(mid.with_suffix(".json"))) == 0

    assert again.read_bytes() == mid.read_bytes()
    lineage = recipe.read(mid)
    assert [each.kind for each in lineage.tree()] == ["blend", "sample", "recast", "vary", "sample"]


def test_a_variation_is_near_by_its_radius(go: Any, bag: Path, tmp_path: Path) -> None:
    distances = []
    for radius in ("0", "0.2", "1"):
        out = tmp_path / f"{radius}.png"
        assert go("vary", out, "--of", str(bag), "--radius", radius, "--seed", "5") == 0
        distances.append(float(np.abs(pixels(out).astype(int) - pixels(bag)).mean()))

    assert distances[0] == 0
    assert 0 < distances[1] < distances[2]


def test_a_blend_leads_from_one_design_to_the_other(go: Any, bag: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    assert go("sample", other, "--category", "Shirts", "--seed", "9") == 0
    both = ("--first", str(bag), "--second", str(other))

    gif = tmp_path / "blend.gif"
    assert go("blend", tmp_path / "step.png", *both, "--steps", "4", "--gif", str(gif)) == 0

    steps = [tmp_path / f"step-{number}.png" for number in range(4)]
    assert (pixels(steps[0]) == pixels(bag)).all()
    assert (pixels(steps[3]) == pixels(other)).all()
    # there and back
    assert Image.open(gif).n_frames == 6  # type: ignore[attr-defined]


def test_steering_leads_towards_what_is_backed(go: Any, bag: Path, tmp_path: Path) -> None:
    # given designs of which some are backed
    names = []
    for seed in range(6):
        assert (
            go("sample", tmp_path / f"{seed}.png", "--category", "Watches", "--seed", f"{seed}")
            == 0
        )
        names.append(f"{seed}.png,{seed * seed}")
    table = tmp_path / "backed.csv"
    table.write_text("\n".join(["design,pledges", *names]))

    made = {}
    for weight in ("-1", "0", "1"):
        out = tmp_path / f"steered{weight}.png"
        words = ("--of", str(bag), "--backed", str(table), "--weight", weight)
        assert go("steer", out, *words) == 0
        made[weight] = pixels(out)

    assert (made["0"] == pixels(bag)).all()
    assert (made["1"] != made["-1"]).any()
    again = tmp_path / "again.png"
    assert go("replay", again, "--recipe", str(tmp_path / "steered1.png")) == 0
    assert again.read_bytes() == (tmp_path / "steered1.png").read_bytes()


def test_a_table_without_its_columns_is_refused(
    go: Any, bag: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "backed.csv"
    table.write_text("a,b\n1,2\n")
    words = ("--of", str(bag), "--backed", str(table))

    assert go("steer", tmp_path / "x.png", *words) != 0
    assert "no table of design and pledges" in capsys.readouterr().err


def test_recasting_keeps_the_latent(designer: Designer, go: Any, bag: Path, tmp_path: Path) -> None:
    out = tmp_path / "shirt.png"

    assert go("recast", out, "--of", str(bag), "--category", "Shirts") == 0

    assert (pixels(out) == designer.sample("Shirts", [7], 0.8)[0]).all()


def test_a_design_is_found_for_a_photo(designer: Designer, go: Any, tmp_path: Path) -> None:
    # given a photo that the model can make: one of its own designs
    [target] = designer.sample("Shirts", [4])
    photo = tmp_path / "photo.png"
    Image.fromarray(target).save(photo)
    out = tmp_path / "found.png"

    words = ("--photo", str(photo), "--category", "Shirts", "--steps", "100")
    assert go("from-photo", out, *words) == 0

    def error(design: Any) -> float:
        return float(np.abs(design.astype(int) - target).mean())

    others = np.mean([error(design) for design in designer.sample("Shirts", list(range(10, 20)))])
    assert error(pixels(out)) < 0.5 * others
    again = tmp_path / "again.png"
    assert go("replay", again, "--recipe", str(out)) == 0
    assert again.read_bytes() == out.read_bytes()


def test_the_embedder_says_what_a_photo_shows(go: Any, tmp_path: Path, capsys: Any) -> None:
    photo = tmp_path / "photo.jpg"
    Image.fromarray(patch(0, np.random.default_rng(0))).save(photo)

    words = ("--photo", str(photo), "--steps", "1")
    assert go("from-photo", tmp_path / "a.png", *words) == 0

    named = capsys.readouterr().out.splitlines()[0].removeprefix("as ")
    assert named in ("Shirts", "Watches", "Handbags")


def test_a_photo_conditioned_model_designs_after_a_photo(
    shop: Path, cache: Path, tmp_path: Path
) -> None:
    from generator.train import train
    from tests.unit.generator.sets import small

    config = small("encoder-64", neighbours=2, kimg=0.016)
    folder = train(str(shop), tmp_path / "run", config=config, cache=cache)
    photo = tmp_path / "photo.jpg"
    Image.fromarray(patch(1, np.random.default_rng(0))).save(photo)
    where = ["--model", str(folder), "--threads", "1"]
    out, again = tmp_path / "a.png", tmp_path / "b.png"

    made = ["from-photo", *where, "--photo", str(photo), "--seed", "3", "--out", str(out)]
    assert main(made) == 0
    assert main(["replay", *where, "--recipe", str(out), "--out", str(again)]) == 0

    assert again.read_bytes() == out.read_bytes()
    assert len(recipe.read(out).code) > 100
    # and a category alone is not enough
    assert main(["sample", *where, "--out", str(out)]) == 2


def test_a_larger_design_keeps_its_recipe(bag: Path, tmp_path: Path) -> None:
    out = tmp_path / "large.png"

    assert main(["upscale", "--image", str(bag), "--out", str(out), "--side", "100"]) == 0

    assert Image.open(out).size == (100, 100)
    assert recipe.read(out) == recipe.read(bag)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("sample", "--category", "Hats"), "no category 'Hats'"),
        (("sample",), "no category None"),
        (("sample", "--category", "Shirts", "--count", "0"), "--count must be at least 1"),
        (("sample", "--category", "Shirts", "--seed", "-4"), "seed is a whole number"),
        (("sample", "--category", "Shirts", "--truncation", "9"), "truncation must be"),
        (("vary", "--of", "BAG", "--radius", "2"), "radius must lie between"),
        (("recast", "--of", "BAG", "--category", "Hats"), "no category 'Hats'"),
        (("blend", "--first", "BAG", "--second", "BAG", "--steps", "1"), "--steps must be"),
        (("blend", "--first", "BAG", "--second", "BAG", "--weight", "-1"), "weight must lie"),
        (("replay", "--recipe", "nowhere.json"), "cannot be read as a recipe"),
        (("from-photo", "--photo", "BAG.json", "--category", "Shirts"), "cannot be read as a ph"),
        (("from-photo", "--photo", "BAG", "--category", "Shirts", "--steps", "-1"), "--steps"),
    ],
)
def test_bad_input_ends_with_a_sentence_and_2(
    words: tuple[str, ...], complaint: str, go: Any, bag: Path, tmp_path: Path, capsys: Any
) -> None:
    command, *rest = (
        word.replace("BAG.json", str(bag.with_suffix(".json"))).replace("BAG", str(bag))
        for word in words
    )
    before = sorted(tmp_path.iterdir())

    assert go(command, tmp_path / "out.png", *rest) == 2

    assert complaint in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


def test_only_png_keeps_every_pixel(go: Any, tmp_path: Path, capsys: Any) -> None:
    assert go("sample", tmp_path / "a.jpg", "--category", "Shirts") == 2

    assert "written as .png" in capsys.readouterr().err


def test_a_recipe_of_another_model_is_refused(go: Any, bag: Path, tmp_path: Path) -> None:
    entry = json.loads(bag.with_suffix(".json").read_text()) | {"model": "0123456789ab"}
    (tmp_path / "foreign.json").write_text(json.dumps(entry))

    assert go("replay", tmp_path / "a.png", "--recipe", str(tmp_path / "foreign.json")) == 2


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"format": 1},
        {"format": 1, "kind": "spell", "model": "a"},
        {"format": 1, "kind": "vary", "model": "a", "parents": []},
        {"format": 1, "kind": "vary", "model": "a", "parents": [3]},
        {"format": 1, "kind": "sample", "model": "a", "seed": "seven"},
        {"format": 1, "kind": "sample", "model": "a", "seed": None},
        {"format": 1, "kind": "from-photo", "model": "a", "latent": ["x"]},
    ],
)
def test_what_is_no_recipe_is_refused(entry: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(entry))

    with pytest.raises(ValueError, match=r"recipe|invalid literal|could not convert"):
        recipe.read(path)


def test_a_lineage_has_an_end() -> None:
    made = Recipe("sample", "a", "Shirts")
    for _ in range(6):
        made = Recipe("blend", "a", parents=(made, made))

    with pytest.raises(ValueError, match="more than 200 ancestors"):
        Recipe("blend", "a", parents=(made, made))


def test_a_plain_picture_carries_no_recipe(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")

    with pytest.raises(ValueError, match="carries no recipe"):
        recipe.read(tmp_path / "a.png")


def test_every_command_has_its_module() -> None:
    import importlib

    for module, purpose in COMMANDS.values():
        loaded = importlib.import_module(module)
        assert callable(loaded.configure)
        assert callable(loaded.run)
        assert purpose
