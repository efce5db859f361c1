"""Recipes: everything a design was made from, as JSON, enough to make it again byte by byte.

A recipe is a tree: a variation names its parent, a blend both of its parents. Its kinds:

    sample      a seed
    vary        a parent, a seed and a radius: how far to walk towards the seed's latent
    blend       two parents and a weight: where on the arc between their latents
    recast      a parent, whose latent is used for another category
    steer       a parent, a direction in latent space and a weight: how far to turn towards it
    from-photo  a latent that was searched for a photo, or a photo's code and a seed
"""

import io
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

FORMAT = 1
CHUNK = "recipe"
"""Name of the PNG text chunk."""
KINDS = {"sample": 0, "from-photo": 0, "vary": 1, "recast": 1, "steer": 1, "blend": 2}
"""And how many parents each has."""
MOST = 200
"""Recipes in a tree: a lineage of strangers must not fill the memory."""
SEEDS = 2**32
TRUNCATIONS = (0.0, 2.0)
UNIT = 1e-3
"""A direction's length differs from 1 by no more: its numbers are rounded."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Recipe:
    """One design. Fields that its kind does not use keep their defaults."""

    kind: str
    model: str
    """Version of the generator."""
    category: str | None = None
    """None keeps what the parents were conditioned on."""
    truncation: float = 1.0
    seed: int = 0
    radius: float = 0.0
    weight: float = 0.0
    latent: tuple[float, ...] = ()
    code: tuple[float, ...] = ()
    parents: tuple["Recipe", ...] = field(default=())

    def __post_init__(self) -> None:
        """Raises ValueError for what no design can be made from."""
        if self.kind not in KINDS:
            raise ValueError(f"A recipe's kind is one of {', '.join(KINDS)}, not {self.kind!r}.")
        if len(self.parents) != KINDS[self.kind]:
            raise ValueError(f"A recipe of kind {self.kind} has {KINDS[self.kind]} parents.")
        if not 0 <= self.seed < SEEDS:
            raise ValueError(f"A seed is a whole number from 0 to {SEEDS - 1}, not {self.seed}.")
        low, high = TRUNCATIONS
        if not low < self.truncation <= high:
            raise ValueError(f"truncation must be above 0 and at most 2, not {self.truncation}.")
        if not 0 <= self.radius <= 1:
            raise ValueError(f"radius must lie between 0 and 1, not {self.radius}.")
        least = -1 if self.kind == "steer" else 0
        if not least <= self.weight <= 1:
            raise ValueError(f"weight must lie between {least} and 1, not {self.weight}.")
        if not all(map(math.isfinite, (*self.latent, *self.code))):
            raise ValueError("A latent and a code are made of finite numbers.")
        if self.kind == "steer" and abs(math.hypot(*self.latent) - 1) > UNIT:
            raise ValueError("A direction to steer in has length 1.")
        if sum(1 for _ in self.tree()) > MOST:
            raise ValueError(f"This recipe has more than {MOST} ancestors; start from a sample.")

    def tree(self) -> Iterator["Recipe"]:
        yield self
        for parent in self.parents:
            yield from parent.tree()

    def to_json(self) -> dict[str, Any]:
        """Plain values, without those that the kind does not use."""
        used: dict[str, Any] = {"kind": self.kind, "model": self.model}
        if self.category is not None:
            used["category"] = self.category
        used["truncation"] = self.truncation
        if self.kind in ("sample", "vary") or self.code:
            used["seed"] = self.seed
        if self.kind == "vary":
            used["radius"] = self.radius
        if self.kind in ("blend", "steer"):
            used["weight"] = self.weight
        for name in ("latent", "code"):
            if values := getattr(self, name):
                used[name] = list(values)
        if self.parents:
            used["parents"] = [parent.to_json() for parent in self.parents]
        return used

    @classmethod
    def from_json(cls, entry: Mapping[str, Any], depth: int = 0) -> "Recipe":
        """Raises ValueError, in plain words, for anything that is not a recipe."""
        if depth > MOST or not isinstance(entry, Mapping):
            raise ValueError("This is not a recipe of a design.")
        try:
            category = entry.get("category")
            return cls(
                kind=str(entry["kind"]),
                model=str(entry["model"]),
                category=None if category is None else str(category),
                truncation=float(entry.get("truncation", 1.0)),
                seed=int(entry.get("seed", 0)),
                radius=float(entry.get("radius", 0.0)),
                weight=float(entry.get("weight", 0.0)),
                latent=tuple(float(value) for value in entry.get("latent", ())),
                code=tuple(float(value) for value in entry.get("code", ())),
                parents=tuple(cls.from_json(each, depth + 1) for each in entry.get("parents", ())),
            )
        except (KeyError, TypeError, OverflowError) as error:
            raise ValueError(f"This is not a recipe of a design: {error}.") from error


@dataclass(frozen=True)
class Space:
    """What a model can be asked for, and where in its latent space a recipe lies."""

    model: str
    latent: int
    condition: int
    categories: tuple[str, ...]
    """Empty for a network that is told no category."""
    encoder: str | None = None
    """Version of the network whose codes are the condition, for photo-conditioned models."""

    def point(self, recipe: Recipe) -> tuple[Floats, Floats]:
        """Latent, with the truncation, and condition of a recipe.

        Raises ValueError if the recipe is of another model or asks for what this one lacks.
        """
        for each in recipe.tree():
            if each.model != self.model:
                raise ValueError(f"The recipe is of model {each.model}, and this is {self.model}.")
        z = self._latent(recipe) * recipe.truncation
        return z.astype(np.float32), self._condition(recipe).astype(np.float32)

    def place(self, category: str | None) -> int:
        """Raises ValueError if the model has no such category."""
        if category is None and len(self.categories) == 1:
            return 0
        if category not in self.categories:
            raise ValueError(
                f"There is no category {category!r} here; the model makes "
                f"{', '.join(self.categories)}."
            )
        return self.categories.index(category)

    def _latent(self, recipe: Recipe) -> NDArray[np.float64]:
        if recipe.kind == "vary":
            # A step on the sphere: noise of full length would leave where latents live.
            kept = (1 - recipe.radius**2) ** 0.5
            step = recipe.radius * noise(recipe.seed, self.latent)
            return np.asarray(kept * self._latent(recipe.parents[0]) + step)
        if recipe.kind == "blend":
            first, second = (self._latent(parent) for parent in recipe.parents)
            return arc(first, second, recipe.weight)
        if recipe.kind == "recast":
            return self._latent(recipe.parents[0])
        if recipe.latent and len(recipe.latent) != self.latent:
            raise ValueError(f"A latent has {self.latent} numbers, not {len(recipe.latent)}.")
        if recipe.kind == "steer":
            parent = self._latent(recipe.parents[0])
            return steered(parent, np.array(recipe.latent), recipe.weight)
        if recipe.latent:
            return np.array(recipe.latent)
        return noise(recipe.seed, self.latent)

    def _condition(self, recipe: Recipe) -> NDArray[np.float64]:
        if recipe.code:
            if self.encoder is None or len(recipe.code) != self.condition:
                raise ValueError("This model takes no such code of a photo.")
            return np.array(recipe.code)
        if self.condition == 0:
            return np.zeros(0)
        if recipe.kind == "blend":
            first, second = (self._condition(parent) for parent in recipe.parents)
            return np.asarray((1 - recipe.weight) * first + recipe.weight * second)
        if recipe.parents and recipe.category is None:
            return self._condition(recipe.parents[0])
        if self.encoder is not None:
            raise ValueError("This model designs after photos: start with from-photo.")
        return np.asarray(np.eye(self.condition)[self.place(recipe.category)])


def sampled(space: Space, category: str | None, seed: int, truncation: float = 1.0) -> Recipe:
    """The recipe of a seed. Raises ValueError as Recipe and Space.place do."""
    named = space.categories[space.place(category)] if space.categories else None
    return Recipe("sample", space.model, named, truncation, seed)


def noise(seed: int, count: int) -> NDArray[np.float64]:
    """Standard normal numbers of a seed. RandomState's stream is frozen (NEP 19), newer ones'
    may change between releases of NumPy, and every old recipe would be another design."""
    return np.asarray(np.random.RandomState(seed).standard_normal(count))


def arc(
    first: NDArray[np.float64], second: NDArray[np.float64], weight: float
) -> NDArray[np.float64]:
    """Spherical interpolation (Shoemake, 1985): the straight line between two latents runs
    through the middle, where none of training's lie."""
    lengths = np.linalg.norm(first) * np.linalg.norm(second)
    angle = np.arccos(np.clip(first @ second / max(float(lengths), 1e-12), -1, 1))
    if np.sin(angle) < 1e-6:
        return (1 - weight) * first + weight * second
    one, other = np.sin((1 - weight) * angle), np.sin(weight * angle)
    return np.asarray((one * first + other * second) / np.sin(angle))


