"""Kurtas, Kurtis and Tunics: what tells them apart is length, slits, borders and the waist."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.collars import border, bow, front_placket, mandarin_collar, open_collar
from ml.drawings.look import Look, template
from ml.drawings.palette import darken, lightness
from ml.drawings.paths import CENTRE, reverse, scalloped, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    buttons,
    dots,
    fold,
    inside,
    patch_pocket,
    ribbon,
    seam,
    shaded,
    stitch,
    titled,
    twice,
)

GOLD = "#d8b25a"


def zari(look: Look) -> str:
    """Metallic thread that shows on the accent: gold, or dark on a pale accent."""
    return GOLD if lightness(look.accent) < 0.68 else "#a8772c"


def side_slits(look: Look, body: Bodice, height: float) -> str:
    """Open side seams at the hem, with the stitching that holds the slit's top."""
    (x, y), inner = (CENTRE + body.hem, body.bottom), 9
    gap = (
        f"M{x + 2} {y - height}Q{x - inner * 0.6} "
        f"{y - height * 0.4} {x - inner} {y + 8}L{x + 9} {y + 8}Z"
    )
    edge = f"M{x - 3} {y - height}Q{x - inner * 0.9 - 4} {y - height * 0.4} {x - inner - 4} {y}"
    return twice(
        f'<path d="{gap}" fill="{darken(look.base, 0.35)}"/>'
        + seam(gap, look, 1.6)
        + stitch(edge, look)
    )


# --- kurtas --------------------------------------------------------------------------------------


@template("Kurtas")
def kurta(look: Look) -> str:
    """A long straight tunic to the knee: standing collar, buttoned placket, long sleeves, slits."""
    rng = look.rng
    body = Bodice(
        top=52,
        neck=29,
        depth=20,
        shoulder=80,
        slope=22,
        chest=88,
        armhole=92,
        waist=86,
        waist_at=200,
        hem=96,
        length=rng.uniform(402, 424),
        curve=2,
    )
    low = body.top + body.depth
    trim = rng.choice((look.fill, look.fill, look.accent, shaded(look.base)))
    festive = rng.random() < 0.45
    length = rng.uniform(118, 150)
    placket = front_placket(look, low, low + length, 5, trim, width=16, radius=2.8)
    if festive:
        placket = _zardozi(look, low, length + 14) + placket
    rolled = not festive and rng.random() < 0.35
    arm = (182, 44, 14) if rolled else (262, 34, 13)
    cuff = _sleeve_border(look, body, arm, 11 if festive else 0)
    if rolled:
        cuff = ribbon(across_sleeve(body, *arm, 10), look, 20, look.fill)
    sleeves = sleeve_pieces(body, *arm, details=cuff)
    hem = stitch(body.hem_path(7), look)
    if festive:
        hem = border(look, body.hem_path(12), 13, look.accent, zari(look))
    pocket = "" if festive or rng.random() < 0.5 else patch_pocket(look, CENTRE + 28, 146, 36, 38)
    slits = side_slits(look, body, rng.uniform(84, 112))
    cloth = assemble(look, *sleeves, body_piece(look, body, pocket + placket + hem + slits))
    name = "embroidered long kurta" if festive else "long straight kurta"
    if rng.random() < 0.8:
        return titled(name, cloth, mandarin_collar(look, body, trim))
    return titled(name, cloth, open_collar(look, body, trim, opening=30, spread=14))


def _zardozi(look: Look, top: float, length: float) -> str:
    """Embroidery in vines on both sides of the placket."""
    vine = "".join(
        f"M{CENTRE + 14} {y}q9 -2 11 -10q-9 1 -11 10q8 6 11 12q-10 -2 -11 -12"
        for y in range(int(top) + 16, int(top + length) - 6, 22)
    )
    panel = symmetric(
        f"M192 {top}L{CENTRE + 30} {top - 4}L{CENTRE + 28} {top + length}L192 {top + length + 16}"
    )
    rail = dots(f"M{CENTRE + 26} {top}L{CENTRE + 24} {top + length}", zari(look), 2, 5)
    return f'<path d="{panel}" fill="{look.accent}" stroke="{look.ink}" stroke-width="1"/>' + twice(
        f'<path d="{vine}" fill="{zari(look)}"/>' + rail
    )


