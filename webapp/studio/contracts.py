"""What the studio's engine tells the pages: JSON, so that it may cross a queue and be kept."""

from typing import Any, Literal, TypedDict

Verdict = Literal["new", "close", "copy"]


class Drawn(TypedDict):
    """One design as it was drawn."""

    recipe: dict[str, Any]
    """Complete and in order; see generator.recipe.Recipe.to_json."""
    png: str
    """Base64, with the recipe inside."""


class Named(TypedDict):
    name: str
    """As the taxonomy writes it."""
    probability: float


class Near(TypedDict):
    """A product of the shop that looks like the design."""

    id: int
    similarity: float
    """0 to 1: the mean of cut's and colour's cosines."""


class Originality(TypedDict):
    """How close the nearest product's photo is (Meehan et al., 2020; see generator.novelty)."""

    verdict: Verdict
    """"copy": closer to the photo than that photo is to its nearest other, in features and in
    pixels; "close": in one of the two; "new": in none."""
    product_id: int
    similarity: float
    """Of the design and that product, as in Near."""
    usual: float
    """Of that product and its nearest other: what is ordinary in this shop."""
    learnt_here: bool
    """Whether the model learnt from this shop's catalogue; otherwise from photos that are not on
    this site, and the shop's products stand in for them."""


class Versions(TypedDict):
    """What answered; empty where nothing of the kind could be asked."""

    classifier: str
    embedder: str
    index: str


class Look(TypedDict):
    """What the other models say of a design."""

    categories: list[Named]
    """The classifier's two best; empty where there is no classifier."""
    style: Named | None
    nearest: list[Near]
    """What one can buy today, most similar first."""
    originality: Originality | None
    """None where there is nothing to compare with."""
    versions: Versions
