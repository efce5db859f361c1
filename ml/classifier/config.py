"""Every knob of a training run, each with the reason for its value."""

from dataclasses import dataclass, replace
from typing import Any

BLOCKS = tuple(f"mixed{number}" for number in range(11))
"""The Inception blocks, as Keras names them."""
INPUT = "input"
"""Below the first block: named as the place to unfreeze from, it means all of the base."""
POLICIES = ("auto", "float32", "mixed_bfloat16", "mixed_float16")
SMALLEST = 75
"""Pixels a side; below it nothing is left of a photo before the last block (keras.applications)."""


@dataclass(frozen=True)
class Config:
    """Defaults work anywhere, without a download; see PRESETS for what to ask of a machine."""

    weights: str = "auto"
    """Of the base: "imagenet"; a file (.safetensors or .npz); "none"; or "auto", which is
    imagenet where it can be downloaded and none elsewhere."""
    size: int = 75
    """Pixels a side. The shop's photos have 80; at 96 px a photo costs 1.7 times as much."""
    side: int = 80
    """Of the decoded photos that batches are made from; more for a shop with larger photos."""
    depth: str = "mixed10"
    """The block after which the base ends. Up to mixed7 are 9 of its 22 million weights and 90%
    of its work."""
    head: int = 512
    """Units between the pooled features and the two answers."""
    dropout: float = 0.3
    """Of the head's inputs: 50 classes of a few hundred photos are soon learned by heart."""
    head_epochs: float = 5.0
    """Phase one, with a pretrained base: the head learns alone, lest its first random steps
    spoil the base."""
    head_share: float = 0.3
    """Of the run, which phase one may not outlast, however slow the machine is."""
    unfreeze: str = "mixed7"
    """Phase two: the blocks above this one learn too. Lower ones see edges and textures, which
    are the same on all photos."""
    norms: bool = False
    """Whether the unfrozen blocks' batch norms learn in phase two."""
    fine_rate: float = 0.1
    """Phase two's learning rate, of phase one's: what was learned on a million photos should
    be adjusted, not replaced."""
    epochs: float = 20.0
    """Passes over the products; ignored if ``minutes`` is set."""
    minutes: float = 0.0
    """Wall-clock budget; the schedule then follows the clock, whatever the machine's speed."""
    batch: int = 64
    """Photos a step; larger ones gain no speed on a CPU."""
    composed: float = 0.5
    """Share of the products that are cut out and laid on another background."""
    surfaces: int = 1500
    """Drawn backgrounds; they cost 0.4 ms each, once a run."""
    phone: float = 0.2
    """Share of a batch taken from people's photos, when there are any."""
    least_share: float = 0.1
    """A small set of products is repeated until it makes up this share of the largest."""
    most_repeats: int = 8
    """But no oftener than this in an epoch, or it would be learned by heart."""
    learning_rate: float = 1e-3
    """Peak of AdamW's one-cycle schedule, and phase one's constant rate."""
    weight_decay: float = 0.02
    """On kernels only; norms and biases need none."""
    ema: float = 0.999
    """Averages about the last thousand steps."""
    smoothing: float = 0.1
    """Of both labels: one category in twenty is wrong, and styles are a matter of taste."""
    balance: float = 0.5
    """A class counts by the number of its photos to the power of minus this: 0 leaves the rare
    to their fate, 1 makes them as heavy as the frequent, 0.5 is the square root."""
    heaviest: float = 6.0
    """But never more than this, of a mean of 1: a style of a dozen photos among tens of thousands
    would throw the network about."""
    style_weight: float = 0.4
    """Beside the category's 1, which is what people search by."""
    patience: int = 8
    """Validations in a row without a better score that end a run; 0 never ends it."""
    precision: str = "auto"
    """One of POLICIES: Keras's dtype policy. Auto takes half precision where the hardware
    multiplies it faster."""
    workers: int = 1
    """Batches made side by side, on cores of their own; a GPU needs several."""
    seed: int = 0
    """Of weights, order, augmentation and splits."""
    tick_seconds: float = 20.0
    checkpoint_minutes: float = 5.0
    """What a killed run loses at most."""
    validate_minutes: float = 6.0
    """A validation takes some twenty seconds on two cores."""

    def with_options(self, **options: Any) -> "Config":
        """A copy with the options that are not None. Raises ValueError if one is absurd."""
        config = replace(self, **{k: v for k, v in options.items() if v is not None})
        least = {"size": SMALLEST, "side": 1, "batch": 1, "head": 1, "workers": 1}
        for name, bound in least.items():
            if getattr(config, name) < bound:
                raise ValueError(f"{name} must be at least {bound}, not {getattr(config, name)}.")
        for name in ("composed", "head_share", "balance"):
            if not 0 <= getattr(config, name) <= 1:
                raise ValueError(f"{name} must lie between 0 and 1, not {getattr(config, name)}.")
        for name in ("phone", "dropout", "smoothing", "ema"):
            if not 0 <= getattr(config, name) < 1:
                raise ValueError(
                    f"{name} must be at least 0 and below 1, not {getattr(config, name)}."
                )
        if config.depth not in BLOCKS:
            raise ValueError(f"depth must be mixed0 to mixed10, not {config.depth!r}.")
        below = (INPUT, *BLOCKS)[: BLOCKS.index(config.depth) + 1]
        if config.unfreeze not in below:
            raise ValueError(
                f"unfreeze must be a block below depth={config.depth} or {INPUT!r}, "
                f"not {config.unfreeze!r}."
            )
        if config.precision not in POLICIES:
            raise ValueError(
                f"precision must be one of {', '.join(POLICIES)}, not {config.precision!r}."
            )
        if config.heaviest <= 1:
            raise ValueError(f"heaviest must be above 1, not {config.heaviest}.")
        if config.learning_rate <= 0 or config.fine_rate <= 0:
            raise ValueError("learning_rate and fine_rate must be above 0.")
        if config.minutes <= 0 and config.epochs <= 0:
            raise ValueError("Give a positive number of epochs or minutes.")
        return config


PRESETS = {
    "cpu-minutes": Config(minutes=15, depth="mixed5", unfreeze="mixed3", validate_minutes=4),
    "cpu-hours": Config(minutes=115, depth="mixed7", unfreeze="mixed4", validate_minutes=8),
    "gpu": Config(
        epochs=60,
        size=139,
        side=139,
        batch=256,
        # The batch is four times as large.
        learning_rate=2e-3,
        workers=8,
        validate_minutes=2,
    ),
}
