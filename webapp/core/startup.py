"""Things to do once the site answers, such as loading a model: nobody waits for them."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)
_functions: list[Callable[[], object]] = []


def on_start(function: Callable[[], object]) -> None:
    """Register in AppConfig.ready; runs in a thread after the port is open."""
    _functions.append(function)


def run_in_background() -> None:
    threading.Thread(target=_run, name="startup", daemon=True).start()


def _run() -> None:
    for function in _functions:
        try:
            function()
        except Exception:
            logger.exception(
                "%s failed; it is tried again when first needed", function.__qualname__
            )
        finally:
            close_old_connections()
