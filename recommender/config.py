"""Every knob of a training run, each with the reason for its value."""

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Config:
    """Defaults are for an hour on two CPU cores; see PRESETS for other machines."""

    trunk: str = "resnet18"
    """The largest that answers in a few milliseconds on one core."""
    pretrained: bool = False
    """ImageNet weights need a download; from scratch works anywhere."""
    size: int = 64
    """Pixels a side; at 64 an image costs 60% of what it costs at 80, so epochs come fast."""
    final_size: int = 64
    """Of the last part of a run and of the published model. The shop's photos have 80 px, but
    a switch to 80 for the last 30% of an hour lost 1.5 points: the network spends the time on
    finding its features again. Only long runs can gain by it."""
    final_share: float = 0.35
    """Of the run that is spent at ``final_size``, where it differs."""
    epochs: float = 20
    """Passes over the products; ignored if ``minutes`` is set."""
    minutes: float = 0
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
    proxy_weight: float = 0.5
    """Of the metric terms, which shape the vector that is searched."""
    proxy_scale: float = 16.0
    """Inverse temperature; higher ones collapse each category into one point."""
    proxy_margin: float = 0.1
    """In cosine: a photo must be that much closer to its own proxy than to others."""
    seed: int = 0
    """Of weights, order, augmentation and splits."""
    tick_seconds: float = 20
    checkpoint_minutes: float = 3
    """What a killed run loses at most."""
    validate_minutes: float = 6
    """A validation takes some twenty seconds on two cores."""

    def with_options(self, **options: Any) -> "Config":
        """A copy with the options that are not None. Raises ValueError if one is absurd."""
        config = replace(self, **{k: v for k, v in options.items() if v is not None})
        for name in ("size", "final_size", "batch"):
            if getattr(config, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(config, name)}.")
        for name in ("composed", "phone", "final_share"):
            if not 0 <= getattr(config, name) <= 1:
                raise ValueError(f"{name} must lie between 0 and 1, not {getattr(config, name)}.")
        if config.minutes <= 0 and config.epochs <= 0:
            raise ValueError("Give a positive number of epochs or minutes.")
        return config


PRESETS = {
    "cpu-minutes": Config(minutes=10, validate_minutes=3),
    "cpu-hour": Config(minutes=60),
    "gpu": Config(epochs=60, size=96, final_size=96, batch=512, validate_minutes=2),
}
NAMES = tuple(field.name for field in fields(Config))
