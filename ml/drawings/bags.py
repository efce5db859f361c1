"""Handbags, and the straps, rings and chains of all bags."""

from ml.drawings.look import Look, template
from ml.drawings.objects import cord, disc, flipped, layer, line, lining, panel, rounded, tone
from ml.drawings.shapes import OUTLINE, inside, seam, shadow, stitch, zipper

METALS = ("url(#brass)", "url(#brass)", "url(#steel)")


def strap(look: Look, d: str, width: float, paint: str, *, stitched: bool = True) -> str:
    """A flat leather strap along a path."""
    seams = line(d, look.ink, width * 0.62, opacity=0.28) + line(d, paint, width * 0.62 - 1.4)
    return (
        line(d, look.ink, width + 2 * OUTLINE) + line(d, paint, width) + (seams if stitched else "")
    )


def d_ring(look: Look, x: float, y: float, metal: str, radius: float = 8) -> str:
    """A metal ring where a strap meets a bag."""
    circle = f'<circle cx="{x}" cy="{y}" r="{radius}" fill="none"'
    return (
        f'{circle} stroke="{look.ink}" stroke-width="5"/>{circle} stroke="{metal}"'
        ' stroke-width="3"/>'
    )


def chain(look: Look, d: str, metal: str, width: float = 8) -> str:
    """Links along a path."""
    return (
        line(d, look.ink, width, dash="9 4")
        + line(d, metal, width - 2.4, dash="7.4 5.6")
        + line(d, look.ink, 1.6)
    )


@template("Handbags")
def handbags(look: Look) -> str:
    kinds = {
        "tote": _tote,
        "satchel": _satchel,
        "hobo": _hobo,
        "crossbody": _crossbody,
        "bucket": _bucket,
        "bowling": _bowling,
    }
    name = look.rng.choice(
        ["tote", "tote", "satchel", "satchel", "hobo", "crossbody", "bucket", "bowling"]
    )
    titles = {
        "tote": "tote bag",
        "satchel": "top-handle bag",
        "hobo": "hobo bag",
        "crossbody": "crossbody bag",
        "bucket": "bucket bag",
        "bowling": "bowling bag",
    }
    return f"<title>{titles[name]}</title>" + kinds[name](look)


def _trim(look: Look) -> str:
    """Handles and edges: tone on tone or the second leather."""
    return look.rng.choice([tone(look.base, 0.28), look.accent, look.accent])


def _charm(look: Look, x: float, y: float, metal: str) -> str:
    if look.rng.random() > 0.4:
        return ""
    tassel = f"M{x - 7} {y + 30}L{x + 7} {y + 30}L{x + 10} {y + 72}L{x - 10} {y + 72}Z"
    fringe = "".join(
        line(f"M{x + i * 3} {y + 36}V{y + 71}", look.ink, 0.9, opacity=0.6)
        for i in (-2, -1, 0, 1, 2)
    )
    return (
        line(f"M{x} {y}V{y + 26}", look.ink, 2)
        + panel(look, tassel, look.accent, details=fringe, width=1.6)
        + disc(x, y + 27, 6, metal, look.ink)
    )


