"""Every knob of a training run, each with the reason for its value."""

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Config:
    """Defaults work anywhere, without a download; see PRESETS for what to ask of a machine."""

    trunk: str = "resnet18"
    """Of those that train from scratch, the one that learns most in an hour."""
    pretrained: bool = False
    """ImageNet weights, which need a download or a package (docs/training.md)."""
    dropout: float = 0.0
    """Of the features. A run that passes its data ten times and more learns it by heart."""
    drop_path: float = 0.0
    """Chance to skip the last block, for trunks that can (the EfficientNets)."""
    size: int = 64
    """Pixels a side; at 64 an image costs 60% of what it costs at 80, so epochs come fast."""
    final_size: int = 64
    """Of the last part of a run and of the published model. The shop's photos have 80 px, but
    a switch to 80 for the last 30% of an hour lost 1.5 points: the network spends the time on
    finding its features again. Only long runs can gain by it."""
    final_share: float = 0.35
    """Of the run that is spent at ``final_size``, where it differs."""
    epochs: float = 20.0
    """Passes over the products; ignored if ``minutes`` is set."""
    minutes: float = 0.0
    """Wall-clock budget; the schedule then follows the clock, whatever the machine's speed."""
    batch: int = 128
    """Photos a step; larger ones gain no speed on a CPU."""
    composed: float = 0.5
    """Share of the products that are cut out and laid on another background."""
    surfaces: int = 1500
    """Drawn backgrounds; they cost 0.4 ms each, once a run."""
    phone: float = 0.2
    """Share of a batch taken from people's photos, when there are any."""
    least_share: float = 0.2
    """A small set of products is repeated until it makes up this share of the largest."""
    most_repeats: int = 8
    """But no oftener than this in an epoch, or it would be learned by heart."""
    learning_rate: float = 2e-3
    """Peak of AdamW's one-cycle schedule."""
    trunk_rate: float = 1.0
    """Of the learning rate, for the trunk: one that has learnt already should forget little."""
    weight_decay: float = 0.05
    """On matrices and kernels only; norms and biases need none."""
    ema: float = 0.999
    """Averages about the last thousand steps."""
    smoothing: float = 0.1
    """Of category and colour labels: one label in twenty (colours: one in three) is wrong."""
    category_weight: float = 1.0
    colour_weight: float = 0.5
    usage_weight: float = 0.3
    gender_weight: float = 0.3
    """Colour, usage and gender serve the vector; category is what people search by."""
    box_weight: float = 10.0
    """Squared errors of fractions are small numbers."""
    metric_weight: float = 0.5
    """Of the metric-learning terms (CosFace), which shape the vector that is searched."""
    seed: int = 0
    """Of weights, order, augmentation and splits."""
    tick_seconds: float = 20.0
    checkpoint_minutes: float = 3.0
    """What a killed run loses at most."""
    validate_minutes: float = 6.0
    """A validation takes some twenty seconds on two cores."""

    def with_options(self, **options: Any) -> "Config":
        """A copy with the options that are not None. Raises ValueError if one is absurd."""
        config = replace(self, **{k: v for k, v in options.items() if v is not None})
        for name in ("size", "final_size", "batch"):
            if getattr(config, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(config, name)}.")
        for name in ("composed", "final_share"):
            if not 0 <= getattr(config, name) <= 1:
                raise ValueError(f"{name} must lie between 0 and 1, not {getattr(config, name)}.")
        for name in ("phone", "dropout", "drop_path"):
            if not 0 <= getattr(config, name) < 1:
                raise ValueError(
                    f"{name} must be at least 0 and below 1, not {getattr(config, name)}."
                )
        if config.learning_rate <= 0 or config.trunk_rate <= 0:
            raise ValueError("learning_rate and trunk_rate must be above 0.")
        if config.minutes <= 0 and config.epochs <= 0:
            raise ValueError("Give a positive number of epochs or minutes.")
        return config


PRESETS = {
    "cpu-minutes": Config(minutes=10, validate_minutes=3),
    # What the shipped model was trained with.
    "cpu-hours": Config(
        trunk="efficientnet_lite0",
        pretrained=True,
        minutes=75,
        size=80,
        final_size=80,
        batch=64,
        phone=0.22,
        least_share=0.1,
        learning_rate=7e-4,
    ),
    "gpu": Config(
        trunk="efficientnet_lite0",
        pretrained=True,
        epochs=60,
        size=112,
        final_size=112,
        batch=512,
        phone=0.22,
        dropout=0.2,
        drop_path=0.1,
        validate_minutes=2,
    ),
}
NAMES = tuple(field.name for field in fields(Config))
