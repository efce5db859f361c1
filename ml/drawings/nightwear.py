"""Nightdress and Night suits."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    hems,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.collars import bow, strap_loops
from ml.drawings.legs import Legs, draw_legs, waistband
from ml.drawings.look import Look, template
from ml.drawings.palette import darken, mix
from ml.drawings.paths import CENTRE, joined, reverse, scalloped, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    buttons,
    drawstring,
    fold,
    patch_pocket,
    ribbon,
    seam,
    stitch,
    titled,
    twice,
)

# --- nightdresses --------------------------------------------------------------------------------


@template("Nightdress")
def nightdress(look: Look) -> str:
    """A loose gown for bed: lacy slip, yoked gown with frills, sleep shirt or a robe."""
    return look.rng.choice((_slip, _slip, _gown, _gown, _night_shirt, _robe))(look)


def _lace(look: Look, path: str, width: float, *, count: int = 20) -> str:
    """A strip of lace with a scalloped lower edge and rows of eyelets."""
    pale = mix(look.accent, "#ffffff", 0.45)
    edge = scalloped(path, count, -width * 0.32)
    eyelets = (
        f'<path d="{path}" fill="none" stroke="{look.ink}" stroke-width="2" '
        f'stroke-dasharray="0 5" stroke-linecap="round" stroke-opacity="0.55"/>'
    )
    return ribbon(path, look, width, pale) + seam(edge, look, 0.9) + eyelets


def _slip(look: Look) -> str:
    """A silky slip on thin straps with lace at the bust and the hem."""
    short = look.rng.random() < 0.5
    bottom, hem = (398, 106) if short else (456, 118)
    cup = f"M192 152 Q{CENTRE + 16} 128 {CENTRE + 42} 104 Q{CENTRE + 58} 122 {CENTRE + 70} 150"
    half = (
        f"{cup} C{CENTRE + 62} 190 {CENTRE + 62} 214 {CENTRE + 68} 240 "
        f"Q{CENTRE + 88} 330 {CENTRE + hem} {bottom} Q{CENTRE + 50} {bottom + 14} 192 {bottom + 14}"
    )
    outline, rim = symmetric(half), symmetric(cup, closed=False)
    hem_line = symmetric(
        reverse(f"M{CENTRE + hem} {bottom - 10} Q{CENTRE + 50} {bottom + 4} 192 {bottom + 4}"),
        closed=False,
    )
    under_bust = f"M{CENTRE - 76} 186Q192 206 {CENTRE + 76} 186"
    folds = "".join(
        fold((CENTRE + x * 0.6, 200), (CENTRE + x * 1.25, bottom), 10 if x > 0 else -10, 0.12)
        for x in (-76, -44, -10, 26, 54, 80)
    )
    cups = twice(fold((CENTRE + 30, 194), (CENTRE + 42, 124), 7, 0.13))
    shade = f'<path d="{outline}" fill="url(#shade-x)" fill-opacity="0.8"/>'
    lace = _lace(look, rim, 17, count=18) + _lace(look, hem_line, 24, count=26)
    front = Piece(outline, details=shade + folds + cups + seam(under_bust, look) + lace)
    back = Piece(
        symmetric(f"M192 152L{CENTRE + 60} 152L{CENTRE + 66} 140Q192 136 192 136"),
        darken(look.base, 0.35),
    )
    straps = strap_loops(look, (CENTRE + 42, 106), (CENTRE + 28, 146), 44, 3.4)
    tie = bow(look, CENTRE, 154, 13, look.accent)
    return titled("lace-trimmed slip nightdress", straps, assemble(look, back, front), tie)


def _gown(look: Look) -> str:
    """A wide gown gathered under a yoke, with frilled sleeves and a flounce at the hem."""
    body = Bodice(
        top=44,
        neck=36,
        depth=34,
        back=12,
        shoulder=70,
        slope=20,
        chest=82,
        armhole=82,
        waist=94,
        waist_at=170,
        hem=122,
        length=look.rng.uniform(392, 430),
        curve=12,
    )
    y = body.top + 74
    yoke_line = f"M60 {y}Q192 {y + 14} 324 {y}"
    frill = scalloped(f"M84 {y + 5}Q192 {y + 22} 300 {y + 5}", 18, -5)
    gathers = "".join(
        fold((CENTRE + x * 0.66, y + 12), (CENTRE + x * 0.9, y + 150), 6 if x > 0 else -6, 0.13)
        for x in range(-96, 97, 24)
    )
    flounce = body.hem_path(46)
    waves = "".join(
        fold((CENTRE + x * 0.95, body.bottom - 34), (CENTRE + x, body.bottom + 12), 5, 0.15)
        for x in range(-108, 109, 24)
    )
    lace = (
        ribbon(flounce, look, 6, look.accent) + waves + _lace(look, body.hem_path(4), 9, count=30)
    )
    placket = buttons(look, CENTRE, body.top + 48, y - 2, 3, 2.8)
    pin = "".join(
        seam(f"M{CENTRE + x} {body.top + 22}L{CENTRE + x} {y + 6}", look, 0.7)
        for x in (12, 20, 28, 36)
    )
    arm = look.rng.choice(((62, 50, 24), (146, 44, 17)))
    cuff = ribbon(across_sleeve(body, *arm, 14), look, 5, look.accent)
    sleeves = sleeve_pieces(body, *arm, bell=9, puff=6, details=cuff)
    details = twice(pin) + gathers + seam(yoke_line, look, 1.5) + seam(frill, look) + lace + placket
    back, band = neckband(look, body, 8, mix(look.accent, "#ffffff", 0.4))
    front = body_piece(look, body, details)
    tie = bow(look, CENTRE, body.top + body.depth + 2, 18, look.accent)
    cloth = assemble(look, neck_inside(look, body, label=False), *sleeves, front)
    return titled("frilled nightdress", cloth, back, band, tie)


def _night_shirt(look: Look) -> str:
    """A buttoned pyjama shirt that goes down to the knee, with a scooped hem."""
    body = Bodice(
        top=52,
        neck=33,
        depth=66,
        neckline="v",
        shoulder=80,
        slope=22,
        chest=90,
        armhole=92,
        waist=88,
        waist_at=190,
        hem=102,
        length=420,
        tail=34,
        curve=4,
    )
    arm = look.rng.choice(((216, 42, 13), (98, 60, 26)))
    return titled("piped nightshirt", _lapel_shirt(look, body, arm, knobs=6))


def _robe(look: Look) -> str:
    """A wrapped robe with a shawl collar and a tied belt, a slip showing at the neck."""
    body = Bodice(
        top=50,
        neck=36,
        depth=150,
        neckline="v",
        shoulder=86,
        slope=24,
        chest=92,
        armhole=98,
        waist=84,
        waist_at=176,
        hem=112,
        length=420,
        curve=6,
    )
    y = body.top + body.waist_at
    edge = f"M{CENTRE + 6} {y}Q{CENTRE + 20} {y + 120} {CENTRE + 26} {body.bottom + 10}"
    collar = (
        f"M{CENTRE + body.neck + 8} {body.top + 2}Q{CENTRE + 48} {body.top + 90} {CENTRE + 10} {y} "
        f"L{CENTRE - 4} {y}Q{CENTRE + 26} {body.top + 80} {CENTRE + body.neck - 6} {body.top - 2} Z"
    )
    arm = (214, 52, 15)
    cuff = ribbon(across_sleeve(body, *arm, 12), look, 24, look.accent)
    sleeves = sleeve_pieces(body, *arm, details=cuff)
    folds = "".join(
        fold((CENTRE + x * 0.6, y + 10), (CENTRE + x * 1.1, body.bottom), 9 if x > 0 else -9, 0.12)
        for x in (-78, -40, 44, 80)
    )
    belt = ribbon(f"M90 {y}Q192 {y + 7} 294 {y}", look, 15, look.accent)
    front = body_piece(look, body, seam(edge, look, 1.6) + folds + belt)
    slip = Piece(
        symmetric(
            f"M192 {y - 10}L{CENTRE + 34} {body.top + 72}"
            f"Q{CENTRE + 14} {body.top + 60} 192 {body.top + 82}"
        ),
        mix(look.accent, "#ffffff", 0.4),
    )
    lapel = Piece(collar, look.accent)
    back, _ = neckband(look, body, 14, look.accent)
    cloth = assemble(look, neck_inside(look, body), slip, *sleeves, front)
    tie = bow(look, CENTRE + 6, y + 4, 30, look.accent)
    return titled("wrapped night robe", cloth, back, assemble(look, lapel.mirrored(), lapel), tie)


# --- night suits ---------------------------------------------------------------------------------


@template("Night suits")
def night_suit(look: Look) -> str:
    """A pyjama set: the top and its trousers or shorts, laid out one below the other."""
    rng = look.rng
    bottom, over = _pyjama_bottom(look)
    classic = rng.random() < 0.65
    top = _pyjama_shirt(look) if classic else _pyjama_tee(look)
    name = "pyjama set" if not over else "short pyjama set"
    shift = rng.choice((-34, 34))
    return titled(
        name if not classic else f"classic {name}",
        f'<g transform="translate({_fit(0.66, CENTRE + shift * 0.6, 352)}) '
        f'scale(0.66)">{bottom}</g>',
        f'<g transform="translate({_fit(0.68, CENTRE - shift * 0.6, 142)}) scale(0.68)">{top}</g>',
    )


def _fit(scale: float, x: float, y: float) -> str:
    """The shift that puts the canvas's centre, shrunk by ``scale``, at (x, y)."""
    return f"{x - CENTRE * scale:.1f} {y - 256 * scale:.1f}"