def _tote(look: Look) -> str:
    rng = look.rng
    flare, drop = rng.randint(0, 22), rng.randint(96, 128)
    metal, trim = rng.choice(METALS), _trim(look)
    top, bottom = 190, 430
    body = (
        f"M{52 - flare / 2} {top}L{332 + flare / 2} {top}L{320} {bottom - 10}"
        f"Q318 {bottom} 306 {bottom}L78 {bottom}Q66 {bottom} 64 {bottom - 10}"
        "Z"
    )
    handle = (
        f"M132 {top + 46}L136 {top - drop + 60}C138 {top - drop - 12} 246"
        f" {top - drop - 12} 248 {top - drop + 60}L252 {top + 46}"
    )
    back = (
        f"M140 {top}L146 {top - drop + 64}C150 {top - drop + 10} 234 {top - drop + 10}"
        f" 238 {top - drop + 64}L244 {top}"
    )
    corners = (
        f"M40 {bottom - 60}L64 {bottom - 60}Q100 {bottom - 52} 106 {bottom + 6}L40 {bottom + 6}Z"
    )
    details = layer(
        f"M40 {top - 4}L344 {top - 4}L344 {top + 18}L40 {top + 18}Z",
        trim,
        1.0 if rng.random() < 0.5 else 0.0,
    ) + seam(f"M40 {top + 18}H344", look)
    if rng.random() < 0.5:
        details += (
            layer(corners, trim)
            + seam(corners, look)
            + flipped(layer(corners, trim) + seam(corners, look), 192)
        )
    details += stitch(
        f"M40 {top + 24}H344M70 {top + 24}L80 {bottom - 12}M314 {top + 24}L304 {bottom - 12}", look
    )
    details += shadow(
        (
            f"M120 {top + 20}Q150 {bottom - 60} 110 {bottom}L150 {bottom}Q180"
            f" {bottom - 80} 150 {top + 20}Z"
        ),
        0.06,
    )
    tabs = "".join(
        panel(
            look,
            (
                f"M{x - 12} {top + 30}L{x + 12} {top + 30}L{x + 12} {top + 66}Q{x}"
                f" {top + 80} {x - 12} {top + 66}Z"
            ),
            trim,
            width=1.8,
        )
        + disc(x, top + 62, 3.4, metal, look.ink)
        for x in (132, 252)
    )
    inner = (
        f"M{54 - flare / 2} {top}Q192 {top - 16} {330 + flare / 2} {top}"
        f"Q192 {top + 8} {54 - flare / 2} {top}Z"
    )
    return (
        strap(look, back, 9, tone(trim, 0.3), stitched=False)
        + panel(look, inner, lining(look), width=1.6)
        + panel(look, body, shades=("sheen", "shade-x"), details=details)
        + strap(look, handle, 11, trim)
        + tabs
        + _charm(look, 252, top + 76, metal)
    )


def _satchel(look: Look) -> str:
    rng = look.rng
    metal, trim = rng.choice(METALS), _trim(look)
    top, bottom = 208, 420
    body = (
        f"M74 {top}Q192 {top - 10} 310 {top}Q330 {top + 4} 336 {top + 30}"
        f"L350 {bottom - 20}Q352 {bottom} 330 {bottom}L54 {bottom}Q32 {bottom}"
        f" 34 {bottom - 20}L48 {top + 30}Q54 {top + 4} 74 {top}Z"
    )
    handle = f"M124 {top + 16}C120 {top - 120} 264 {top - 120} 260 {top + 16}"
    flap_end = top + rng.choice([96, 120])
    rounded_flap = rng.random() < 0.5
    low = (
        f"Q330 {flap_end} 250 {flap_end + 6}L134 {flap_end + 6}Q54 {flap_end} 52 {top + 20}"
        if rounded_flap
        else f"L326 {flap_end - 14}L192 {flap_end + 26}L58 {flap_end - 14}L52 {top + 20}"
    )
    flap = (
        f"M52 {top + 20}Q56 {top} 76 {top - 2}Q192 {top - 12} 308 {top - 2}"
        f"Q328 {top} 332 {top + 20}{low}Z"
    )
    lock_y = flap_end + (2 if rounded_flap else 16)
    hang = (
        panel(look, rounded(176, lock_y - 16, 32, 34, 6), metal, width=1.8)
        + disc(192, lock_y, 5, look.ink, look.ink)
        + line(f"M192 {lock_y}v8", look.ink, 3)
    )
    feet = "".join(disc(x, bottom + 3, 5, metal, look.ink) for x in (72, 312))
    side = f"M34 {bottom - 10}L48 {top + 30}L76 {top + 10}L70 {bottom + 4}Z"
    details = (
        layer(side, "#0b0b18", 0.1)
        + seam(f"M76 {top}L70 {bottom}", look)
        + flipped(layer(side, "#0b0b18", 0.1) + seam(f"M76 {top}L70 {bottom}", look), 192)
    )
    details += stitch(f"M76 {bottom - 8}H308", look)
    rings = "".join(d_ring(look, x, top + 12, metal) for x in (124, 260))
    inset = (
        f'<g transform="translate(192 {top + 40}) scale(.955 .93) translate(-192'
        f' {-top - 40})">{stitch(flap, look)}</g>'
    )
    belt = ""
    if rng.random() < 0.4:
        belt = panel(
            look,
            f"M176 {top - 8}L208 {top - 8}L208 {lock_y + 30}Q192 {lock_y + 44} 176 {lock_y + 30}Z",
            trim,
            width=1.8,
        )
    return (
        feet
        + strap(look, handle, 13, trim)
        + panel(look, body, shades=("shade-x", "shade-y"), details=details)
        + panel(
            look,
            flap,
            look.fill if rng.random() < 0.7 else trim,
            shades=("sheen", "shade-x"),
            details=inset,
        )
        + belt
        + hang
        + rings
        + _charm(look, 124, top + 18, metal)
    )


