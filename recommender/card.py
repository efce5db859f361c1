"""The model card of a run: what it is, what it learned from, and how good it looked."""

from collections.abc import Mapping
from dataclasses import dataclass

from ml import cards
from ml.taxonomy import Taxonomy
from recommender.config import Config


@dataclass(frozen=True)
class Facts:
    """What a run knows when it ends."""

    config: Config
    start: str
    """Where the weights came from, in words."""
    sets: Mapping[str, int]
    """Training photos of each set."""
    photos: int
    """That were looked at, again and again."""
    minutes: float
    metrics: Mapping[str, float]


def card(facts: Facts, vocabulary: Taxonomy) -> str:
    """Markdown; the figures of the test part are for ``evaluate`` to add."""
    config = facts.config
    lines = [
        "# Model card: product embedder",
        "",
        f"**What it is.** A {config.trunk} that looks at {config.final_size} × "
        f"{config.final_size} pixels and gives a vector of two parts (shape and colour, each of "
        f"unit length), probabilities for {len(vocabulary.categories)} categories, "
        f"{len(vocabulary.colours)} colours, {len(vocabulary.usages)} usages and "
        f"{len(vocabulary.genders)} genders, and a box around the product. {facts.start}",
        "",
        "**What it is for.** Finding the products of a catalogue that look like the garment, shoe, "
        "bag, watch, piece of jewellery or beauty product on a photo. It says nothing about people "
        "and must not be used to judge them: a gender is the shop's label of a product.",
        "",
        *cards.data(facts.sets, facts.photos, facts.minutes, config.composed),
        "",
        "## Figures on the validation part",
        "",
        *cards.figures(facts.metrics),
        "",
        "p10 is the share of the right category among the ten products found first. The averaged "
        "weights of the run's end are published.",
        "",
        "## Limits",
        "",
        "- Its vectors fit no index that another embedder made.",
        "- It knows these categories only; of other things it finds what looks most like them.",
        "- A photo of several products is read as one, unless it is cropped.",
        "- Colours are a shop's opinion; near-identical photos carry different ones.",
    ]
    return "\n".join(lines) + "\n"
