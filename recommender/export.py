"""From a trained network to a published model folder: one copy of the weights, two readers.

``weights.safetensors`` holds the network's tensors under their training names, in half
precision. ``graph.xml`` is the same network as OpenVINO IR, with normalisation inside, and
its constants point into that very file. Training reads it with safetensors, serving hands
it to OpenVINO as it is, and the repository carries the weights once.

Formats: https://docs.openvino.ai/ (IR, "Const" layers) and
https://github.com/huggingface/safetensors (eight bytes of header length, a JSON header,
then the tensors' bytes).
"""

import json
import shutil
import struct
import tempfile
import warnings
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import openvino as ov
import safetensors.numpy
import safetensors.torch
import torch
from numpy.typing import NDArray
from openvino.frontend import FrontEndManager
from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder
from torch import Tensor, nn

from ml import artifacts, taxonomy
from ml.artifacts import ArtifactError, Manifest
from ml.preprocessing import Preprocessing
from ml.taxonomy import Taxonomy
from recommender.model import Embedder, Outputs
from recommender.serving import GRAPH, KIND, TAXONOMY, WEIGHTS, located

CARD = "MODEL_CARD.md"

_TENSOR_TYPES = {"f16": np.float16, "f32": np.float32, "i32": np.int32, "i64": np.int64}
_WRAPPER = "self.embedder."


class _Pixels(nn.Module):
    """The embedder on B × size × size × 3 bytes, as they come out of a photo."""

    scale: Tensor
    shift: Tensor

    def __init__(self, embedder: nn.Module, preprocessing: Preprocessing) -> None:
        super().__init__()
        self.embedder = embedder
        self.register_buffer("scale", 1 / (255 * torch.tensor(preprocessing.std)))
        self.register_buffer(
            "shift", -torch.tensor(preprocessing.mean) / torch.tensor(preprocessing.std)
        )

    def forward(self, pixels: Tensor) -> Any:
        images = pixels.float() * self.scale + self.shift
        return self.embedder(images.permute(0, 3, 1, 2))


def publish(
    model: Embedder,
    folder: str | Path,
    *,
    vocabulary: Taxonomy,
    preprocessing: Preprocessing,
    architecture: dict[str, Any],
    card: str | None = None,
    **facts: Any,
) -> Manifest:
    """Write a model folder that ``recommender.serving.load`` opens; gives its manifest.

    ``architecture`` are the keyword arguments that build the network again, such as
    ``{"trunk": "resnet18"}``; ``facts`` go into the manifest: ``metrics``,
    ``data_fingerprint``, ``crop`` (see serving.CropRule), ``calibration``, ….
    The model is left in evaluation mode. Raises ArtifactError as ``artifacts.publishing``.
    """
    model.eval()
    framework = f"torch {torch.__version__}, openvino {ov.get_version().split('-')[0]}"
    with artifacts.publishing(folder, kind=KIND, framework=framework) as draft:
        write_graph(model, preprocessing, draft.path)
        (draft.path / TAXONOMY).write_text(_taxonomy_file(vocabulary), encoding="utf-8")
        if card is not None:
            (draft.path / CARD).write_text(card, encoding="utf-8")
        draft.manifest |= facts | {
            "architecture": architecture,
            "preprocessing": preprocessing.to_manifest(),
            "taxonomy": vocabulary.name,
            "taxonomy_hash": vocabulary.hash,
        }
    return draft.manifest


def revise(
    source: str | Path, folder: str | Path, *, card: str | None = None, **facts: Any
) -> Manifest:
    """The same model as a new version with other facts (metrics, calibration, crop, card)."""
    source = located(source)
    old = artifacts.verify(source, KIND)
    with artifacts.publishing(folder, kind=KIND, framework=old["framework"]) as draft:
        for name in old["files"]:
            shutil.copyfile(source / name, draft.path / name)
        if card is not None:
            (draft.path / CARD).write_text(card, encoding="utf-8")
        sealed = {"digest", "version", "files"}
        draft.manifest |= {k: v for k, v in old.items() if k not in sealed} | facts
    return draft.manifest