def _hobo(look: Look) -> str:
    rng = look.rng
    metal, trim = rng.choice(METALS), _trim(look)
    dip = rng.randint(0, 26)
    body = (
        f"M70 220C112 {256 + dip} 272 {256 + dip} 314 220C340 226 358 300"
        " 352 352C346 410 300 432 192 432C84 432 38 410 32 352C26 300 44"
        " 226 70 220Z"
    )
    arc = "M74 226C60 110 120 62 192 62C264 62 324 110 310 226"
    inner = (
        f"M70 220C112 {226 + dip} 272 {226 + dip} 314 220C272 {260 + dip} 112 {260 + dip} 70 220Z"
    )
    folds = "".join(
        shadow(d, 0.08)
        for d in (
            "M84 250Q120 330 96 420Q146 350 108 262Z",
            "M300 250Q262 330 288 420Q238 350 276 262Z",
            "M150 270Q170 340 160 424Q190 350 176 272Z",
        )
    )
    pocket = seam("M110 330Q192 346 274 330", look) + stitch("M110 337Q192 353 274 337", look)
    zip_line = (
        zipper(look, f"M120 {322 + dip / 2:.0f}L264 {322 + dip / 2:.0f}")
        if rng.random() < 0.5
        else pocket
    )
    details = (
        folds
        + seam(f"M66 238C112 {272 + dip} 272 {272 + dip} 318 238", look)
        + stitch(f"M62 246C112 {280 + dip} 272 {280 + dip} 322 246", look)
    )
    return (
        strap(look, arc, 17, trim)
        + panel(look, inner, lining(look), width=1.6)
        + panel(look, body, shades=("round", "sheen"), details=details)
        + zip_line
        + d_ring(look, 74, 230, metal, 10)
        + d_ring(look, 310, 230, metal, 10)
        + _charm(look, 310, 240, metal)
    )


def _crossbody(look: Look) -> str:
    rng = look.rng
    metal = rng.choice(METALS)
    top, bottom = 262, 432
    radius = rng.choice([18, 40, 70])
    body = rounded(62, top, 260, bottom - top, radius)
    sling = "M78 276C64 150 110 50 192 50C274 50 320 150 306 276"
    hanger = (
        chain(look, sling, metal)
        if rng.random() < 0.5
        else strap(look, sling, 8, _trim(look), stitched=False)
    )
    flap = (
        f"M58 {top - 4}L326 {top - 4}L326 {top + 60}Q326 {top + 104} 280"
        f" {top + 104}L104 {top + 104}Q58 {top + 104} 58 {top + 60}Z"
    )
    quilt = ""
    if rng.random() < 0.45:
        quilt = "".join(
            line(f"M{x} {top - 10}l200 200M{x} {top - 10}l-200 200", look.ink, 1.1, opacity=0.55)
            for x in range(-60, 460, 34)
        )
    bottom_edge = (
        f"M58 {top + 60}Q58 {top + 104} 104 {top + 104}L280 {top + 104}Q326"
        f" {top + 104} 326 {top + 60}"
    )
    details = quilt + shadow(
        (
            f"M58 {top + 80}Q80 {top + 116} 110 {top + 114}L280 {top + 114}Q320"
            f" {top + 110} 326 {top + 80}L326 {top + 90}Q310 {top + 124} 280"
            f" {top + 122}L104 {top + 122}Q70 {top + 120} 58 {top + 90}Z"
        ),
        0.18,
    )
    if not quilt:
        details += stitch(
            (
                f"M64 {top + 60}Q66 {top + 97} 106 {top + 97}L278 {top + 97}Q318"
                f" {top + 97} 320 {top + 60}"
            ),
            look,
        )
    details += inside(flap, layer(flap, "url(#sheen)")) + seam(bottom_edge, look, 1.8)
    clasp = panel(look, rounded(172, top + 88, 40, 28, 8), metal, width=1.8) + line(
        f"M182 {top + 102}h20", look.ink, 2.4
    )
    return (
        hanger
        + panel(look, body, shades=("shade-x",), details=details)
        + clasp
        + d_ring(look, 78, top + 16, metal)
        + d_ring(look, 306, top + 16, metal)
    )


