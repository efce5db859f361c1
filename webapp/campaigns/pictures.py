"""The picture that a shared link shows (Open Graph), 1200 × 630, drawn by us.

It lies below MEDIA_ROOT/campaigns, named by all that is in it, and is served by this app alone.
"""

import hashlib
import io
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageDraw, ImageFont

from webapp.catalog.labels import category_label
from webapp.studio.selectors import design_file

from .models import Campaign
from .products import SIDE

WIDTH, HEIGHT = 1200, 630
MARGIN = 60
PAPER, INK, SOFT, ACCENT, TILE = "#ffffff", "#16161a", "#5b5b62", "#2b3fd0", "#f3f3f0"
"""The light colours of static/css/tokens.css."""
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
FOLDER = "campaigns"
LINES = 4
"""Of the title; the rest is cut."""
DESIGN = 1
"""Raise it when the picture is drawn differently."""


def share_picture(campaign: Campaign) -> Path:
    """The file, drawn when it is first asked for. Raises what design_file raises, and OSError for
    a full disk."""
    source = design_file(campaign.design, SIDE)
    path = _path(campaign, source.suffix)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{uuid.uuid4().hex}.partial")
        try:
            partial.write_bytes(_jpeg(_drawn(campaign, source)))
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    return path


def share_pictures_remove(campaigns: Iterable[Campaign]) -> None:
    """Those that name the campaigns' present designers; they are drawn anew when asked for."""
    for campaign in campaigns:
        for suffix in (".webp", ".png"):
            _path(campaign, suffix).unlink(missing_ok=True)


def _path(campaign: Campaign, suffix: str) -> Path:
    """``suffix``: of the design's own picture, a larger or a smaller one."""
    words = (campaign.title, campaign.designer, settings.SITE_NAME, campaign.design_id, suffix)
    digest = hashlib.sha256(repr((DESIGN, *words)).encode()).hexdigest()[:32]
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{digest}.jpg"


def _drawn(campaign: Campaign, source: Path) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    with Image.open(source, formats=("WEBP", "PNG")) as opened:
        design = opened.convert("RGB").resize((HEIGHT, HEIGHT), Image.Resampling.LANCZOS)
    # White becomes the tile's colour, as on every page of the shop.
    picture.paste(ImageChops.multiply(design, Image.new("RGB", design.size, TILE)))
    left, right = HEIGHT + MARGIN, WIDTH - MARGIN
    draw.text((left, MARGIN), settings.SITE_NAME, font=_font(30), fill=INK)
    title = _wrapped(campaign.title, _font(58), right - left)
    draw.multiline_text((left, 150), "\n".join(title), font=_font(58), fill=INK, spacing=10)
    kind = category_label(campaign.design.category) if campaign.design.category else ""
    by = _("by %(name)s") % {"name": campaign.designer}
    lines = [_cut(line, _font(28), right - left) for line in (kind, by) if line]
    draw.multiline_text((left, 440), "\n".join(lines), font=_font(28), fill=SOFT, spacing=10)
    draw.text((left, HEIGHT - MARGIN), _("AI concept"), font=_font(26), fill=ACCENT, anchor="ls")
    return picture


def _font(size: int) -> Font:
    """Pillow's own: the only one that is certain to be there."""
    return ImageFont.load_default(size)


def _wrapped(text: str, font: Font, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(_cut(word, font, width))
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], _cut(f"{lines[LINES - 1]} …", font, width)]
    return lines


def _cut(text: str, font: Font, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
