"""The model card of a run: what it is, what it learned from, and how good it looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ml import cards
from ml.classifier.config import Config


@dataclass(frozen=True)
class Facts:
    """What a run knows when it ends."""

    config: Config
    start: str
    """Where the base's weights came from, in words."""
    sets: Mapping[str, int]
    """Training photos of each set."""
    steps: int
    minutes: float
    metrics: Mapping[str, float]
    temperatures: Mapping[str, float]


def card(facts: Facts, categories: int, styles: Sequence[str]) -> str:
    """Markdown; the figures of the test part are for ``evaluate`` to add."""
    config = facts.config
    figures = {name: value for name, value in facts.metrics.items() if name != "score"}
    lines = [
        "# Model card: category and style classifier",
        "",
        f"**What it is.** InceptionV3 up to {config.depth} on {config.size} × {config.size} "
        f"pixels, a head of {config.head} units, and probabilities for {categories} categories and "
        f"{len(styles)} styles ({', '.join(styles)}). {facts.start}",
        "",
        "**What it is for.** Naming the kind of a garment, shoe, bag, watch, piece of jewellery "
        "or beauty product on a photo of one of them, as a suggestion that a person can correct. "
        "It says nothing about people and must not be used to judge them.",
        "",
        *cards.data(facts.sets, facts.steps * config.batch, facts.minutes, config.composed),
        "",
        "## Figures on the validation part",
        "",
        *cards.figures(figures),
        "",
        "The weights of the best validation were kept. Temperatures fitted on the same part: "
        + ", ".join(f"{name} {value:.2f}" for name, value in facts.temperatures.items())
        + ".",
        "",
        "## Limits",
        "",
        "- It knows these categories only, and puts anything else into the nearest one.",
        "- A photo of several garments is read as one.",
        "- Styles are a shop's opinion; near-identical photos carry different ones.",
        "- Rare categories count more in training than they occur, so that they are not "
        "forgotten; their probabilities are a little high.",
    ]
    return "\n".join(lines) + "\n"
