"""Knobs of a configuration dataclass from the words ``NAME=VALUE`` of a command line."""

from collections.abc import Mapping, Sequence
from typing import Any

BOOLEANS = {"true": True, "false": False}


def knobs_from(pairs: Sequence[str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """``["ema=0.99"]`` as options, each of its default's type.

    Raises ValueError for a name that has no default, or a value of another type.
    """
    knobs: dict[str, Any] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in defaults:
            raise ValueError(f"--set {pair}: the knobs are {', '.join(defaults)}.")
        kind = type(defaults[name])
        try:
            knobs[name] = BOOLEANS[value] if kind is bool else kind(value)
        except (ValueError, KeyError):
            wanted = "true or false" if kind is bool else f"of type {kind.__name__}"
            raise ValueError(f"--set {pair}: the value must be {wanted}.") from None
    return knobs
