"""The pattern-maker's tools of the clothing templates: paths that mirror, join, turn and bulge."""

import math
import random
from xml.etree import ElementTree

import pytest

from ml.drawings.bodice import Bodice
from ml.drawings.legs import Legs
from ml.drawings.look import WIDTH, Look
from ml.drawings.paths import (
    emit,
    joined,
    mirror,
    parse,
    points_along,
    reverse,
    scalloped,
    shifted,
    symmetric,
    turned,
)
from ml.drawings.shapes import Piece, assemble, inside, shaded, titled, twice

HALF = "M192 40 C220 40 230 60 240 80 L250 300 Q220 320 192 320"


@pytest.fixture
def look() -> Look:
    return Look("#2f62b5", "#f5f2ea", "#10131c", "url(#print)", random.Random(1))


def elements(markup: str) -> list[ElementTree.Element]:
    """All elements of a piece of SVG markup; fails where it is not well-formed."""
    return list(ElementTree.fromstring(f"<svg>{markup}</svg>").iter())


def test_path_data_survives_being_read_and_written() -> None:
    assert parse(emit(parse(HALF))) == parse(HALF)


@pytest.mark.parametrize("bad", ["L1 2", "M0 0 L1 1 M2 2", "3 4", "M0 0 L1"])
def test_what_is_not_one_absolute_subpath_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="path"):
        parse(bad)


def test_mirroring_twice_gives_the_path_back() -> None:
    assert parse(mirror(mirror(HALF))) == parse(HALF)
    assert mirror("M192 0L200 10Z").endswith("Z")


def test_a_reversed_path_runs_through_the_same_points_backwards() -> None:
    there, back = points_along(HALF, 9), points_along(reverse(HALF), 9)
    for one, other in zip(there, reversed(back), strict=True):
        assert math.dist(one, other) < 1


def test_a_symmetric_outline_is_its_own_mirror_image() -> None:
    outline = symmetric(HALF)
    xs = sorted(x for points in parse(outline) for x, _ in points)
    assert outline.endswith("Z")
    assert xs == pytest.approx(sorted(WIDTH - x for x in xs))


def test_an_open_symmetric_line_runs_from_left_to_right() -> None:
    line = parse(symmetric("M192 40 L240 20", closed=False))
    assert line[0][0] == (144, 20)
    assert line[-1][-1] == (240, 20)


def test_joining_bridges_gaps_and_drops_doubled_points() -> None:
    assert joined("M0 0L1 0", "M1 0L2 0", "M5 5L6 6") == emit(parse("M0 0L1 0L2 0L5 5L6 6"))


def test_turning_by_a_quarter_goes_clockwise_on_the_screen() -> None:
    (x, y) = parse(turned("M110 100L110 100", 90, (100, 100)))[0][0]
    assert (x, y) == pytest.approx((100, 110))


def test_shifting_moves_every_point() -> None:
    assert shifted("M1 2L3 4Z", 10, -1) == "M11.0 1.0L13.0 3.0Z"


def test_points_along_a_line_are_even_and_keep_its_ends() -> None:
    assert points_along("M0 0L100 0", 5) == [(0, 0), (25, 0), (50, 0), (75, 0), (100, 0)]


def test_scallops_bulge_to_the_left_of_the_direction_by_their_depth() -> None:
    path = scalloped("M0 0L100 0", 5, 4)
    heights = [y for _, y in points_along(path, 101)]
    assert len(parse(path)) == 6
    assert min(heights) == pytest.approx(-4, abs=0.3)
    assert max(heights) == pytest.approx(0, abs=0.1)


def test_a_shaded_tone_is_darker_except_on_dark_cloth() -> None:
    assert shaded("#808080") < "#808080"
    assert shaded("#101010") > "#101010"


def test_a_clip_is_named_by_its_outline() -> None:
    one, same, other = inside("M0 0Z", "<g/>"), inside("M0 0Z", "<g/>"), inside("M1 0Z", "<g/>")
    assert one == same
    assert one.split('"')[1] != other.split('"')[1]


def test_markup_drawn_twice_holds_one_mirrored_copy() -> None:
    groups = [item for item in elements(twice('<path d="M0 0"/>')) if item.tag == "g"]
    assert [group.get("transform") for group in groups] == [f"matrix(-1 0 0 1 {WIDTH} 0)"]


def test_a_cut_is_named_by_a_title_that_comes_first() -> None:
    markup = titled("crew-neck tee", "<g/>", "<path/>")
    assert markup == "<title>crew-neck tee</title><g/><path/>"


def test_a_printed_piece_turns_its_print_and_not_its_outline(look: Look) -> None:
    plain = Piece("M100 100L200 100L200 200Z")
    turning = Piece(plain.outline, grain=20)
    assert "rotate(20.0 " in assemble(look, turning)
    assert "rotate" not in assemble(look, plain)
    assert "rotate" not in assemble(look, Piece(plain.outline, look.base, grain=20))


def test_the_other_sleeve_has_the_mirrored_outline_and_grain() -> None:
    right = Piece("M300 100L340 100L330 300Z", grain=-15, details="<g/>")
    left = right.mirrored()
    assert parse(left.outline)[0][0] == (84, 100)
    assert left.grain == 15
    assert left.mirrored().outline == right.mirrored().mirrored().outline


def test_assembled_pieces_are_one_silhouette_under_the_cloth(look: Look) -> None:
    first, *rest = elements(assemble(look, Piece("M0 0L9 0L9 9Z"), Piece("M20 0L29 0L29 9Z")))[1:]
    assert first.get("fill") == look.ink
    assert [item.get("fill") for item in rest] == ["url(#print)", "none", "url(#print)", "none"]


@pytest.mark.parametrize("neckline", ["crew", "scoop", "v", "square", "boat", "sweetheart"])
def test_every_neckline_runs_from_the_centre_front_to_the_shoulder(neckline: str) -> None:
    body = Bodice(neckline=neckline)
    half = parse(body.neck_half())
    assert half[0][0] == (192, body.top + body.depth)
    assert half[-1][-1] == (192 + body.neck, body.top)


def test_a_sleeve_ends_where_its_length_width_and_angle_put_it() -> None:
    body = Bodice()
    outer, inner = body.sleeve_end(200, 40, 20)
    assert math.dist(body.tip, outer) == pytest.approx(200)
    assert math.dist(outer, inner) == pytest.approx(40)
    assert outer[0] > inner[0] > body.tip[0] - 40


def test_a_shirt_tail_hangs_lowest_in_the_middle() -> None:
    sides = Bodice(tail=30)
    assert sides.bottom == Bodice().bottom - 30
    assert max(y for _, y in points_along(sides.hem_path(), 20)) == pytest.approx(
        Bodice().bottom, abs=1
    )


def test_legs_part_at_the_fork_and_end_at_the_hem() -> None:
    legs = Legs()
    ys = [points[-1][1] for points in parse(legs.outline())]
    assert parse(legs.inseam_half())[-1][-1] == legs.fork
    assert max(ys) == pytest.approx(legs.bottom + 3)
