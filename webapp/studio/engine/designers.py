"""Generators that are open in this process, a few at a time.

_opening   held while one is opened and the list is changed; nothing else is acquired under it.
           A designer locks itself for each design.
"""

import logging
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from webapp.registry import engine as registry
from webapp.registry.models import SHIPPED, ModelVersion
from webapp.registry.services import models_folder

if TYPE_CHECKING:
    from generator.serving import Designer

logger = logging.getLogger(__name__)
MOST = 3
"""Each takes some 30 MB; designers mostly stay with one."""


class Unavailable(RuntimeError):
    """The model's files are gone or damaged."""


_opening = threading.Lock()
_open: "OrderedDict[str, Designer]" = OrderedDict()


def designer(model: ModelVersion) -> "Designer":
    """The verified model, opened on first use. Raises Unavailable."""
    key = f"{model.kind}/{model.version}"
    with _opening:
        found = _open.get(key)
        if found is None:
            found = _opened(model)
            _open[key] = found
        _open.move_to_end(key)
        while len(_open) > MOST:
            _open.popitem(last=False)
        return found


def close() -> None:
    """Forget the open models; the next design opens its own again."""
    with _opening:
        _open.clear()


def folder_of(model: ModelVersion) -> Path:
    """Where the version's files are. What came with the program is copied to where versions of
    our own lie, since the next program brings another one in its place, and designs are pinned.

    Raises Unavailable.
    """
    kept = models_folder() / model.kind / model.version
    if kept.exists():
        return kept
    if not model.folder:
        raise Unavailable(f"The files of {model} were removed.")
    folder = registry.located(model.folder, model.kind)
    if model.folder == SHIPPED:
        try:
            found = registry.manifest_of(model.folder, model.kind)
            if found["version"] == model.version:
                registry.copied(folder, kept, model.kind)
                return kept
        except OSError as error:
            logger.error("%s could not be set aside: %s", model, error)
        except ValueError as error:
            raise Unavailable(str(error)) from error
    return folder


def _opened(model: ModelVersion) -> "Designer":
    from generator import serving

    try:
        opened = serving.load(folder_of(model), threads=settings.INFERENCE_THREADS or None)
        if opened.version != model.version:
            raise Unavailable(f"{opened.folder} holds {opened.version}, not {model.version}.")
        opened.load()
    except (ValueError, OSError) as error:
        raise Unavailable(str(error)) from error
    return opened
