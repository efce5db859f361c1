"""What the studio asks the apps above it, registered by them in AppConfig.ready."""

from collections.abc import Callable

from .models import Design

_public: list[Callable[[Design], bool]] = []


def public_when(function: Callable[[Design], bool]) -> None:
    """Register a reason for which anybody may see a design: that it is published."""
    if function not in _public:
        _public.append(function)


def is_public(design: Design) -> bool:
    return any(function(design) for function in _public)
