"""Where the base's weights come from: a download, a file, or nowhere.

A file is .safetensors or .npz and names each array by its variable's path, such as
``conv2d_17/kernel`` and ``batch_normalization_17/beta``, as InceptionV3 in a fresh interpreter
calls them; one of the whole base fits every shorter one.
"""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.classifier import network
from ml.classifier.config import Config
from ml.classifier.network import Network
from ml.taxonomy import Taxonomy

PATIENCE = 30
"""Seconds that a silent server is waited for."""
SUFFIXES = (".safetensors", ".npz")


def start(config: Config, taxonomy: Taxonomy) -> tuple[Network, str | None]:
    """A network with the base that ``config.weights`` names, and if it has learned nothing yet,
    why not.

    Raises ValueError if what was asked for cannot be had; "auto" asks for nothing.
    """
    wanted = config.weights
    if wanted == "none":
        return network.build(config, taxonomy), "no pretrained weights were asked for"
    if wanted in ("auto", "imagenet"):
        try:
            with _impatient():
                # The one exception to "never an .h5": Keras fetches it from its authors' store
                # and opens it only if its hash is the one that Keras carries.
                return network.build(config, taxonomy, "imagenet"), None
        # Keras raises bare Exceptions for what went wrong on the way.
        except Exception as error:
            reason = f"the ImageNet weights cannot be downloaded ({error})"
            if wanted == "imagenet":
                raise ValueError(
                    f"--weights imagenet: {reason}. Say none to train from random weights, or "
                    "name a local file."
                ) from error
            return network.build(config, taxonomy), reason
    made = network.build(config, taxonomy)
    load(made.base, wanted)
    return made, None


def load(base: Any, path: str | Path) -> None:
    """Fill the base from a file. Raises ValueError if it does not fit or is of another kind."""
    stored = _read(Path(path))
    named = dict(variables(base))
    if missing := [name for name in named if name not in stored]:
        raise ValueError(f"{path} lacks {len(missing)} of the base's weights, first {missing[0]}.")
    for name, variable in named.items():
        if tuple(stored[name].shape) != tuple(variable.shape):
            raise ValueError(
                f"{path}: {name} has the shape {tuple(stored[name].shape)}, the base wants "
                f"{tuple(variable.shape)}."
            )
        variable.assign(stored[name].astype(np.float32))


def save(base: Any, path: str | Path) -> None:
    """Write the base's weights as ``load`` reads them, by the suffix of the path."""
    import safetensors.numpy

    arrays = {name: variable.numpy() for name, variable in variables(base)}
    if Path(path).suffix == ".npz":
        np.savez(path, allow_pickle=False, **arrays)
    else:
        safetensors.numpy.save_file(arrays, path)


def variables(base: Any) -> Iterator[tuple[str, Any]]:
    """Path and variable of each weight and moment, under the names of a first model.

    Keras counts the layers of a process on and on, so that a second base would be called
    otherwise.
    """
    layers = sorted((layer for layer in base.layers if layer.weights), key=_number)
    counts: dict[str, int] = {}
    for layer in layers:
        kind = re.sub(r"_\d+$", "", layer.name)
        place = counts[kind] = counts.get(kind, -1) + 1
        for variable in layer.weights:
            yield f"{kind}_{place}/{variable.name}".replace("_0/", "/"), variable


def _number(layer: Any) -> int:
    found = re.search(r"_(\d+)$", layer.name)
    return int(found[1]) if found else 0


def _read(path: Path) -> dict[str, NDArray[np.generic]]:
    import safetensors.numpy

    if path.suffix not in SUFFIXES:
        raise ValueError(
            f"--weights {path}: say imagenet, none, or name a {' or '.join(SUFFIXES)} file. "
            "Other formats, .h5 among them, are never opened."
        )
    try:
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as file:
                return dict(file)
        return dict(safetensors.numpy.load_file(path))
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}.") from error
    except Exception as error:
        raise ValueError(f"{path} is damaged or no {path.suffix} file: {error}") from error


@contextmanager
def _impatient() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