def _pyjama_shirt(look: Look) -> str:
    body = Bodice(
        top=100,
        neck=34,
        depth=70,
        neckline="v",
        shoulder=90,
        slope=25,
        chest=102,
        armhole=98,
        waist=100,
        hem=104,
        length=298,
        curve=3,
    )
    arm = look.rng.choice(((236, 44, 15), (236, 44, 15), (108, 66, 28)))
    return _lapel_shirt(look, body, arm, knobs=4)


def _lapel_shirt(look: Look, body: Bodice, arm: tuple[float, float, float], *, knobs: int) -> str:
    """A buttoned shirt with a soft notched collar and piping on every edge."""
    piping, low, top = look.accent, body.top + body.depth, body.top
    sleeves = sleeve_pieces(
        body, *arm, details=seam(across_sleeve(body, *arm, 22), look, 5, piping)
    )
    front = seam(f"M{CENTRE + 9} {low - 12}L{CENTRE + 9} {body.bottom + 30}", look, 4.4, piping)
    front += buttons(look, CENTRE, low + 14, body.bottom - 34, knobs, 4.4)
    pocket = patch_pocket(look, CENTRE + 30, low + 8, 44, 46)
    pocket += seam(f"M{CENTRE + 30} {low + 15}L{CENTRE + 74} {low + 15}", look, 4, piping)
    rim = (
        f"M192 {low} L{CENTRE + 50} {low - 6} L{CENTRE + 46} {low - 26} L{CENTRE + 62} {low - 30} "
        f"Q{CENTRE + 58} {top} {CENTRE + 28} {top - 14}"
    )
    leaf = joined(
        rim, f"M{CENTRE + 28} {top - 14} Q{CENTRE + 24} {low - 40} 192 {low}", closed=True
    )
    lapel = Piece(leaf, details=seam(rim, look, 7, piping))
    details = pocket + front + stitch(body.hem_path(8), look)
    cloth = assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details))
    back = Piece(
        symmetric(
            f"M192 {top - 13} L{CENTRE + 26} {top - 14} L{CENTRE + 25} {top + 4} "
            f"Q{CENTRE + 14} {top + body.back + 5} 192 {top + body.back + 5}"
        )
    )
    return cloth + assemble(look, back) + assemble(look, lapel.mirrored(), lapel)


