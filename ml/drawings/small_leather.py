"""What is held in the hand: clutches and wallets."""

from ml.drawings.bags import METALS, chain
from ml.drawings.look import Look, template
from ml.drawings.objects import disc, layer, line, moved, panel, rounded, tone
from ml.drawings.palette import lighten, mix
from ml.drawings.shapes import inside, seam, shadow, stitch, zipper

# --- clutches ------------------------------------------------------------------------------------


@template("Clutches")
def clutches(look: Look) -> str:
    """Wide, flat evening bags without handles: envelope, kiss-lock frame, box, fold-over."""
    draw = {
        "envelope clutch": _envelope,
        "frame clutch": _frame,
        "box clutch": _box,
        "fold-over clutch": _fold_over,
    }
    title = look.rng.choice([*draw, "envelope clutch"])
    return f"<title>{title}</title>" + draw[title](look)


def _envelope(look: Look) -> str:
    rng = look.rng
    metal = rng.choice(METALS)
    body = rounded(30, 172, 324, 190, 12)
    depth = rng.choice([290, 310, 326])
    flap = (
        f"M30 184Q30 172 42 172L342 172Q354 172 354 184L354 196L{192 + 10}"
        f" {depth - 4}Q192 {depth + 4} {192 - 10} {depth - 4}L30 196Z"
    )
    asymmetric = rng.random() < 0.3
    if asymmetric:
        flap = (
            f"M30 184Q30 172 42 172L342 172Q354 172 354 184L354 200L276 {depth - 6}"
            f"Q268 {depth + 2} 256 {depth - 8}L30 214Z"
        )
    quilt = ""
    if rng.random() < 0.3:
        quilt = "".join(
            line(f"M{x} 160l220 220M{x} 160l-220 220", look.ink, 1, opacity=0.5)
            for x in range(-180, 560, 30)
        )
    shade = moved(shadow(flap, 0.16), 0, 7)
    x = 266 if asymmetric else 192
    stud = disc(x, depth - 22, 11, metal, look.ink, 1.8) + disc(
        x - 3, depth - 25, 3, "#ffffff", "none", 0
    )
    wrist = ""
    if rng.random() < 0.4:
        wrist = (
            chain(look, "M40 340C44 410 110 446 192 446C274 446 340 410 344 340", metal, 7)
            if rng.random() < 0.6
            else ""
        )
    inset = (
        f'<g transform="translate(192 172) scale(.96) translate(-192 -168)">{stitch(flap, look)}'
        "</g>"
    )
    return (
        wrist
        + panel(look, body, shades=("shade-y",), details=shade + quilt)
        + panel(look, flap, shades=("sheen",), details=quilt or inset)
        + stud
    )


