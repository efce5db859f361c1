"""Socks, a pair laid flat."""

from ml.drawings.look import Look, template
from ml.drawings.objects import layer, line, moved, panel, tone
from ml.drawings.shapes import seam

_TOP = {"ankle socks": 236, "crew socks": 120, "knee socks": 44}


@template("Socks")
def socks(look: Look) -> str:
    """Ankle, crew or knee length; ribbed cuff, heel and toe often in the second colour."""
    rng = look.rng
    kind = rng.choice(["ankle socks", "crew socks", "crew socks", "knee socks"])
    top = _TOP[kind]
    contrast = look.accent if rng.random() < 0.6 else tone(look.base, 0.22)
    leg = (
        f"M196 {top}L290 {top}C292 {top + 40} 284 300 284 330Q290 362 282 386"
        f"C270 416 236 420 208 424L120 440C84 446 62 432 60 408Q58 380 92 372"
        f"C130 362 174 350 190 320C202 292 194 {top + 60} 196 {top}Z"
    )
    heel = "M300 330Q246 338 236 382Q246 412 284 424L310 400Z"
    toe = "M40 350L104 366Q94 402 116 444L40 460Z"
    cuff_end = top + (26 if kind == "ankle socks" else 38)
    cuff = f"M180 {top - 4}L300 {top - 4}L300 {cuff_end}L180 {cuff_end}Z"
    ribs = "".join(
        line(f"M{x} {top - 2}V{cuff_end}", look.ink, 0.9, opacity=0.5) for x in range(200, 292, 6)
    )
    details = ""
    if contrast != look.base:
        details += layer(heel, contrast) + layer(toe, contrast)
    details += seam("M300 330Q246 338 236 382Q246 412 284 424", look) + seam(
        "M104 366Q94 402 116 444", look
    )
    details += (
        layer(cuff, contrast if rng.random() < 0.7 else look.base)
        + ribs
        + seam(f"M180 {cuff_end}H300", look)
    )
    if kind != "ankle socks" and not look.fill.startswith("url") and rng.random() < 0.5:
        details += "".join(line(f"M180 {cuff_end + y}H300", look.accent, 7) for y in (14, 30))
    details += layer(
        f"M196 {cuff_end + 20}C206 300 206 310 190 330C220 330 224 {cuff_end + 90} 214 {cuff_end}Z",
        "#0b0b18",
        0.09,
    )
    details += "".join(
        line(d, look.ink, 1.1, opacity=0.5)
        for d in ("M196 322Q212 332 220 346", "M192 332Q204 344 210 358")
    )
    sock = panel(look, leg, shades=("shade-right",), details=details)
    back = moved(sock + layer(leg, "#0b0b18", 0.08), 50, -20 if kind != "knee socks" else -14)
    return f"<title>{kind}</title>" + moved(
        back + sock,
        -8,
        10 - (26 if kind == "ankle socks" else 0) - (40 if kind == "ankle socks" else 0),
    )