def _pyjama_tee(look: Look) -> str:
    body = Bodice(
        top=104,
        neck=42,
        depth=46,
        neckline="scoop",
        shoulder=80,
        chest=92,
        waist=88,
        hem=96,
        length=270,
    )
    arm = look.rng.choice(((74, 60, 30), (226, 38, 15)))
    sleeves = sleeve_pieces(
        body, *arm, details=ribbon(across_sleeve(body, *arm, 5), look, 10, look.accent, ribbed=True)
    )
    paint = look.accent if look.fill != look.base else None
    y = body.top + 130
    heart = (
        f'<path d="M{CENTRE} {y + 34}C{CENTRE - 60} {y} {CENTRE - 34} {y - 40} {CENTRE} {y - 12}'
        f'C{CENTRE + 34} {y - 40} {CENTRE + 60} {y} {CENTRE} {y + 34}Z" '
        f'fill="{look.accent if paint is None else look.fill}" stroke="{look.ink}"/>'
    )
    back, band = neckband(look, body, 9, look.base, ribbed=True)
    front = body_piece(look, body, heart + hems(look, body), paint=paint)
    return assemble(look, neck_inside(look, body), *sleeves, front) + back + band


def _pyjama_bottom(look: Look) -> tuple[str, bool]:
    """Loose trousers, or now and then shorts (True), on an elastic waist with a cord."""
    short = look.rng.random() < 0.25
    legs = Legs(
        top=60,
        waist=84,
        hip=104,
        crotch=140,
        knee_at=270,
        knee=108,
        inner_knee=14,
        outer=112,
        inner=14,
        length=392,
        band=22,
        hip_at=92,
    )
    if short:
        legs = replace(legs, length=220, knee_at=190, outer=126, inner=10, inner_knee=8, knee=122)
    details = seam(f"M192 {legs.top + 22}L192 {legs.top + legs.crotch}", look)
    details += twice(seam(legs.hem_line(24), look, 5, look.accent) + stitch(legs.hem_line(6), look))
    gathers = "".join(
        fold((CENTRE + x, legs.top + 24), (CENTRE + x * 1.1, legs.top + 80), 4, 0.13)
        for x in range(-70, 71, 20)
    )
    band = waistband(look, legs, look.base, ribbed=True)
    cord = drawstring(look, legs.top + legs.dip + 12, 70, 8)
    return draw_legs(look, legs, details + gathers + band, cord), short