def restore(folder: str | Path) -> Embedder:
    """The network with its trained weights, ready to train on (float32, evaluation mode).

    Raises ArtifactError if the folder is damaged or fits another version of the network.
    """
    folder = located(folder)
    manifest = artifacts.verify(folder, KIND)
    vocabulary = taxonomy.load(folder / TAXONOMY)
    model = Embedder(vocabulary, **manifest["architecture"])
    stored = safetensors.torch.load_file(folder / WEIGHTS)
    try:
        result = model.load_state_dict(
            {name: tensor for name, tensor in stored.items() if not name.startswith("graph.")},
            strict=False,
        )
    except RuntimeError as error:
        raise ArtifactError(f"{folder} holds another network: {error}") from error
    missing = [name for name in result.missing_keys if not name.endswith("num_batches_tracked")]
    if missing or result.unexpected_keys:
        raise ArtifactError(
            f"{folder} holds another network: missing {missing}, unexpected "
            f"{result.unexpected_keys}."
        )
    return model.float().eval()


def write_graph(model: nn.Module, preprocessing: Preprocessing, folder: Path) -> None:
    """Write ``graph.xml`` and ``weights.safetensors`` for a network in evaluation mode."""
    graph = _convert(model, preprocessing)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        xml = Path(work) / "graph.xml"
        ov.save_model(graph, xml, compress_to_fp16=True)
        tree = ElementTree.parse(xml)
        blob = xml.with_suffix(".bin").read_bytes()
    constants = _constants(tree, blob)
    (folder / WEIGHTS).write_bytes(
        safetensors.numpy.save({name: array for name, (_, array) in constants.items()})
    )
    offsets = tensor_offsets(folder / WEIGHTS)
    for name, (data, _) in constants.items():
        data.set("offset", str(offsets[name]))
    tree.write(folder / GRAPH, encoding="utf-8", xml_declaration=True)


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


def _convert(model: nn.Module, preprocessing: Preprocessing) -> ov.Model:
    # The frontend itself, not ov.convert_model: that one folds batch norms into the
    # convolutions, and the weights could not be trained on. The folding happens on load.
    example = torch.zeros(2, preprocessing.size, preprocessing.size, 3, dtype=torch.uint8)
    wrapped = _Pixels(model, preprocessing).eval()
    frontend = FrontEndManager().load_by_framework("pytorch")
    # Both stay named: the frontend reads from the decoder without owning it.
    with warnings.catch_warnings():
        # OpenVINO's decoder traces with torch.jit, which torch calls deprecated.
        warnings.filterwarnings("ignore", "`torch.jit.trace", DeprecationWarning)
        decoder = TorchScriptPythonDecoder(wrapped, example_input=(example,))
    loaded = frontend.load(decoder)
    graph = frontend.convert(loaded)
    graph.reshape([-1, preprocessing.size, preprocessing.size, 3])
    for name, output in zip(Outputs._fields, graph.outputs, strict=True):
        output.get_tensor().set_names({name})
    return graph


def _constants(
    tree: Any, blob: bytes
) -> dict[str, tuple[ElementTree.Element, NDArray[np.generic]]]:
    constants = {}
    for layer in tree.iter("layer"):
        if layer.get("type") != "Const":
            continue
        data = layer.find("data")
        name = layer.get("name").removesuffix("_compressed")
        key = name.removeprefix(_WRAPPER) if name.startswith(_WRAPPER) else f"graph.{name}"
        shape = [int(part) for part in data.get("shape").split(",") if part.strip()]
        start, size = int(data.get("offset")), int(data.get("size"))
        flat = np.frombuffer(blob[start : start + size], _TENSOR_TYPES[data.get("element_type")])
        constants[key] = (data, flat.reshape(shape))
    return constants


def _taxonomy_file(vocabulary: Taxonomy) -> str:
    entries: dict[str, Any] = {
        "name": vocabulary.name,
        "categories": [
            {"name": name, "group": group}
            for name, group in zip(vocabulary.categories, vocabulary.groups, strict=True)
        ],
        "colours": [
            {"name": name, "hex": hex_}
            for name, hex_ in zip(vocabulary.colours, vocabulary.hexes, strict=True)
        ],
        "usages": vocabulary.usages,
        "genders": vocabulary.genders,
        "seasons": vocabulary.seasons,
    }
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"