def steered(
    latent: NDArray[np.float64], direction: NDArray[np.float64], weight: float
) -> NDArray[np.float64]:
    """Turned towards a unit direction d, on the sphere of the latent's own length, for noise of
    another length would leave where latents live:

        |z| · (z/|z| + w·d) / |z/|z| + w·d|

    so that a weight of 1 turns a latent that has nothing of d by 45°, and −1 as far away.
    """
    length = np.linalg.norm(latent)
    turned = latent / max(float(length), 1e-12) + weight * direction
    scale = float(np.linalg.norm(turned))
    return latent if scale < 1e-6 else np.asarray(length * turned / scale)


def save(pixels: NDArray[np.uint8], recipe: Recipe, path: str | Path) -> Path:
    """A PNG with its recipe inside, and the same recipe beside it as ``<name>.json``.

    Raises ValueError if the path is no PNG's.
    """
    path = Path(path)
    if path.suffix.lower() != ".png":
        raise ValueError(f"{path.name}: designs are written as .png, which keeps every pixel.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png(pixels, recipe))
    text = json.dumps(_entry(recipe), indent=1, ensure_ascii=False) + "\n"
    path.with_suffix(".json").write_text(text, encoding="utf-8")
    return path


def png(pixels: NDArray[np.uint8], recipe: Recipe) -> bytes:
    """The file of a design (H × W × channels) with its recipe inside: a recipe, one file."""
    info = PngInfo()
    info.add_itxt(CHUNK, json.dumps(_entry(recipe), ensure_ascii=False))
    shown = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
    buffer = io.BytesIO()
    Image.fromarray(shown).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def _entry(recipe: Recipe) -> dict[str, Any]:
    return {"format": FORMAT} | recipe.to_json()


def read(path: str | Path) -> Recipe:
    """The recipe of a design: from its PNG or from the JSON beside it. Raises ValueError."""
    path = Path(path)
    try:
        if path.suffix.lower() == ".png":
            with Image.open(path, formats=("PNG",)) as image:
                image.load()
                text = getattr(image, "text", {}).get(CHUNK)
            if text is None:
                raise ValueError(f"{path} carries no recipe.")
            entry = json.loads(str(text))
        else:
            entry = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} cannot be read as a recipe: {error}.") from error
    if not isinstance(entry, dict) or entry.get("format") != FORMAT:
        raise ValueError(f"{path} is not a recipe of format {FORMAT}.")
    return Recipe.from_json(entry)
