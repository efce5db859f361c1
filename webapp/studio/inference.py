"""What runs where the models are, called through webapp.jobs.calls: ids and plain values in, JSON
out, problems in plain words."""

import base64
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from webapp.jobs import calls
from webapp.registry.models import ModelVersion
from webapp.search.contracts import Busy

from . import engine, refusals
from .contracts import Drawn, Look

REFUSALS = calls.Refusals(busy=refusals.busy, away=refusals.away)
Function = Callable[..., Any]


def _function(name: str) -> Callable[[Function], Function]:
    """Register it, with the engine's errors as problems."""

    def register(made: Function) -> Function:
        @wraps(made)
        def plain(**arguments: Any) -> Any:
            try:
                return made(**arguments)
            except engine.Unavailable as error:
                raise refusals.damaged(_model(arguments["model"])) from error
            except Busy as error:
                raise refusals.busy() from error
            except FileNotFoundError as error:
                raise refusals.not_drawn() from error
            except ValueError as error:
                raise refusals.invalid(error) from error

        return calls.function(name, refusals=REFUSALS)(plain)

    return register


@_function("studio.draw")
def draw(model: int, recipes: Sequence[dict[str, Any]]) -> list[Drawn]:
    return engine.draw(_model(model), recipes)


@_function("studio.gif")
def gif(model: int, recipes: Sequence[dict[str, Any]], side: int) -> str:
    return base64.b64encode(engine.gif(_model(model), recipes, side)).decode()


@_function("studio.enlarge")
def enlarge(name: str, side: int) -> None:
    engine.enlarge(name, side)


@_function("studio.export")
def export(name: str, side: int, label: str) -> str:
    return base64.b64encode(engine.export(name, side, label)).decode()


@_function("studio.look")
def look(name: str, learnt_here: bool) -> Look:
    return engine.look(name, learnt_here=learnt_here)


@_function("studio.direction")
def direction(
    model: int, recipes: Sequence[dict[str, Any]], pledges: Sequence[int]
) -> list[float] | None:
    return engine.direction(_model(model), recipes, pledges)


def _model(pk: int) -> ModelVersion:
    return ModelVersion.objects.get(pk=pk)
