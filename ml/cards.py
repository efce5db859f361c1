"""What the model cards of the engines have in common."""

from collections.abc import Mapping

from ml.markdown import table

NAME = "MODEL_CARD.md"


def data(sets: Mapping[str, int], photos: int, minutes: float, composed: float) -> list[str]:
    """The section on the data of a run that composed photos from cut-out products.

    ``sets`` counts the training photos of each set, ``photos`` those that were looked at, and
    ``composed`` is the share of a batch's products that were cut out.
    """
    rows = [{"set": name, "training photos": count} for name, count in sets.items()]
    return [
        "## Data",
        "",
        *table(rows),
        "",
        f"{photos} photos were looked at in {minutes:.0f} minutes. {composed:.0%} of the products "
        "of a batch were cut out and laid on other backgrounds. Near-identical photos, and photos "
        "of one person, are on one side of the split into training (80%), validation (10%) and "
        "test (10%).",
    ]


def figures(values: Mapping[str, float]) -> list[str]:
    """A table with a row a measure."""
    return table([{"measure": f"`{k}`", "value": f"{v:.4g}"} for k, v in values.items()])
