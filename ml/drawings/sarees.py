"""Sarees."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.indian import zari
from ml.drawings.look import Look, template
from ml.drawings.palette import darken
from ml.drawings.paths import points_along
from ml.drawings.shapes import (
    Piece,
    assemble,
    dots,
    fold,
    ribbon,
    seam,
    shadow,
    titled,
)

_SKIRT = (
    "M122 206 C112 262 96 380 88 468 Q132 480 190 480 Q246 480 300 468 C290 380 272 262 262 206 "
    "Q192 222 122 206 Z"
)


@template("Sarees")
def saree(look: Look) -> str:
    """A draped saree: pleated skirt, pallu from the hip over the left shoulder, woven borders."""
    rng = look.rng
    width, thread = rng.choice((18, 26, 34)), zari(look)
    blouse_paint = rng.choice((look.accent, look.accent, darken(look.base, 0.3)))
    blouse = _choli(look, blouse_paint, thread)
    skirt = _saree_skirt(look, width, thread)
    pallu = _pallu(look, width, thread)
    name = "saree with broad border" if width > 30 else "saree with woven border"
    return titled(name, blouse, skirt, pallu)


def _choli(look: Look, paint: str, thread: str) -> str:
    """The short blouse with sleeves to the elbow, shorter or just capped."""
    body = Bodice(
        top=46,
        neck=38,
        depth=50,
        back=12,
        neckline="scoop",
        shoulder=64,
        slope=18,
        chest=70,
        armhole=74,
        waist=62,
        waist_at=108,
        hem=60,
        length=112,
        curve=6,
    )
    arm = look.rng.choice(((88, 44, 18), (124, 40, 16), (40, 48, 22)))
    trim = ribbon(across_sleeve(body, *arm, 8), look, 12, thread)
    sleeves = sleeve_pieces(body, *arm, paint=paint, details=trim)
    hem = ribbon(body.hem_path(5), look, 9, thread)
    front = body_piece(look, body, hem, paint=paint)
    back, band = neckband(look, body, 5, thread)
    inner = replace(neck_inside(look, body, label=False), paint=darken(paint, 0.35))
    return assemble(look, inner, *sleeves, front) + back + band


def _saree_skirt(look: Look, width: float, thread: str) -> str:
    hem = (
        f"M88 {468 - width / 2}Q132 {480 - width / 2} 190 {480 - width / 2}"
        f"Q246 {480 - width / 2} 300 {468 - width / 2}"
    )
    pleats = ""
    for n in range(7):
        x1, x2 = 168 + 7 * n, 138 + 19 * n
        pleats += shadow(f"M{x1} 214L{x2} 484L{x2 + 13} 484L{x1 + 2} 214Z", 0.15)
        pleats += seam(f"M{x1} 214Q{(x1 + x2) / 2 + 2} 340 {x2} 484", look)
    drape = fold((256, 230), (178, 330), -8, 0.12) + fold((262, 260), (216, 400), -8, 0.12)
    drape += fold((124, 240), (112, 430), 8, 0.12)
    band = ribbon(hem, look, width, look.accent) + dots(hem, thread, width * 0.36, width * 0.62)
    shade = f'<path d="{_SKIRT}" fill="url(#shade-x)" fill-opacity="0.8"/>'
    return assemble(look, Piece(_SKIRT, details=shade + drape + band + pleats))


def _pallu(look: Look, width: float, thread: str) -> str:
    """The free end: it rises from the right hip across the bust and falls behind the left arm."""
    fall = look.rng.uniform(330, 420)
    across = (
        "M122 204 Q150 214 196 214 Q236 214 262 200 C258 180 262 168 266 150 "
        "C270 120 262 88 250 62 Q240 44 222 46 C214 84 178 126 140 158 Q126 178 122 204 Z"
    )
    edge = "M222 46C214 84 178 126 140 158Q126 178 122 204"
    inner = "M224 47C218 88 182 130 144 162Q130 180 126 206"
    tail = (
        f"M228 46 Q246 42 258 64 C280 110 306 200 318 {fall} "
        f"L262 {fall + 8} C262 220 262 140 228 46 Z"
    )
    end = f"M324 {fall - 16}L256 {fall - 8}"
    far = f"M246 52C284 130 304 220 313 {fall + 6}"
    folds = "".join(
        fold((228 + 6 * n, 58 + 5 * n), (140 + 22 * n, 196 + 3 * n), -6, 0.14) for n in range(4)
    )
    lines = "".join(
        seam(
            f"M{230 + 6 * n} {54 + 4 * n}Q{214 + 10 * n} {110 + 6 * n} {146 + 24 * n} {206}",
            look,
            0.8,
        )
        for n in range(4)
    )
    band = width * 0.62
    drape = (
        folds
        + lines
        + ribbon(inner, look, band, look.accent)
        + dots(inner, thread, band * 0.36, band * 0.7)
    )
    deep = ribbon(end, look, 38, look.accent) + dots(end, thread, 9, 13)
    deep += ribbon(f"M324 {fall - 44}L256 {fall - 36}", look, 5, thread)
    deep += ribbon(far, look, band * 0.7, look.accent) + dots(far, thread, 2.6, 7)
    deep += fold((250, 80), (282, fall), 8, 0.15) + fold((252, 90), (270, fall), 5, 0.12)
    fringe = "".join(
        f"M{x:.1f} {y:.1f}l-1 12" for x, y in points_along(f"M264 {fall + 8}L318 {fall}", 14)
    )
    under = Piece(tail, details=f'<path d="{tail}" fill="url(#shade-x)"/>' + deep)
    over = Piece(
        across, details=f'<path d="{across}" fill="url(#shade-x)" fill-opacity="0.7"/>' + drape
    )
    return (
        seam(fringe, look, 1.8, look.accent)
        + assemble(look, under)
        + assemble(look, over)
        + seam(edge, look, 1.8)
    )