def _sleeve_border(look: Look, body: Bodice, arm: tuple[float, float, float], width: float) -> str:
    if not width:
        return stitch(across_sleeve(body, *arm, 8), look)
    return border(look, across_sleeve(body, *arm, width * 0.9), width, look.accent, zari(look))


# --- kurtis --------------------------------------------------------------------------------------


@template("Kurtis")
def kurti(look: Look) -> str:
    """A woman's shaped kurti to the thigh: embroidered neck, three-quarter sleeves, a border."""
    rng = look.rng
    flared = rng.random() < 0.4
    body = Bodice(
        top=76,
        neck=40,
        depth=rng.uniform(50, 64),
        back=14,
        neckline=rng.choice(("scoop", "v", "square")),
        shoulder=70,
        slope=20,
        chest=79,
        armhole=86,
        waist=68,
        waist_at=166,
        hem=124 if flared else 98,
        length=rng.uniform(338, 362),
        curve=12 if flared else 3,
    )
    arm = rng.choice(((46, 54, 20), (172, 42, 16), (172, 42, 16), (96, 50, 18), None))
    if arm is None:
        body = replace(body, shoulder=62, cutaway=10)
    details = _hem_border(look, body) + _front_work(look, body)
    if flared:
        details += _godets(look, body)
    else:
        details += side_slits(look, body, 78)
    sleeves: tuple[Piece, ...] = ()
    if arm:
        sleeves = sleeve_pieces(body, *arm, details=_sleeve_border(look, body, arm, 13))
    rim = "" if arm else twice(ribbon(body.armhole_half(), look, 5, look.accent))
    back, band = neckband(look, body, 6, look.accent)
    inside_back = neck_inside(look, body, label=False)
    cloth = assemble(look, inside_back, *sleeves, body_piece(look, body, details))
    sleeve = "sleeveless " if arm is None else "three-quarter-sleeve " if arm[0] > 150 else ""
    name = f"{sleeve}{'flared' if flared else 'straight'} kurti"
    return titled(name, cloth, rim, back, band)


def _hem_border(look: Look, body: Bodice) -> str:
    width = look.rng.choice((18, 26, 34))
    main = ribbon(body.hem_path(width / 2 + 2), look, width, look.accent)
    paisleys = dots(body.hem_path(width / 2 + 2), zari(look), width * 0.4, width * 0.75)
    above = dots(body.hem_path(width + 9), look.accent, 3.2, 8)
    return main + paisleys + above


def _front_work(look: Look, body: Bodice) -> str:
    """The embroidered yoke below the neck: a bib, a long panel or rows of beads."""
    low, thread = body.top + body.depth, zari(look)
    kind = look.rng.choice(("bib", "panel", "beads", "panel"))
    neck = body.neckline_path(-12)
    if kind == "bib":
        bib = symmetric(
            f"M192 {low + 44}Q{CENTRE + 44} {low + 36} {CENTRE + body.neck + 18} {body.top + 20}"
            f"L{CENTRE + body.neck} {body.top - 4}L192 {body.top - 4}"
        )
        lines = dots(body.neckline_path(-14), thread, 4, 8)
        lines += dots(
            symmetric(
                f"M192 {low + 36}Q{CENTRE + 38} {low + 28} "
                f"{CENTRE + body.neck + 12} {body.top + 18}",
                closed=False,
            ),
            thread,
            2.6,
            6,
        )
        sprig = f"M192 {low + 12}q7 -8 0 -4q-7 -4 0 4q-9 4 0 10q9 -6 0 -10"
        return (
            f'<path d="{bib}" fill="{look.accent}"/>'
            + seam(bib, look)
            + inside(bib, lines)
            + f'<path d="{sprig}" fill="{thread}"/>'
        )
    beads = ribbon(neck, look, 11, look.accent) + dots(neck, thread, 4, 7.5)
    if kind == "beads":
        return beads + buttons(look, CENTRE, low + 20, low + 74, 4, 2.8)
    bottom = body.bottom
    panel = (
        f"M{CENTRE - 17} {low + 8}L{CENTRE + 17} {low + 8}"
        f"L{CENTRE + 20} {bottom + 8}L{CENTRE - 20} {bottom + 8}Z"
    )
    rails = dots(f"M{CENTRE + 12} {low + 12}L{CENTRE + 14} {bottom}", thread, 2.4, 6)
    middle = buttons(look, CENTRE, low + 24, low + 24 + 26 * 5, 6, 2.8)
    return (
        f'<path d="{panel}" fill="{look.accent}"/>'
        + seam(panel, look)
        + twice(rails)
        + middle
        + beads
    )


