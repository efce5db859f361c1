"""Scarves."""

from ml.drawings.look import Look, template
from ml.drawings.objects import layer, line, moved, panel, tone
from ml.drawings.shapes import shadow


@template("Scarves")
def scarves(look: Look) -> str:
    """A scarf looped as on a neck, draped over the shoulders, or folded over itself."""
    kind = look.rng.choice(["looped", "looped", "folded", "draped"])
    if kind == "draped":
        return "<title>long scarf</title>" + _draped(look)
    if kind == "folded":
        return "<title>scarf</title>" + _folded(look)
    return "<title>scarf</title>" + _looped(look)


def _fringe(look: Look, x1: float, x2: float, y: float, length: float = 30, lean: float = 0) -> str:
    count = round((x2 - x1) / 6)
    return "".join(
        line(
            (
                f"M{x1 + (x2 - x1) * i / count:.1f} {y}q{(i % 3 - 1) * 3} {length / 2:.0f}"
                f" {lean + (i % 2) * 2:.0f} {length}"
            ),
            colour,
            width,
        )
        for colour, width in ((look.ink, 3.4), (look.base, 1.8))
        for i in range(count + 1)
    )


def _looped(look: Look) -> str:
    plain_end = look.rng.random() < 0.3
    left = "M140 210L122 420L206 430L214 214Z"
    right = "M190 214L206 376L286 366L252 196Z"
    back = "M96 132C96 72 288 72 288 132C292 170 270 190 240 200L144 200C114 190 92 170 96 132Z"
    hole = "M132 126C140 100 244 100 252 126C244 156 140 156 132 126Z"
    loop = (
        "M84 128C80 190 120 240 192 242C264 240 304 190 300 128C300 110"
        " 284 108 276 124C262 160 230 172 192 172C154 172 122 160 108 124"
        "C100 108 84 110 84 128Z"
    )
    folds = "".join(
        line(d, look.ink, 1.2, opacity=0.5)
        for d in (
            "M92 140C104 190 150 216 192 216C234 216 280 190 292 140",
            "M98 134C114 176 152 196 192 196C232 196 270 176 286 134",
        )
    )
    folds += shadow("M96 190C130 236 250 236 290 190C280 250 110 250 96 190Z", 0.14)
    creases = shadow("M160 230Q168 330 150 424L166 426Q184 330 176 230Z", 0.12)
    right_creases = shadow("M214 220Q232 300 236 372L248 370Q246 300 230 214Z", 0.12)
    fringe = (
        "" if plain_end else _fringe(look, 126, 203, 424, 32) + _fringe(look, 210, 282, 370, 30)
    )
    return moved(
        fringe
        + panel(look, back, tone(look.base, 0.25))
        + panel(look, hole, tone(look.base, 0.5), width=1.6)
        + panel(look, right, shades=("shade-right",), details=right_creases)
        + panel(look, left, shades=("shade-x",), details=creases)
        + panel(look, loop, shades=("shade-y",), details=folds),
        0,
        -8,
    )


def _folded(look: Look) -> str:
    back = "M150 70L292 70L300 400L166 400Z"
    front = "M84 90Q84 70 104 70L236 70Q220 74 220 96L226 430L92 430Z"
    stripes = ""
    if not look.fill.startswith("url"):
        stripes = "".join(
            layer(f"M60 {y}H320V{y + h}H60Z", look.accent)
            for y, h in ((350, 10), (370, 22), (402, 10))
        )
    fringe = _fringe(look, 96, 222, 430, 34) + _fringe(look, 170, 296, 400, 32)
    fold_line = shadow("M84 90Q84 70 104 70L130 70Q112 80 114 110L120 430L92 430Z", 0.12)
    return (
        fringe
        + panel(look, back, look.fill, shades=("shade-x",), details=layer(back, "#0b0b18", 0.2))
        + panel(
            look,
            front,
            shades=("sheen", "shade-right"),
            details=stripes
            + fold_line
            + shadow("M206 70L236 70Q220 74 220 96L226 430L210 430Z", 0.1),
        )
    )


def _draped(look: Look) -> str:
    left = "M126 96C104 150 96 260 88 424L174 430C178 300 186 190 200 128Z"
    right = "M258 96C280 150 290 250 298 388L214 396C210 300 200 190 184 128Z"
    back = "M120 104C124 44 260 44 264 104C262 130 230 140 192 140C154 140 122 130 120 104Z"
    neck = "M142 104C150 74 234 74 242 104C234 130 150 130 142 104Z"
    creases = "".join(
        line(d, look.ink, 1.2, opacity=0.45)
        for d in ("M140 110C122 180 114 280 110 424", "M170 122C152 190 146 290 142 428")
    )
    far_creases = "".join(
        line(d, look.ink, 1.2, opacity=0.45)
        for d in ("M244 110C262 180 272 270 276 390", "M216 126C232 190 242 280 246 394")
    )
    bands = ""
    if not look.fill.startswith("url"):
        bands = "".join(layer(f"M60 {y}H320V{y + 9}H60Z", look.accent) for y in (362, 380, 398))
    fringe = _fringe(look, 218, 294, 392, 32) + _fringe(look, 92, 170, 427, 34)
    return (
        fringe
        + panel(look, back, tone(look.base, 0.3))
        + panel(look, neck, tone(look.base, 0.5), width=1.6)
        + panel(look, right, shades=("shade-right",), details=far_creases + moved(bands, 0, -36))
        + panel(look, left, shades=("shade-x", "sheen"), details=creases + bands)
    )
