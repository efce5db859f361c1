"""What the studio's forms send, read into what its services take."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files import File
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from webapp.registry.models import ModelVersion

from . import refusals, selectors
from .models import Sheet

Kind = Sheet.Kind
RECIPE_BYTES = 4 * 1024 * 1024
"""An exported PNG of 512 pixels takes a tenth of it."""
PNG_CHUNK = "recipe"
"""As generator.recipe names it."""
NUMBERS = ("seed", "count", "truncation", "radius", "weight", "steps")


@dataclass(frozen=True)
class Wish:
    """What to draw, as services.sheet_make and services.preview take it."""

    kind: str
    category: str
    model: ModelVersion | None
    options: dict[str, Any]

    def arguments(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "category": self.category,
            "model": self.model,
            "options": self.options,
        }


def wish_read(data: QueryDict, *, kind: str = "", is_preview: bool = False) -> Wish:
    """The fields of the studio's forms. Raises Problem 422 for a model that draws no more.

    New designs start from the seed in the form only where it is locked (``lock``), where they
    were previewed (``keep``), or in a preview itself; otherwise every time from another.
    """
    kind = kind or data.get("kind", Kind.SAMPLE)
    options: dict[str, Any] = {name: data[name] for name in NUMBERS if data.get(name)}
    is_fixed = is_preview or "lock" in data or "keep" in data
    if not is_fixed:
        options.pop("seed", None)
    if parents := data.getlist("parents"):
        options["parents"] = parents
    return Wish(kind, data.get("category", ""), _model(data.get("model", "")), options)


def recipe_read(request: HttpRequest) -> dict[str, Any]:
    """The recipe in an uploaded file: JSON, or a PNG that was exported here. Raises Problem 422."""
    upload = request.FILES.get("recipe")
    if upload is None:
        raise refusals.invalid(_("No file came along. Choose a recipe or an exported PNG."))
    if (upload.size or 0) > RECIPE_BYTES:
        raise refusals.invalid(_("This file is too large for a recipe."))
    try:
        entry = json.loads(_recipe_text(upload))
    except (ValueError, RecursionError):
        entry = None
    if not isinstance(entry, dict):
        raise refusals.invalid(_("There is no recipe in this file."))
    return entry


def id_read(text: str | None) -> UUID:
    """Raises Problem 422 for what names no design or board."""
    try:
        return UUID(str(text))
    except ValueError:
        raise refusals.invalid(_("There is no such design.")) from None


def _recipe_text(upload: File) -> str:
    """Raises ValueError where there is none."""
    start = upload.read(8)
    upload.seek(0)
    if start != b"\x89PNG\r\n\x1a\n":
        return str(upload.read(), "utf-8")
    try:
        with Image.open(upload, formats=("PNG",)) as image:
            image.load()
            text = getattr(image, "text", {}).get(PNG_CHUNK)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ValueError("a damaged picture") from error
    if text is None:
        raise ValueError("a picture without a recipe")
    return str(text)


def _model(text: str) -> ModelVersion | None:
    if not text:
        return None
    for model in selectors.studio_models():
        if str(model.version.pk) == text:
            return model.version
    raise refusals.invalid(_("This model does not draw here any more. Choose another one."))