def _godets(look: Look, body: Bodice) -> str:
    """Panel seams that open into the flare."""
    waist, bottom = body.top + body.waist_at - 40, body.bottom + 14
    lines = "".join(
        seam(
            f"M{CENTRE + x} {waist}Q{CENTRE + x * 1.1} {waist + 90} {CENTRE + x * 2.3} {bottom}",
            look,
            0.9,
        )
        + fold((CENTRE + x * 1.2, waist + 60), (CENTRE + x * 2.5, bottom - 4), 9, 0.13)
        for x in (20, 40)
    )
    return twice(lines)


# --- tunics --------------------------------------------------------------------------------------


@template("Tunics")
def tunic(look: Look) -> str:
    """A loose hip-long overtop: gathered under the bust, belted, smocked or with a shirt front."""
    cut = look.rng.choice((_empire_tunic, _belted_tunic, _shirt_tunic, _kaftan))
    return cut(look)


_LOOSE = Bodice(
    top=88,
    neck=46,
    depth=44,
    back=12,
    neckline="scoop",
    shoulder=76,
    slope=22,
    chest=88,
    armhole=90,
    waist=90,
    waist_at=170,
    hem=112,
    length=314,
    curve=10,
)


def _gathers(body: Bodice, y: float, *, reach: float = 120, step: int = 22) -> str:
    """Folds that fall from a gathered seam at height ``y`` to the hem."""
    span = body.hem - 8
    marks = []
    for x in range(-int(span), int(span) + 1, step):
        marks.append(
            fold(
                (CENTRE + x * 0.78, y + 2), (CENTRE + x * 0.92, y + reach), 5 if x > 0 else -5, 0.15
            )
        )
    return "".join(marks)


def _empire_tunic(look: Look) -> str:
    body = replace(_LOOSE, neckline=look.rng.choice(("scoop", "v")), depth=54, waist=84)
    y = body.top + 124
    seam_line = f"M60 {y}Q192 {y + 10} 324 {y}"
    band = ribbon(seam_line, look, 14, look.accent) + _gathers(body, y + 8)
    yoke = "".join(
        fold((CENTRE + x, y - 6), (CENTRE + x * 0.9, y - 44), 4, 0.14) for x in range(-60, 61, 20)
    )
    arm = look.rng.choice(((60, 56, 24), (170, 46, 17)))
    sleeves = sleeve_pieces(body, *arm, bell=8)
    back, rim = neckband(look, body, 6, look.accent)
    hem = stitch(body.hem_path(7), look)
    cloth = assemble(
        look, neck_inside(look, body), *sleeves, body_piece(look, body, yoke + band + hem)
    )
    tie = bow(look, CENTRE, y + 6, 22, look.accent)
    return titled("empire-line tunic", cloth, back, rim, tie)


