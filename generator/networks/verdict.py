"""What every discriminator answers."""

from typing import NamedTuple

from torch import Tensor


class Verdict(NamedTuple):
    """For a batch of B images."""

    score: Tensor
    """B: how real, without a bound; a sigmoid of it where the loss wants probabilities."""
    logits: Tensor | None = None
    """B × classes (or × 2 classes, see generator/auxiliary.py); None without a class head."""
    embedding: Tensor | None = None
    """B × F unit vectors that the class head compares with its classes' unit vectors."""
    scale: float = 1.0
    """What the class head multiplied the cosines by: the temperature's inverse."""
