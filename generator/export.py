"""From a run's best checkpoint to a published model folder, and back to a network."""

from pathlib import Path
from typing import Any

import openvino as ov
import torch
from torch import Tensor, nn

from generator.card import card
from generator.config import Config
from generator.networks import Shape, build_generator
from generator.serving import KIND, located
from ml import artifacts, cards, graphs
from ml.artifacts import ArtifactError, Manifest

EXAMPLES = 2


def publish_state(
    state: dict[str, Any], folder: str | Path, evaluation: dict[str, Any] | None = None
) -> Manifest:
    """Write the averaged generator of a checkpoint (see train.Run) as a verified folder.

    Raises ArtifactError as ``artifacts.publishing``.
    """
    config = Config(**state["config"])
    shape = Shape(state["channels"], state["condition"])
    generator = build_generator(config, shape)
    generator.load_state_dict(state["ema"])
    framework = f"torch {torch.__version__}, openvino {ov.get_version().split('-')[0]}"
    with artifacts.publishing(folder, kind=KIND, framework=framework) as draft:
        write_graph(generator, config, shape, draft.path)
        draft.manifest |= facts(state, evaluation)
        (draft.path / cards.NAME).write_text(card(draft.manifest), encoding="utf-8")
    return draft.manifest


def write_graph(generator: nn.Module, config: Config, shape: Shape, folder: Path) -> None:
    """``graph.xml`` and ``weights.safetensors``; the generator is left in evaluation mode."""
    graphs.write_graph(
        generator.eval(),
        folder,
        inputs={
            "z": torch.zeros(EXAMPLES, config.latent),
            "condition": torch.zeros(EXAMPLES, shape.condition),
        },
        outputs=["images"],
    )


def facts(state: dict[str, Any], evaluation: dict[str, Any] | None) -> dict[str, Any]:
    """What the manifest says of a checkpoint, beside its files."""
    config, best = state["config"], state["best"]
    covered = best["class_coverage"]
    if evaluation is not None and evaluation.get("per_class"):
        of = {row["category"]: row["coverage"] for row in evaluation["per_class"]}
        covered = [of.get(name) for name in state["categories"]]
    rows = zip(state["categories"], state["photos"], covered, strict=True)
    return {
        "preset": state["preset"],
        "config": config,
        "latent": config["latent"],
        "size": config["size"],
        "channels": state["channels"],
        "condition": state["condition"],
        "categories": state["categories"],
        "per_category": [
            {"category": name, "photos": photos, "coverage": coverage}
            for name, photos, coverage in rows
        ],
        "taxonomy": state["taxonomy"],
        "taxonomy_hash": state["taxonomy_hash"],
        "encoder": state["encoder"],
        "data": state["data"],
        "data_fingerprint": state["data_fingerprint"],
        "training": {
            "kimg": best["kimg"],
            "minutes": round(state["minutes"], 1),
            "device": state.get("device"),
        },
        "judge": state["judge"],
        "metrics": {"guards": best["measures"]}
        | ({"evaluation": evaluation["measures"]} if evaluation else {}),
        "judges": {"guards": state["judge"]}
        | ({"evaluation": evaluation["judge"]} if evaluation else {}),
    }


def read(folder: str | Path) -> tuple[dict[str, Tensor], Manifest]:
    """A published generator's weights (float32) and manifest. Raises ArtifactError."""
    folder = located(folder)
    manifest = artifacts.verify(folder, KIND)
    return graphs.read_weights(folder), manifest


def restore(folder: str | Path) -> nn.Module:
    """The network with its trained weights, in evaluation mode.

    Raises ArtifactError if the folder is damaged or fits another version of the network.
    """
    weights, manifest = read(folder)
    try:
        config = Config(**manifest["config"])
        generator = build_generator(config, Shape(manifest["channels"], manifest["condition"]))
        result = generator.load_state_dict(weights, strict=False)
    except (KeyError, TypeError, RuntimeError) as error:
        raise ArtifactError(f"{folder} holds another network: {error}") from error
    missing = [name for name in result.missing_keys if not name.endswith("num_batches_tracked")]
    if missing or result.unexpected_keys:
        raise ArtifactError(f"{folder} holds another network: missing {missing}.")
    return generator.eval()
