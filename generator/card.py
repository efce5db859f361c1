"""A published generator's model card, from its manifest."""

from collections.abc import Mapping
from typing import Any

from ml import cards
from ml.markdown import table

PURPOSE = {
    "class": "A category and random numbers in, a picture of a product that does not exist out.",
    "photo": "A photo and random numbers in, a picture of a product that might be its kin out.",
    "none": "Random numbers in, a picture of a product that does not exist out.",
}


def card(manifest: Mapping[str, Any]) -> str:
    """Markdown: what it is, how it was trained, how it was judged, what it cannot do."""
    config, training = manifest["config"], manifest["training"]
    kind = "none" if not manifest["condition"] else "photo" if manifest["encoder"] else "class"
    where = f" on {training['device']}" if training.get("device") else ""
    size = f"{manifest['size']} × {manifest['size']} pixels"
    lines = [
        f"# Design generator, {manifest['preset']}",
        "",
        f"{PURPOSE[kind]} Images have {size}.",
        "",
        "## Training",
        "",
        f"Preset `{manifest['preset']}` on the set `{manifest['data']}` "
        f"({sum(row['photos'] for row in manifest['per_category'])} photos to learn from): "
        f"{training['kimg']:.0f} thousand images, {training['minutes']:.0f} minutes{where}.",
        "",
        f"Loss: {config['adversarial']}, class head: {config['auxiliary']}, batch "
        f"{config['batch']}, learning rates {config['generator_rate']:g} and "
        f"{config['discriminator_rate']:g}. The averaged weights of the best checkpoint are "
        "published, not the last.",
        "",
        "## How it was judged",
        "",
        "By networks that never train on designs. FD-fashion51 is the Fréchet distance of the "
        "embedder's features, and is not comparable with FID; nor is the distance of one judge "
        "with that of another.",
    ]
    for title, measures in manifest["metrics"].items():
        judge = manifest["judges"].get(title)
        lines += ["", f"### {title.capitalize()}, by {judge}", "", *cards.figures(measures)]
    lines += [
        "",
        "## Limits",
        "",
        "Designs are small and soft; faces, hands, letters and logos mean nothing. Rare categories "
        "vary less than common ones. A design may come close to a photo it learned from: "
        "`evaluate` counts such cases, and the novelty check names the photo.",
        "",
        "## Each category",
        "",
        *table(manifest["per_category"]),
    ]
    return "\n".join(lines) + "\n"
