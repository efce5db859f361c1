"""Earrings, always a pair."""

from ml.drawings.look import Look
from ml.drawings.objects import disc, flipped, line, moved, panel, ring_of
from ml.drawings.palette import darken
from ml.drawings.stones import METAL, gem, pearl, piece, stone_colour, wire


@piece("Earrings")
def earrings(look: Look) -> str:
    """Always a pair: studs, hoops, drops, chandeliers, jhumkas."""
    draw = {
        "hoops": _hoop,
        "drop earrings": _drop,
        "chandelier earrings": _chandelier,
        "jhumkas": _jhumka,
        "stud earrings": _stud,
        "tassel earrings": _tassel_earring,
    }
    title = look.rng.choice(list(draw))
    one = draw[title](look)
    return f"<title>{title}</title>" + moved(one, 106, 0) + moved(flipped(one, 0), 278, 0)


def _hook(look: Look, top: float) -> str:
    return wire(
        look,
        (
            f"M0 {top}C0 {top - 26} -4 {top - 50} 12 {top - 56}C32 {top - 58}"
            f" 30 {top - 20} 26 {top - 4}"
        ),
        3,
    )


def _stud(look: Look) -> str:
    y, stone, cut = (
        256,
        stone_colour(look),
        look.rng.choice(["round", "square", "flower", "pearl", "drop"]),
    )
    if cut == "pearl":
        return pearl(look, 0, y, 50) + "".join(
            gem(look, x, yy, 7, stone) for x, yy in ring_of((0, y), 58, 16)
        )
    if cut == "flower":
        petals = "".join(
            (
                f'<g transform="rotate({angle} 0 {y})">'
                f"{gem(look, 0, y - 40, 17, stone, 'marquise')}"
                "</g>"
            )
            for angle in range(0, 360, 60)
        )
        return disc(0, y, 30, METAL, look.ink, 1.6) + petals + gem(look, 0, y, 15, "#e9eef5")
    setting = (
        disc(0, y, 60, METAL, look.ink, 2.4)
        if cut != "square"
        else panel(look, f"M-56 {y - 56}H56V{y + 56}H-56Z", METAL)
    )
    prongs = "".join(
        disc(x, yy, 6.4, METAL, look.ink, 1.4)
        for x, yy in ring_of((0, y), 62 if cut == "square" else 50, 4, 45)
    )
    return setting + gem(look, 0, y, 48 if cut != "drop" else 38, stone, cut) + prongs


def _hoop(look: Look) -> str:
    rng = look.rng
    radius, thick = rng.randint(56, 76), rng.choice([8, 13, 19])
    y = 266
    ring = f'<circle cx="0" cy="{y}" r="{radius}" fill="none"'
    parts = (
        f'{ring} stroke="{look.ink}" stroke-width="{thick + 4.6}"/>{ring}'
        f' stroke="{METAL}" stroke-width="{thick}"/>'
    )
    parts += (
        f'<circle cx="-{thick * 0.12:.1f}" cy="{y - thick * 0.12:.1f}" r="{radius}"'
        f' fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="{thick * 0.2:.1f}"/>'
    )
    if rng.random() < 0.4:
        parts += "".join(
            gem(look, x, yy, thick * 0.42, stone_colour(look))
            for x, yy in ring_of((0, y), radius, 24, 0)[1:12]
        )
    post = wire(
        look, f"M-3 {y - radius}C-2 {y - radius - 24} 14 {y - radius - 24} 16 {y - radius + 4}", 3
    )
    return post + parts + disc(0, y - radius, thick * 0.62, METAL, look.ink, 1.6)


