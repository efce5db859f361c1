"""The kinds of models that the site knows: two that look, six that draw."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

EMBEDDER, CLASSIFIER, GENERATOR = "embedder", "classifier", "generator"


@dataclass(frozen=True)
class Kind:
    name: str
    label: Promise
    artifact: str
    """What the manifest of such a folder calls itself."""
    purpose: Promise


def _generator(preset: str) -> Kind:
    label = format_lazy(_("Generator {preset}"), preset=preset)
    return Kind(preset, label, GENERATOR, _("draws new designs in the studio"))


PRESETS = ("acgan-28", "acgan-64", "dcgan-28", "dcgan-64", "lsgan-64", "encoder-64")
KINDS = {
    kind.name: kind
    for kind in (
        Kind(EMBEDDER, _("Embedder"), EMBEDDER, _("finds products that look like a photo")),
        Kind(CLASSIFIER, _("Classifier"), CLASSIFIER, _("names category and style of a picture")),
        *map(_generator, PRESETS),
    )
}


def artifact_of(kind: str) -> str:
    """What a folder's manifest must call itself; a kind of its own (an index) is its own name."""
    return KINDS[kind].artifact if kind in KINDS else kind


def is_generator(kind: str) -> bool:
    return artifact_of(kind) == GENERATOR


def label_of(kind: str) -> str:
    return str(KINDS[kind].label) if kind in KINDS else kind
