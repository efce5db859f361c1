"""What an admin may choose for each kind of model, in plain words, with safe defaults."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webapp.registry.kinds import CLASSIFIER, EMBEDDER, KINDS, is_generator

LEAST_MINUTES, MOST_MINUTES = 0.05, 7 * 24 * 60.0


@dataclass(frozen=True)
class Preset:
    name: str
    label: Promise
    help: Promise
    minutes: float
    """Of training, unless something else is asked for."""


@dataclass(frozen=True)
class Trainable:
    kind: str
    presets: tuple[Preset, ...]
    """The first is the default."""
    sizes: tuple[int, ...]
    """Pixels a side that may be asked for; none: the preset decides."""
    phone: bool
    """Whether people's photos help it."""
    least: int
    """Pictures without which it cannot learn."""
    advice: Promise


_EMBEDDER = Trainable(
    EMBEDDER,
    (
        Preset("cpu-minutes", _("Quick"), _("Minutes on a processor: to learn new products."), 10),
        Preset("cpu-hours", _("Thorough"), _("An hour and more on a processor."), 75),
        Preset("gpu", _("Large"), _("Larger pictures and batches: needs a GPU."), 60),
    ),
    (64, 80, 96, 112),
    True,
    50,
    _("Finds products that look like a photo. Retrain it when the catalogue has changed much."),
)
_CLASSIFIER = Trainable(
    CLASSIFIER,
    (
        Preset("cpu-minutes", _("Quick"), _("A part of the network: a quarter of an hour."), 15),
        Preset("cpu-hours", _("Thorough"), _("Most of the network: two hours."), 115),
        Preset("gpu", _("Large"), _("All of it and larger pictures: needs a GPU."), 60),
    ),
    (75, 96, 139),
    True,
    50,
    _("Names category and style of a picture, for suggestions and a second opinion."),
)
_GENERATORS: dict[str, tuple[Promise, float]] = {
    "acgan-64": (_("Designs of a chosen category. The one to start with."), 120),
    "acgan-28": (_("The first network of its kind, at 28 pixels: small and fast."), 30),
    "dcgan-64": (_("Designs of all kinds without a choice of category."), 90),
    "dcgan-28": (_("The same at 28 pixels: small and fast."), 20),
    "lsgan-64": (_("As dcgan-64, with a loss that is steadier."), 90),
    "encoder-64": (_("Designs after a photo."), 120),
}


def _generator(kind: str) -> Trainable:
    advice, minutes = _GENERATORS[kind]
    only = Preset(kind, _("As published"), _("Network and loss of this kind."), minutes)
    return Trainable(kind, (only,), (), False, 100, advice)


TRAINABLE = {
    kind: _EMBEDDER if kind == EMBEDDER else _CLASSIFIER if kind == CLASSIFIER else _generator(kind)
    for kind in (EMBEDDER, CLASSIFIER, *_GENERATORS)
}
assert TRAINABLE.keys() == KINDS.keys()
assert all(is_generator(kind) for kind in _GENERATORS)


def trainable(kind: str) -> Trainable:
    """Raises KeyError for a kind that there is not."""
    return TRAINABLE[kind]


def preset_of(kind: str, name: str) -> Preset:
    """The one of that name, the default for none. Raises KeyError."""
    known = {preset.name: preset for preset in trainable(kind).presets}
    return known[name] if name else trainable(kind).presets[0]
