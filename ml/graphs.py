"""From a trained network to an OpenVINO graph whose weights are a safetensors file.

``weights.safetensors`` holds the network's tensors under their training names, in half
precision; the constants of ``graph.xml`` point into that very file. Training reads it with
safetensors, serving hands it to OpenVINO as it is, and a folder carries the weights once.

Formats: https://docs.openvino.ai/ (IR, "Const" layers) and
https://github.com/huggingface/safetensors (eight bytes of header length, a JSON header,
then the tensors' bytes).
"""

import json
import struct
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import openvino as ov
import safetensors.numpy
import safetensors.torch
from numpy.typing import NDArray
from openvino.frontend import FrontEndManager
from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder
from torch import Tensor, nn

from ml.compiled import GRAPH, WEIGHTS

_TENSOR_TYPES = {
    "f16": np.float16,
    "f32": np.float32,
    "f64": np.float64,
    "i32": np.int32,
    "i64": np.int64,
}


def write_graph(
    network: nn.Module,
    folder: Path,
    *,
    inputs: Mapping[str, Tensor],
    outputs: Sequence[str],
    inside: str = "",
) -> None:
    """Write ``graph.xml`` and ``weights.safetensors`` for a network in evaluation mode.

    ``inputs`` are examples of its arguments by name, in order; the first dimension of each
    may later be any number. ``outputs`` name what it gives. ``inside`` names the attribute
    that holds the network whose weights these are, where the one given only wraps it.
    """
    graph = _convert(network, inputs, outputs)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        xml = Path(work) / GRAPH
        ov.save_model(graph, xml, compress_to_fp16=True)
        tree = ElementTree.parse(xml)
        blob = xml.with_suffix(".bin").read_bytes()
    constants = _constants(tree, blob, f"self.{inside}." if inside else "self.")
    (folder / WEIGHTS).write_bytes(
        safetensors.numpy.save({name: array for name, (_, array) in constants.items()})
    )
    offsets = tensor_offsets(folder / WEIGHTS)
    for name, (data, _) in constants.items():
        data.set("offset", str(offsets[name]))
    tree.write(folder / GRAPH, encoding="utf-8", xml_declaration=True)


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The network's own tensors, in single precision, by their training names."""
    stored = safetensors.torch.load_file(folder / WEIGHTS)
    return {name: value.float() for name, value in stored.items() if not name.startswith("graph.")}


def tensor_offsets(path: Path) -> dict[str, int]:
    """Where each tensor of a safetensors file begins, in bytes from the file's start."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    return {
        name: 8 + length + entry["data_offsets"][0]
        for name, entry in header.items()
        if name != "__metadata__"
    }


def _convert(network: nn.Module, inputs: Mapping[str, Tensor], outputs: Sequence[str]) -> ov.Model:
    # The frontend itself, not ov.convert_model: that one folds batch norms into the
    # convolutions, and the weights could not be trained on. The folding happens on load.
    frontend = FrontEndManager().load_by_framework("pytorch")
    # Both stay named: the frontend reads from the decoder without owning it.
    with warnings.catch_warnings():
        # OpenVINO's decoder traces with torch.jit, which torch calls deprecated.
        warnings.filterwarnings("ignore", "`torch.jit.trace", DeprecationWarning)
        decoder = TorchScriptPythonDecoder(network, example_input=tuple(inputs.values()))
    loaded = frontend.load(decoder)
    graph = frontend.convert(loaded)
    for name, port in zip(inputs, graph.inputs, strict=True):
        port.get_tensor().set_names({name})
        if not port.get_target_inputs():
            # An argument that the network ignores is no input of the graph.
            graph.remove_parameter(port.get_node())
    graph.reshape({port: [-1, *inputs[port.get_any_name()].shape[1:]] for port in graph.inputs})
    for name, output in zip(outputs, graph.outputs, strict=True):
        output.get_tensor().set_names({name})
    return graph


def _constants(
    tree: Any, blob: bytes, prefix: str
) -> dict[str, tuple[ElementTree.Element, NDArray[np.generic]]]:
    constants = {}
    for layer in tree.iter("layer"):
        if layer.get("type") != "Const":
            continue
        data = layer.find("data")
        name = layer.get("name").removesuffix("_compressed")
        key = name.removeprefix(prefix) if name.startswith(prefix) else f"graph.{name}"
        shape = [int(part) for part in data.get("shape").split(",") if part.strip()]
        start, size = int(data.get("offset")), int(data.get("size"))
        flat = np.frombuffer(blob[start : start + size], _TENSOR_TYPES[data.get("element_type")])
        constants[key] = (data, flat.reshape(shape))
    return constants
