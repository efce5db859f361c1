"""Backpacks."""

from ml.drawings.look import Look, template
from ml.drawings.objects import layer, line, panel, rounded, tone
from ml.drawings.palette import lighten, mix
from ml.drawings.shapes import seam, shadow, stitch, zipper

_PACKS = {
    "daypack": "backpack",
    "roll-top": "roll-top backpack",
    "flap": "buckled rucksack",
    "mini": "mini backpack",
}


@template("Backpacks")
def backpacks(look: Look) -> str:
    """Day packs from the front: haul loop, shoulder straps peeping out, pockets, zips."""
    rng = look.rng
    kind = rng.choice(["daypack", "daypack", "roll-top", "flap", "mini"])
    trim = rng.choice([look.accent, tone(look.base, 0.25)])
    straps = "".join(
        line(d, look.ink, 22)
        + line(d, tone(look.base, 0.3), 17.4)
        + line(d, look.ink, 9, dash="1.2 5", opacity=0.4)
        for d in ("M112 130C60 180 46 260 58 380", "M272 130C324 180 338 260 326 380")
    )
    loop = line("M164 92C164 44 220 44 220 92", look.ink, 14) + line(
        "M164 92C164 44 220 44 220 92", trim, 9.4
    )
    draw = {"daypack": _daypack, "roll-top": _roll_top, "flap": _flap_pack, "mini": _daypack}[kind]
    return f"<title>{_PACKS[kind]}</title>" + straps + loop + draw(look, trim)


_PACK = (
    "M82 200C82 112 120 78 192 78C264 78 302 112 302 200L310 414Q310"
    " 448 276 448L108 448Q74 448 74 414Z"
)


def _daypack(look: Look, trim: str) -> str:
    rng = look.rng
    details = layer("M60 410Q192 424 324 410L324 460L60 460Z", trim) + seam(
        "M60 410Q192 424 324 410", look
    )
    details += shadow("M74 200Q104 300 84 448L110 448Q122 300 92 160Z", 0.1) + shadow(
        "M310 200Q280 300 300 448L274 448Q262 300 292 160Z", 0.1
    )
    main_zip = zipper(look, "M284 236C288 140 250 106 192 106C134 106 96 140 100 236")
    pocket = (
        "M102 300Q102 276 126 274L258 274Q282 276 282 300L286 400Q286 424"
        " 262 424L122 424Q98 424 98 400Z"
    )
    pocket_paint = look.fill if rng.random() < 0.65 else trim
    daisy = panel(
        look,
        pocket,
        pocket_paint,
        shades=("sheen", "shade-y"),
        details=stitch("M110 304Q110 284 128 282L256 282Q274 284 274 304", look),
    )
    upper = ""
    if rng.random() < 0.6:
        upper = seam("M118 200Q192 184 266 200L264 258Q192 266 120 258Z", look) + zipper(
            look, "M132 206Q192 194 252 206", width=4
        )
    label = panel(
        look,
        rounded(172, 226, 40, 26, 4),
        mix(trim, "#8a5a35", 0.5),
        width=1.4,
        details=line("M180 239h24", look.ink, 1.4),
    )
    sides = "".join(
        panel(look, d, tone(look.base, 0.25), width=1.6)
        for d in (
            "M74 350Q56 346 54 372L58 424Q62 440 78 436Z",
            "M310 350Q328 346 330 372L326 424Q322 440 306 436Z",
        )
    )
    return (
        sides
        + panel(look, _PACK, shades=("shade-x", "sheen"), details=details)
        + main_zip
        + upper
        + daisy
        + zipper(look, "M264 300L120 300")
        + label
    )


def _roll_top(look: Look, trim: str) -> str:
    body = "M84 150L300 150L312 420Q312 446 286 446L98 446Q72 446 72 420Z"
    roll = "M72 112Q72 98 90 98L294 98Q312 98 312 112L310 150Q192 160 74 150Z"
    rolled = "".join(
        line(f"M76 {y}Q192 {y + 8} 308 {y}", look.ink, 1.2, opacity=0.7) for y in (112, 126)
    )
    pocket = "M104 306L280 306L284 420Q284 428 276 428L108 428Q100 428 100 420Z"
    details = layer("M60 404L324 404L324 460L60 460Z", trim) + shadow(
        "M84 150Q110 300 76 446L108 446Q124 300 104 156Z", 0.09
    )
    buckle = panel(look, rounded(174, 214, 36, 28, 5), "url(#steel)", width=1.8) + line(
        "M182 228h20", look.ink, 2
    )
    belt = panel(
        look,
        "M180 88L204 88L204 300L180 300Z",
        trim,
        width=1.8,
        details=stitch("M184 90V300M200 90V300", look),
    )
    return (
        panel(look, body, shades=("shade-x", "sheen"), details=details)
        + panel(look, roll, shades=("shade-y",), details=rolled)
        + panel(look, pocket, shades=("shade-y",), details=stitch("M108 314H276", look))
        + zipper(look, "M268 330L116 330")
        + belt
        + buckle
    )


def _flap_pack(look: Look, trim: str) -> str:
    flap = (
        "M78 190C78 104 124 76 192 76C260 76 306 104 306 190L306 250Q306"
        " 274 282 276L102 276Q78 274 78 250Z"
    )
    pocket = "M108 322L276 322L280 414Q280 430 264 430L120 430Q104 430 104 414Z"
    belts = "".join(
        panel(look, f"M{x - 9} 232L{x + 9} 232L{x + 9} 352Q{x} 364 {x - 9} 352Z", trim, width=1.8)
        + (
            f'<rect x="{x - 14}" y="292" width="28" height="22" rx="4" fill="none"'
            f' stroke="{look.ink}" stroke-width="5.6"/><rect x="{x - 14}" y="292"'
            ' width="28" height="22" rx="4" fill="none" stroke="url(#brass)"'
            ' stroke-width="3.4"/>'
        )
        + line(f"M{x} 303v12", "#a5894a", 2.4)
        for x in (142, 242)
    )
    sides = "".join(
        panel(look, d, tone(look.base, 0.18), width=1.8)
        for d in (
            "M76 320Q46 322 48 350L52 420Q56 440 80 438Z",
            "M308 320Q338 322 336 350L332 420Q328 440 304 438Z",
        )
    )
    return (
        sides
        + panel(look, _PACK, shades=("shade-x", "shade-y"))
        + panel(look, pocket, shades=("shade-y",), details=stitch("M112 330H272", look))
        + panel(
            look,
            flap,
            look.fill,
            shades=("sheen", "shade-x"),
            details=stitch(
                (
                    "M86 190C86 112 128 84 192 84C256 84 298 112 298 190L298 248Q298"
                    " 266 280 268L104 268Q86 266 86 248Z"
                ),
                look,
            ),
        )
        + belts
        + layer("M96 100Q140 84 192 82Q140 96 110 132Z", lighten(look.base, 0.6), 0.25)
    )