def _belted_tunic(look: Look) -> str:
    body = replace(_LOOSE, neckline="boat", neck=52, depth=30, waist=74, hem=112, chest=86)
    y = body.top + body.waist_at
    belt = ribbon(f"M80 {y}Q192 {y + 6} 304 {y}", look, 15, look.accent)
    blouson = "".join(
        fold((CENTRE + x, y - 6), (CENTRE + x * 1.15, y - 54), 5, 0.13) for x in range(-56, 57, 28)
    )
    sleeves = sleeve_pieces(
        body, 168, 56, 19, bell=14, details=fold((314, 190), (334, 262), 7, 0.12)
    )
    back, rim = neckband(look, body, 5, look.base)
    x = CENTRE + 6
    buckle = (
        f'<rect x="{x - 12}" y="{y - 6}" width="20" height="20" rx="3" fill="none" stroke="{GOLD}" '
        'stroke-width="3.2"/>'
    )
    details = blouson + _gathers(body, y + 6) + belt + stitch(body.hem_path(7), look)
    cloth = assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details))
    return titled("belted tunic", cloth, back, rim, buckle)


def _shirt_tunic(look: Look) -> str:
    body = replace(_LOOSE, neck=32, depth=20, hem=106, tail=34, length=330, shoulder=80, chest=92)
    low = body.top + 40
    placket = front_placket(look, low, low + 104, 4, width=16)
    y = low + 104
    pin = "".join(
        seam(f"M{CENTRE + x} {body.top + 24}L{CENTRE + x} {y}", look, 0.8) for x in (18, 26, 34, 42)
    )
    pleats = _gathers(body, y, reach=150, step=30) + twice(pin)
    arm = (172, 48, 17)
    tab = ribbon(across_sleeve(body, *arm, 9), look, 18, look.base)
    sleeves = sleeve_pieces(body, *arm, details=tab)
    base = assemble(
        look,
        *sleeves,
        body_piece(look, body, pleats + placket + stitch(body.hem_path(6), look)),
    )
    return titled(
        "pintucked tunic", base, open_collar(look, body, look.fill, opening=48, spread=16)
    )


def _kaftan(look: Look) -> str:
    """Body and sleeves in one wide piece, drawn in at the waist by a cord."""
    wide = look.rng.uniform(146, 158)
    half = (
        f"M192 176 Q{CENTRE + 18} 136 {CENTRE + 40} 92 L{CENTRE + 74} 104 Q{CENTRE + 128} 150 "
        f"{CENTRE + wide} 244 L{CENTRE + wide - 44} 268 Q{CENTRE + 100} 240 {CENTRE + 82} 262 "
        f"Q{CENTRE + 88} 330 {CENTRE + 108} 396 Q{CENTRE + 40} 412 192 412"
    )
    outline = symmetric(half)
    neck = symmetric(f"M192 176 Q{CENTRE + 18} 136 {CENTRE + 40} 92", closed=False)
    cuff = f"M{CENTRE + wide - 2} 240L{CENTRE + wide - 46} 264"
    hem = symmetric(reverse(f"M{CENTRE + 108} 391 Q{CENTRE + 40} 407 192 407"), closed=False)
    fringe = ribbon(hem, look, 14, look.accent) + dots(hem, zari(look), 3.6, 8)
    trims = ribbon(neck, look, 16, look.accent) + dots(neck, zari(look), 3.6, 8)
    cord = "M96 268Q192 280 288 268"
    drapes = "".join(
        fold((CENTRE + x, 270), (CENTRE + x * 1.4, 372), 7, 0.13)
        + fold((CENTRE + x, 262), (CENTRE + x * 1.3, 196), 6, 0.12)
        for x in (-62, -30, 6, 34, 64)
    )
    inner = symmetric(f"M192 178 Q{CENTRE + 18} 136 {CENTRE + 40} 92 Q{CENTRE + 24} 104 192 104")
    shade = f'<path d="{outline}" fill="url(#shade-x)" fill-opacity="0.6"/>'
    front = Piece(
        outline,
        details=shade
        + drapes
        + ribbon(cord, look, 5, look.accent)
        + twice(ribbon(cuff, look, 12, look.accent))
        + fringe,
    )
    scallops = seam(scalloped(hem, 22, 4), look, 0.8)
    back = Piece(inner, darken(look.base, 0.3))
    tie = bow(look, CENTRE, 275, 24, look.accent)
    return titled("kaftan tunic", assemble(look, back, front), trims, scallops, tie)
