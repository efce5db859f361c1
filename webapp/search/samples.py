"""Photos to try the search with, for those who have none at hand.

They are drawn once into MEDIA_ROOT/samples, by the indexing job: the repository carries none.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from . import engine

WIDTH, HEIGHT = 600, 800


@dataclass(frozen=True)
class Scene:
    title: Promise
    category: str
    colour: str
    seed: int


SCENES = {
    "bag": Scene(gettext_lazy("A red handbag"), "Handbags", "Red", 7),
    "dress": Scene(gettext_lazy("A green dress"), "Dresses", "Green", 11),
    "sports-shoe": Scene(gettext_lazy("A blue sports shoe"), "Sports Shoes", "Blue", 3),
    "shirt": Scene(gettext_lazy("A navy shirt"), "Shirts", "Navy Blue", 5),
    "watch": Scene(gettext_lazy("A brown watch"), "Watches", "Brown", 2),
    "backpack": Scene(gettext_lazy("A yellow backpack"), "Backpacks", "Yellow", 4),
}


@dataclass(frozen=True)
class SamplePhoto:
    name: str
    title: str
    url: str
    width: int
    height: int


def sample_path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "samples" / f"{name}.jpg"


def sample_photos() -> list[SamplePhoto]:
    """Those that have been drawn."""
    return [
        SamplePhoto(
            name=name,
            title=str(scene.title),
            url=f"{settings.MEDIA_URL}samples/{name}.jpg",
            width=WIDTH,
            height=HEIGHT,
        )
        for name, scene in SCENES.items()
        if sample_path(name).is_file()
    ]


def samples_draw() -> None:
    """Draw those that are missing; a second each."""
    for name, scene in SCENES.items():
        path = sample_path(name)
        if path.is_file():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = engine.draw_scene(
            scene.category, scene.colour, seed=scene.seed, size=(WIDTH, HEIGHT)
        )
        partial = path.with_suffix(".partial")
        picture.save(partial, "JPEG", quality=86)
        partial.replace(path)