def _frame(look: Look) -> str:
    metal = look.rng.choice(METALS)
    body = (
        "M58 214C34 250 26 312 40 352Q48 374 80 374L304 374Q336 374 344"
        " 352C358 312 350 250 326 214Z"
    )
    bar = "M50 214Q50 192 74 190L310 190Q334 192 334 214L334 222Q192 234 50 222Z"
    pleats = "".join(
        line(
            f"M{x} 226Q{x + (x - 192) * 0.12:.0f} 300 {x + (x - 192) * 0.16:.0f} 372",
            look.ink,
            1.1,
            opacity=0.5,
        )
        for x in range(70, 320, 20)
    )
    beads = "".join(
        disc(x, y, 3.4, lighten(look.accent, 0.5), look.ink, 0.7)
        for y in range(244, 366, 20)
        for x in range(60 + (y // 20 % 2) * 12, 330, 24)
    )
    details = look.rng.choice([pleats, pleats, beads, ""])
    clasp = disc(182, 184, 10, metal, look.ink, 1.8) + disc(203, 180, 10, metal, look.ink, 1.8)
    drop = (
        chain(
            look,
            "M66 206C20 240 0 330 60 410C100 450 284 450 324 410C384 330 364 240 318 206",
            metal,
            6,
        )
        if look.rng.random() < 0.4
        else ""
    )
    return (
        drop
        + panel(look, body, shades=("sheen", "round"), details=details)
        + panel(look, bar, metal)
        + line("M60 206Q192 214 324 206", look.ink, 1.2)
        + clasp
    )


def _box(look: Look) -> str:
    rng = look.rng
    metal = rng.choice(METALS)
    body = rounded(36, 184, 312, 170, rng.choice([10, 30, 60]))
    inlay = rng.choice(["lines", "arcs", "gems", "none"])
    details = ""
    if inlay == "lines":
        details = "".join(
            line(f"M{x} 180V360", lighten(look.base, 0.5), 2.4, opacity=0.55)
            for x in range(54, 340, 17)
        )
    elif inlay == "arcs":
        details = "".join(
            (
                f'<circle cx="192" cy="360" r="{radius}" fill="none" stroke="{look.accent}"'
                ' stroke-width="3" stroke-opacity=".8"/>'
            )
            for radius in range(30, 230, 22)
        )
    elif inlay == "gems":
        details = "".join(
            disc(x, y, 5, mix(look.accent, "#ffffff", 0.4), look.ink, 0.8)
            for y in range(204, 350, 22)
            for x in range(54 + (y // 22 % 2) * 11, 340, 22)
        )
    middle = line("M30 236H354", look.ink, 7.4) + line("M30 236H354", metal, 4.6)
    clasp = panel(look, rounded(172, 224, 40, 24, 10), metal, width=1.8) + disc(
        192, 236, 5, look.accent, look.ink
    )
    rim = (
        f'<path d="{body}" fill="none" stroke="{look.ink}" stroke-width="9"/>'
        f'<path d="{body}" fill="none" stroke="{metal}" stroke-width="5.4"/>'
    )
    return panel(look, body, shades=("sheen", "shade-y"), details=details + middle) + rim + clasp


def _fold_over(look: Look) -> str:
    body = rounded(34, 178, 316, 192, 8)
    flap = "M30 186Q30 172 44 172L340 172Q354 172 354 186L352 284L32 284Z"
    paint = look.accent if look.rng.random() < 0.4 else look.fill
    tassel = line("M56 372v8", look.ink, 2) + panel(
        look,
        "M48 380h16l5 52h-26Z",
        look.accent,
        width=1.6,
        details="".join(
            line(f"M{50 + 4 * i} 386v50", look.ink, 0.9, opacity=0.6) for i in range(4)
        ),
    )
    return (
        tassel
        + panel(
            look,
            body,
            shades=("shade-y",),
            details=shadow("M30 284H354V296H30Z", 0.2) + stitch("M42 362H342", look),
        )
        + zipper(look, "M56 368L330 368", width=4)
        + panel(look, flap, paint, shades=("sheen", "shade-y"), details=stitch("M30 277H354", look))
    )


# --- wallets -------------------------------------------------------------------------------------


@template("Wallets")
def wallets(look: Look) -> str:
    """Bifold, zip-around, continental and card holder, drawn with what is inside peeping out."""
    draw = {
        "bifold wallet": _bifold,
        "zip-around wallet": _zip_around,
        "long wallet": _long,
        "card holder": _card_holder,
        "open bifold wallet": _open,
    }
    title = look.rng.choice([*draw, "bifold wallet", "open bifold wallet"])
    return f"<title>{title.removeprefix('open ')}</title>" + draw[title](look)


def _cards(look: Look, x: float, y: float, width: float, count: int, step: float = 11) -> str:
    colours = ["#7d95ad", "#d9c39a", "#5f7d6b", "#b9848a", "#e8e4da"]
    look.rng.shuffle(colours)
    return "".join(
        panel(
            look,
            rounded(x + 2 * index, y + step * index, width - 4 * index, 90, 8),
            colours[index % 5],
            width=1.4,
        )
        for index in range(count)
    )


def _note(look: Look, x: float, y: float, width: float) -> str:
    marks = line(f"M{x + 14} {y + 7}H{x + width - 14}", "#6f8f76", 1.2)
    return panel(look, rounded(x, y, width, 60, 3), "#cfdcc6", width=1.4, details=marks)


def _emboss(look: Look, x: float, y: float) -> str:
    """A stamped mark, in place of a maker's name."""
    mark = rounded(x - 20, y - 12, 40, 24, 4)
    return line(mark, look.ink, 1.2, opacity=0.6) + line(
        f"M{x - 10} {y}h20", look.ink, 1.6, opacity=0.6
    )


def _bifold(look: Look) -> str:
    """Closed, fold on the left, seen with its back flap a little open."""
    back = rounded(76, 160, 252, 206, 12)
    front = rounded(56, 176, 256, 206, 12)
    spine = shadow("M56 176H78V382H56Z", 0.14) + seam("M80 176V382", look, 1)
    details = spine + stitch("M88 184H304V374H88", look) + _emboss(look, 272, 350)
    if look.rng.random() < 0.4:
        band = "M56 240H312V318H56Z"
        details += (
            layer(band, look.accent)
            + seam("M56 240H312M56 318H312", look)
            + stitch("M56 246H312M56 312H312", look)
        )
    return (
        panel(look, back, tone(look.base, 0.28))
        + _note(look, 88, 150, 216)
        + _cards(look, 96, 160, 206, 2)
        + panel(look, front, shades=("sheen", "shade-y"), details=details)
    )


def _open(look: Look) -> str:
    """Open like a book: slots with cards on both sides and notes behind."""
    outer = rounded(28, 168, 328, 196, 12)
    dark = tone(look.base, 0.22)
    parts = _note(look, 44, 150, 296) + panel(
        look, outer, shades=("shade-x",), details=stitch("M36 176H348V356H36Z", look)
    )
    for x in (42, 202):
        for row in range(3):
            y = 206 + 26 * row
            parts += _cards(look, x + 8, y - 18, 124, 1)
            slot = f"M{x} {y}Q{x + 70} {y + 12} {x + 140} {y}L{x + 140} 352L{x} 352Z"
            parts += panel(
                look, slot, dark if row % 2 else look.fill, width=1.4, shades=("shade-y",)
            )
            parts += stitch(f"M{x + 3} {y + 5}Q{x + 70} {y + 17} {x + 137} {y + 5}", look)
    return parts + line("M192 170V362", look.ink, 2.2) + shadow("M182 170H202V362H182Z", 0.16)


def _zip_around(look: Look) -> str:
    body = rounded(42, 166, 300, 182, 20)
    edge = rounded(50, 174, 284, 166, 14)
    zip_tape = (
        f'<path d="{edge}" fill="none" stroke="{tone(look.base, 0.4)}" stroke-width="9"/>'
        f'<path d="{edge}" fill="none" stroke="url(#brass)" stroke-width="5"'
        ' stroke-dasharray="2 1.8"/>'
    )
    front = rounded(58, 182, 268, 150, 10)
    loop = "M330 190C372 210 364 300 346 372C338 404 316 404 318 372C322 320 326 250 330 190"
    wrist = line(loop, look.ink, 12) + line(loop, look.base, 8) if look.rng.random() < 0.6 else ""
    puller = panel(look, "M326 340l10 0l4 34l-18 0Z", look.accent, width=1.6)
    return (
        wrist
        + panel(look, body, tone(look.base, 0.15))
        + zip_tape
        + panel(
            look,
            front,
            shades=("sheen", "shade-y"),
            details=stitch(rounded(64, 188, 256, 138, 6), look) + _emboss(look, 192, 257),
            width=1.6,
        )
        + puller
    )


def _long(look: Look) -> str:
    metal = look.rng.choice(METALS)
    body = rounded(32, 176, 320, 172, 12)
    flap = (
        "M32 188Q32 176 44 176L340 176Q352 176 352 188L352 246Q352 262 336"
        " 262L228 262L222 286Q192 300 162 286L156 262L48 262Q32 262 32 246"
        "Z"
    )
    details = moved(shadow(flap, 0.2), 0, 6) + stitch("M40 340H344", look)
    inset = stitch("M40 190V244Q40 254 50 254H162M344 190V244Q344 254 334 254H222", look)
    snap = disc(192, 278, 9, metal, look.ink, 1.6)
    return (
        _cards(look, 52, 164, 280, 2, 6)
        + panel(look, body, shades=("shade-y",), details=details)
        + panel(look, flap, shades=("sheen",), details=inset)
        + snap
    )


def _card_holder(look: Look) -> str:
    body = rounded(62, 190, 260, 182, 12)
    parts = _cards(look, 84, 156, 216, 3, 14) + panel(look, body, shades=("shade-y",))
    for row in range(3):
        y = 214 + 36 * row
        slot = f"M64 {y}Q192 {y + 26} 320 {y}L320 360Q320 370 310 370L74 370Q64 370 64 360Z"
        paint = look.accent if row == 2 and look.rng.random() < 0.4 else look.fill
        parts += panel(look, slot, paint, width=1.6, shades=("sheen",)) + stitch(
            f"M68 {y + 7}Q192 {y + 33} 316 {y + 7}", look
        )
    return parts + inside(body, _emboss(look, 192, 346))
