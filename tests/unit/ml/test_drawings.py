"""The renderer: one seed one picture, true boxes, every category, plain errors."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from ml.drawings import TEMPLATES, draw
from ml.drawings.look import HEIGHT, WIDTH
from ml.drawings.palette import ink_for, lightness, mix, rgb, to_hex
from ml.drawings.prints import PRINTS
from ml.drawings.render import design, document
from ml.drawings.sizing import SIZES
from ml.drawings.traits import TRAITS
from ml.taxonomy import load

CATEGORIES = load().categories
MARGIN = 12
"""Units that stay free at every side: half of what templates aim at, for outlines and laces."""


def digest(image: Image.Image) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def test_every_category_of_the_taxonomy_has_a_template_and_traits() -> None:
    assert set(TEMPLATES) == set(CATEGORIES) == set(TRAITS)


def test_traits_speak_the_words_of_the_taxonomy_and_of_the_other_tables() -> None:
    taxonomy = load()
    for category, traits in TRAITS.items():
        assert set(traits.colours) <= set(taxonomy.colours), category
        assert set(traits.usages) <= set(taxonomy.usages), category
        assert set(traits.genders) <= set(taxonomy.genders), category
        assert set(traits.seasons) <= set(taxonomy.seasons), category
        assert set(traits.prints) <= {*PRINTS, "plain"}, category
        assert traits.sizes in SIZES, category
        assert traits.price[0] < traits.price[1], category


@pytest.mark.parametrize("category", CATEGORIES)
def test_same_seed_gives_same_bytes_and_another_seed_another_picture(category: str) -> None:
    first, again = (draw(category, seed=3, size=(96, 128)) for _ in range(2))
    others = {digest(draw(category, seed=seed, size=(96, 128)).image) for seed in (4, 5, 6)}

    assert first.svg == again.svg
    assert digest(first.image) == digest(again.image)
    assert digest(first.image) not in others


@pytest.mark.parametrize("category", CATEGORIES)
def test_drawings_stay_within_the_margin_whatever_the_seed(category: str) -> None:
    for seed in range(6):
        x1, y1, x2, y2 = draw(category, seed=seed, size=(96, 128)).box
        free = (x1 * WIDTH, y1 * HEIGHT, (1 - x2) * WIDTH, (1 - y2) * HEIGHT)
        assert min(free) >= MARGIN, (seed, free)


@pytest.mark.parametrize("category", CATEGORIES)
def test_box_is_tight_around_the_visible_pixels(category: str) -> None:
    drawing = draw(category, seed=1)
    darkness = 255 - np.asarray(drawing.image).min(axis=2)
    rows, columns = np.nonzero(darkness > 24)
    found = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    claimed = np.array(drawing.box) * (WIDTH, HEIGHT, WIDTH, HEIGHT)

    assert np.abs(claimed - found).max() <= 2


def test_picture_is_rgb_on_white_in_the_size_asked_for() -> None:
    drawing = draw("Handbags", seed=0, size=(120, 160))

    assert drawing.image.mode == "RGB"
    assert drawing.image.size == (120, 160)
    assert drawing.image.getpixel((0, 0)) == (255, 255, 255)


def test_box_does_not_depend_on_the_size() -> None:
    large, small = draw("Watches", seed=2), draw("Watches", seed=2, size=(192, 256))

    assert np.allclose(large.box, small.box, atol=0.012)


def test_one_seed_in_two_colours_is_the_same_cut_for_the_same_buyer() -> None:
    red, blue = (design("Dresses", seed=11, colour=colour) for colour in ("Red", "Blue"))

    assert (red.title, red.gender, red.season) == (blue.title, blue.gender, blue.season)
    assert red.body != blue.body


def test_asked_for_colour_is_the_colour_of_the_pixels() -> None:
    image = draw("Tshirts", seed=0, colour="Red").image.resize((48, 64))
    red, green, blue = np.asarray(image)[20:40, 18:30].reshape(-1, 3).mean(axis=0)

    assert red > 2 * green
    assert red > 2 * blue


def test_grey_melange_is_always_flecked() -> None:
    assert design("Sweatshirts", seed=5, colour="Grey Melange").print_name == "melange"


def test_unknown_category_is_named_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"no drawing for the category 'Umbrellas'.*Handbags"):
        draw("Umbrellas", seed=0)


def test_unknown_colour_is_named() -> None:
    with pytest.raises(ValueError, match="'Ultraviolet' is not a colour"):
        draw("Handbags", seed=0, colour="Ultraviolet")


@pytest.mark.parametrize("category", CATEGORIES)
def test_svg_has_no_text_and_no_outside_references(category: str) -> None:
    svg = document(design(category, seed=9))

    assert "<text" not in svg
    assert "href" not in svg


def test_hex_survives_the_way_to_channels_and_back() -> None:
    assert to_hex(rgb("#1f2a4d")) == "#1f2a4d"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


@pytest.mark.parametrize("colour", load().hexes)
def test_ink_can_be_told_from_its_base(colour: str) -> None:
    assert abs(lightness(ink_for(colour)) - lightness(colour)) > 0.12
