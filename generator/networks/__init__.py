"""The networks, by name; each family is one file that its paper's reader will recognise."""

from typing import NamedTuple

from torch import nn

from generator.config import Config
from generator.networks import acgan28, acgan64, dcgan28, dcgan64, encoder64


class Shape(NamedTuple):
    """What the data asks of the networks."""

    channels: int
    """1 for grey images, 3 for colour."""
    condition: int
    """Numbers that the generator is told beside its noise: classes, or the length of a code."""


class Pair(NamedTuple):
    generator: nn.Module
    """(z B × latent, condition B × ``Shape.condition``) → B × channels × size × size in [-1, 1]."""
    discriminator: nn.Module
    """(images, condition) → Verdict."""


def build(config: Config, shape: Shape) -> Pair:
    """Both networks with random weights."""
    return Pair(build_generator(config, shape), _discriminator(config, shape))


def build_generator(config: Config, shape: Shape) -> nn.Module:
    size, channels, width = config.size, shape.channels, config.width
    match config.network:
        case "acgan28":
            return acgan28.Generator(config.latent, shape.condition, size, channels, width)
        case "dcgan28":
            return dcgan28.Generator(config.latent, size, channels, width)
        case "dcgan64":
            return dcgan64.Generator(config.latent, size, channels, width)
    return acgan64.Generator(
        config.latent, shape.condition, config.embedding, size, channels, width
    )


def _discriminator(config: Config, shape: Shape) -> nn.Module:
    size, channels, width = config.size, shape.channels, config.width
    # The second half of the outputs stands for fakes of each class.
    classes = shape.condition * (2 if config.auxiliary == "adc" else 1)
    match config.network:
        case "acgan28":
            return acgan28.Discriminator(classes, size, channels, width)
        case "dcgan28":
            return dcgan28.Discriminator(size, channels, width)
        case "dcgan64":
            return dcgan64.Discriminator(size, channels, width)
        case "encoder64":
            return encoder64.Discriminator(shape.condition, size, channels, width)
    return acgan64.Discriminator(classes, size, channels, width, config.temperature)
