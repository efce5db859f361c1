"""From a trained network to a published folder: one copy of the weights, two readers.

``model.keras`` is what training starts from; ``graph.xml`` is the same network as OpenVINO IR,
whose constants point into it (IR: https://docs.openvino.ai/, "Const" layers).
"""

import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import keras
import openvino as ov

from ml import artifacts, cards, taxonomy
from ml.artifacts import ArtifactError, Manifest
from ml.classifier import graph, network, storage
from ml.classifier.network import Network
from ml.classifier.serving import GRAPH, KIND, TAXONOMY, WEIGHTS, located
from ml.preprocessing import Preprocessing
from ml.taxonomy import Taxonomy

SCALE = (0.5, 0.5, 0.5)
"""Mean and deviation that stand for InceptionV3's scaling of 0…255 to -1…1."""
CONSTANTS = "graph.constants"
"""A member of ``model.keras`` that Keras does not read: numbers that only the graph needs."""


def publish(
    made: Network,
    folder: str | Path,
    *,
    vocabulary: Taxonomy,
    card: str,
    **facts: Any,
) -> Manifest:
    """Write a folder that ``ml.classifier.serving.load`` opens; gives its manifest.

    The network must have 32-bit policies. ``facts`` go into the manifest: ``architecture``,
    ``metrics``, ``calibration``, ``data_fingerprint``, …. Raises ArtifactError as
    ``artifacts.publishing``.
    """
    backend, release = keras.backend.backend(), ov.get_version().split("-")[0]
    framework = f"keras {keras.version()} on {backend}, openvino {release}"
    with artifacts.publishing(folder, kind=KIND, framework=framework) as draft:
        write_graph(made.model, draft.path)
        (draft.path / TAXONOMY).write_text(taxonomy.dumps(vocabulary), encoding="utf-8")
        (draft.path / cards.NAME).write_text(card, encoding="utf-8")
        draft.manifest |= facts | {
            "preprocessing": Preprocessing(made.size, SCALE, SCALE).to_manifest(),
            "taxonomy": vocabulary.name,
            "taxonomy_hash": vocabulary.hash,
        }
    return draft.manifest


def write_graph(model: Any, folder: Path) -> None:
    """Write ``model.keras`` and the ``graph.xml`` that reads its weights."""
    storage.write(model, folder / WEIGHTS)
    places = storage.Places(folder / WEIGHTS)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        xml = Path(work) / "graph.xml"
        ov.save_model(graph.convert(model), xml, compress_to_fp16=False)
        tree = ElementTree.parse(xml)
        blob = xml.with_suffix(".bin").read_bytes()
    own, homeless = bytearray(), []
    for data in tree.iterfind(".//layer[@type='Const']/data"):
        start, size = int(data.get("offset", 0)), int(data.get("size", 0))
        content = blob[start : start + size]
        place = places.of(content)
        if place is None:
            own += bytes(-len(own) % storage.ALIGNMENT)
            homeless.append((data, len(own)))
            own += content
        else:
            data.set("offset", str(place))
    first = storage.append(folder / WEIGHTS, CONSTANTS, bytes(own))
    for data, offset in homeless:
        data.set("offset", str(first + offset))
    tree.write(folder / GRAPH, encoding="utf-8", xml_declaration=True)


def restore(folder: str | Path) -> Network:
    """The trained network of a published folder.

    Raises ArtifactError if it is missing, damaged or no folder of ours; what Keras reads has
    passed its SHA-256 by then.
    """
    folder = located(folder)
    artifacts.verify(folder, KIND)
    try:
        return network.opened(storage.read(folder / WEIGHTS))
    except (ValueError, KeyError, TypeError) as error:
        raise ArtifactError(f"{folder} holds another network: {error}") from error


def revise(
    source: str | Path, folder: str | Path, *, card: str | None = None, **facts: Any
) -> Manifest:
    """The same model as a new version with other facts (metrics, calibration, card)."""
    texts = None if card is None else {cards.NAME: card}
    return artifacts.revise(located(source), folder, kind=KIND, texts=texts, **facts)