def _drop(look: Look) -> str:
    rng, stone = look.rng, stone_colour(look)
    cut = rng.choice(["drop", "oval", "marquise", "pearl"])
    y = 300
    parts = _hook(look, 176) + gem(look, 0, 192, 16, "#e9eef5" if rng.random() < 0.5 else stone)
    parts += wire(look, "M0 208V236", 3)
    if cut == "pearl":
        return parts + disc(0, 242, 9, METAL, look.ink, 1.4) + pearl(look, 0, 286, 40)
    frame = (
        f'<ellipse cx="0" cy="{y}" rx="48" ry="66" fill="{METAL}" stroke="{look.ink}"'
        ' stroke-width="2.2"/>'
    )
    tiny = "".join(
        disc(x, y + (yy - y) * 1.38, 3.4, "#f4f6fa", look.ink, 0.7)
        for x, yy in ring_of((0, y), 42.5, 26)
    )
    return parts + frame + tiny + gem(look, 0, y + 2, 33 if cut != "marquise" else 30, stone, cut)


def _chandelier(look: Look) -> str:
    stone = stone_colour(look)
    plate = "M-52 226Q0 176 52 226Q62 250 46 270Q0 244 -46 270Q-62 250 -52 226Z"
    fringe = ""
    for x, length in ((-44, 46), (-22, 66), (0, 82), (22, 66), (44, 46)):
        top = 262 - (1 - abs(x) / 44) * 10
        fringe += (
            wire(look, f"M{x} {top:.0f}V{top + length * 0.5:.0f}", 2.4)
            + disc(x, top + length * 0.5, 4, METAL, look.ink, 1)
            + gem(look, x, top + length * 0.5 + 20, 9, stone, "drop")
        )
    holes = "".join(gem(look, x, yy, 8, stone) for x, yy in ((-30, 236), (0, 222), (30, 236)))
    return (
        _hook(look, 152)
        + gem(look, 0, 172, 19, stone)
        + wire(look, "M0 190V202", 3)
        + fringe
        + panel(look, plate, METAL)
        + holes
    )


def _jhumka(look: Look) -> str:
    stone = look.accent
    bell = "M-12 214C-50 222 -66 262 -68 312Q0 330 68 312C66 262 50 222 12 214Z"
    rows = "".join(
        line(
            f"M{-66 + k} {312 - 3 * k}Q0 {330 - 3 * k} {66 - k} {312 - 3 * k}",
            look.ink,
            1.2,
            opacity=0.7,
        )
        for k in (6, 20)
    )
    flutes = "".join(
        line(f"M{x * 0.16:.0f} 216C{x * 0.8:.0f} 236 {x} 270 {x} 320", look.ink, 1.1, opacity=0.5)
        for x in range(-54, 60, 18)
    )
    dots = "".join(
        gem(look, x, 300 + 7 * (1 - (x / 60) ** 2), 5, stone) for x in range(-54, 60, 18)
    )
    beads = "".join(pearl(look, x, 332 + 8 * (1 - (x / 60) ** 2), 7.4) for x in range(-60, 66, 15))
    top = "".join(gem(look, x, y, 7, stone) for x, y in ring_of((0, 168), 25, 8)) + gem(
        look, 0, 168, 14, "#f1e6d6"
    )
    return (
        disc(0, 168, 35, METAL, look.ink, 2.2)
        + top
        + wire(look, "M0 202V214", 4)
        + beads
        + panel(look, bell, METAL, details=rows + flutes + dots)
    )


def _tassel_earring(look: Look) -> str:
    colour = look.accent
    fringe = "M-24 250L24 250L32 380Q0 388 -32 380Z"
    threads = "".join(
        line(f"M{x * 0.8:.0f} 250L{x} 386", darken(colour, 0.45), 1.2, opacity=0.7)
        for x in range(-30, 34, 5)
    )
    cap = "M-18 226Q0 214 18 226L25 252Q0 260 -25 252Z"
    return (
        _hook(look, 172)
        + disc(0, 184, 17, METAL, look.ink, 2)
        + gem(look, 0, 184, 10, stone_colour(look))
        + wire(look, "M0 202V222", 3)
        + panel(look, fringe, colour, shades=("shade-x",), details=threads)
        + panel(look, cap, METAL)
    )