def _bucket(look: Look) -> str:
    metal, trim = look.rng.choice(METALS), _trim(look)
    body = "M92 214Q192 234 292 214L316 414Q318 432 298 432L86 432Q66 432 68 414Z"
    mouth = "M92 214Q104 190 192 190Q280 190 292 214Q192 234 92 214Z"
    sling = "M96 222C84 110 120 58 192 58C264 58 300 110 288 222"
    base = "M60 384Q192 398 324 384L324 440L60 440Z"
    gathers = "".join(
        line(
            (
                f"M{x} {222 + (1 - abs(x - 192) / 110) * 8:.0f}q{(192 - x) * 0.05:.1f}"
                f" 40 {(x - 192) * 0.08:.1f} 84"
            ),
            look.ink,
            1.1,
            opacity=0.5,
        )
        for x in range(108, 290, 16)
    )
    details = (
        gathers
        + layer(base, trim)
        + seam("M60 384Q192 398 324 384", look)
        + stitch("M60 392Q192 406 324 392", look)
    )
    cord_line = cord(look, "M86 262Q192 284 298 262", trim, 4.4) + cord(
        look, "M184 274q-24 40 -18 70M200 274q24 36 20 78", trim, 4
    )
    ends = panel(look, rounded(158, 340, 16, 24, 5), trim, width=1.6) + panel(
        look, rounded(212, 348, 16, 24, 5), trim, width=1.6
    )
    eyes = "".join(
        disc(x, y, 5, metal, look.ink) for x, y in ((120, 269), (156, 273), (228, 273), (264, 269))
    )
    return (
        strap(look, sling, 10, trim)
        + panel(look, mouth, lining(look))
        + panel(look, body, shades=("sheen", "shade-x"), details=details)
        + cord_line
        + eyes
        + ends
        + d_ring(look, 97, 226, metal)
        + d_ring(look, 287, 226, metal)
    )


def _bowling(look: Look) -> str:
    metal, trim = look.rng.choice(METALS), _trim(look)
    top, bottom = 214, 420
    body = (
        f"M40 {bottom - 20}C38 {top + 60} 70 {top} 130 {top}L254 {top}C314"
        f" {top} 346 {top + 60} 344 {bottom - 20}Q344 {bottom} 324 {bottom}"
        f"L60 {bottom}Q40 {bottom} 40 {bottom - 20}Z"
    )
    handle = f"M128 {top + 70}C104 {top - 130} 280 {top - 130} 256 {top + 70}"
    back = f"M142 {top}C134 {top - 96} 250 {top - 96} 242 {top}"
    strip = f"M28 {bottom - 46}L356 {bottom - 46}L356 {bottom + 6}L28 {bottom + 6}Z"
    details = (
        layer(strip, trim)
        + seam(f"M28 {bottom - 46}H356", look)
        + stitch(f"M28 {bottom - 39}H356", look)
    )
    details += line(
        (
            f"M58 {bottom - 46}C58 {top + 70} 90 {top + 22} 134 {top + 22}L250"
            f" {top + 22}C294 {top + 22} 326 {top + 70} 326 {bottom - 46}"
        ),
        look.ink,
        1.2,
    )
    tabs = "".join(
        panel(look, rounded(x - 13, top + 56, 26, 46, 10), trim, width=1.8)
        + disc(x, top + 90, 3.4, metal, look.ink)
        + d_ring(look, x, top + 62, metal, 7)
        for x in (128, 256)
    )
    return (
        strap(look, back, 9, tone(trim, 0.3), stitched=False)
        + panel(look, body, shades=("sheen", "shade-x", "shade-y"), details=details)
        + zipper(look, f"M128 {top + 11}L256 {top + 11}")
        + strap(look, handle, 11, trim)
        + tabs
    )
