"""From a trained network to a published model folder: one copy of the weights, two readers.

``ml.graphs`` writes both files. The graph has the normalisation of pixels inside, so that
serving hands it bytes as they come out of a photo.
"""

from pathlib import Path
from typing import Any

import openvino as ov
import torch
from torch import Tensor, nn

from ml import artifacts, cards, graphs, taxonomy
from ml.artifacts import ArtifactError, Manifest
from ml.preprocessing import Preprocessing
from ml.taxonomy import Taxonomy
from recommender.model import Embedder, Outputs
from recommender.serving import KIND, TAXONOMY, located


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
        (draft.path / TAXONOMY).write_text(taxonomy.dumps(vocabulary), encoding="utf-8")
        if card is not None:
            (draft.path / cards.NAME).write_text(card, encoding="utf-8")
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
    texts = None if card is None else {cards.NAME: card}
    return artifacts.revise(located(source), folder, kind=KIND, texts=texts, **facts)


def restore(folder: str | Path) -> Embedder:
    """The network with its trained weights, ready to train on (float32, evaluation mode).

    Raises ArtifactError if the folder is damaged or fits another version of the network.
    """
    folder = located(folder)
    manifest = artifacts.verify(folder, KIND)
    vocabulary = taxonomy.load(folder / TAXONOMY)
    model = Embedder(vocabulary, **manifest["architecture"])
    try:
        result = model.load_state_dict(graphs.read_weights(folder), strict=False)
    except RuntimeError as error:
        raise ArtifactError(f"{folder} holds another network: {error}") from error
    missing = [name for name in result.missing_keys if not name.endswith("num_batches_tracked")]
    if missing or result.unexpected_keys:
        raise ArtifactError(
            f"{folder} holds another network: missing {missing}, unexpected "
            f"{result.unexpected_keys}."
        )
    return model.eval()


def write_graph(model: nn.Module, preprocessing: Preprocessing, folder: Path) -> None:
    """Write ``graph.xml`` and ``weights.safetensors`` for an embedder in evaluation mode."""
    side = preprocessing.size
    graphs.write_graph(
        _Pixels(model, preprocessing).eval(),
        folder,
        inputs={"pixels": torch.zeros(2, side, side, 3, dtype=torch.uint8)},
        outputs=Outputs._fields,
        inside="embedder",
    )
