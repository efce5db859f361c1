"""Every knob of a training run, each with the reason for its value, and the six presets."""

from dataclasses import asdict, dataclass, replace
from typing import Any

SIZES = {"acgan28": 4, "dcgan28": 4, "dcgan64": 8, "acgan64": 8, "encoder64": 8}
"""The networks, and what a side must be a multiple of."""
ADVERSARIAL = ("hinge", "bce", "least_squares", "relativistic")
AUXILIARY = ("none", "plain", "adc", "d2d")
AUGMENTATIONS = ("translation", "cutout", "colour")
OPTIMIZERS = ("adam", "rmsprop")
CONDITIONS = {
    "acgan28": "class",
    "acgan64": "class",
    "dcgan28": "none",
    "dcgan64": "none",
    "encoder64": "photo",
}
"""What a network's generator is told besides its noise."""
BUDGET = ("kimg", "epochs", "minutes", "tick_kimg", "compile", "record")
"""Knobs that may differ when a run is resumed."""


@dataclass(frozen=True)
class Config:
    """Defaults are those of acgan-64 on a CPU; see PRESETS and on_gpu."""

    network: str = "acgan64"
    """One of SIZES; its file in generator/networks names the paper."""
    size: int = 64
    """Pixels a side: a class shows its shapes here after minutes, and upscaling does the rest."""
    latent: int = 128
    """Numbers of noise; more bring nothing at this size."""
    embedding: int = 128
    """Numbers a class or a photo's code is put into beside the noise, as many as the noise."""
    width: int = 48
    """Channels of the widest map, of which deeper ones have 2, 4 and 8 times as many. 64 halves
    the images a second on a CPU, and an hour's run is short of images, not of weights."""
    fit: str = "pad"
    """"pad" keeps the whole product on white, "crop" takes the middle square of a photo."""
    adversarial: str = "hinge"
    """The loss of head A; hinge is what spectral norm was found with."""
    auxiliary: str = "adc"
    """The loss of head B: one of AUXILIARY. ADC-GAN's has the right optimum; plain AC-GAN's
    prefers designs that are easy to classify to designs that are like the photos."""
    auxiliary_weight: float = 1.0
    """Of the class head's loss beside the adversarial one, in both networks."""
    temperature: float = 0.2
    """Cosines of the class head are divided by it: small enough for sharp classes, large enough
    for gradients that do not drown the adversarial ones."""
    variety: float = 0.0
    """Weight of generator.losses.variety, which asks designs of a class to differ as much as its
    photos do: a discriminator that is still weak does not see that they do not."""
    gradient_penalty: float = 0.0
    """Weight of R1 and R2, which the relativistic loss needs and spectral norm makes needless."""
    augment: str = ""
    """Of reals and fakes alike, by commas: "translation,cutout" where a run passes its photos
    twenty times and more, so that the discriminator cannot learn them by heart, and "colour" too
    for less than 2,000 of them. A run of hours on a CPU never gets there, and its class head
    learns three times as slowly with them (loss 8.7 instead of 7.4 after 12,000 images)."""
    augmented: float = 0.8
    """Share of images that are augmented. With all of them the generator drew a cutout's grey
    square now and then; where some are spared, only designs without one can be right (Karras et
    al., 2020, "Training Generative Adversarial Networks with Limited Data", section 2.2)."""
    batch: int = 64
    """Images a step. A small batch gives a slow machine more steps an hour."""
    halves: bool = False
    """The discriminator learns from half a batch of reals and half a batch of fakes, as AC-GAN
    was first described; otherwise from a batch of each."""
    optimizer: str = "adam"
    generator_rate: float = 2e-4
    discriminator_rate: float = 4e-4
    """Above the generator's (Heusel et al., 2017): after 12,000 images the Fréchet distance was
    1.19, with 2e-4 for both 1.29, with 4e-4 for both 1.21 and less variety."""
    beta1: float = 0.0
    beta2: float = 0.999
    """No momentum: the opponent moves, and old gradients point the wrong way (Adam only)."""
    ema: float = 0.999
    """The averaged generator is what is shown and published."""
    prior: float = 0.5
    """Classes are drawn in proportion to their photos to this power, reals and fakes alike: 0.5
    shows rare classes often enough, and does not repeat their few photos too often."""
    neighbours: int = 8
    """A photo-conditioned network's real image is one of so many nearest to the reference."""
    kimg: float = 400.0
    """Thousands of images to show the discriminator; ignored if epochs or minutes are set."""
    epochs: float = 0.0
    """The same in passes over the data."""
    minutes: float = 0.0
    """The same by the clock, whatever the machine's speed."""
    tick_kimg: float = 4.0
    """Thousands of images between two status lines, grids, guards and checkpoints: what a killed
    run loses at most."""
    judged: int = 16
    """Designs a class that the guards look at; an unconditional network shows 32 times as many."""
    seed: int = 0
    """Of weights, batches, noise and the fixed latents of the grid."""
    compile: bool = False
    """torch.compile; minutes of waiting that pay on a GPU."""
    record: bool = True
    """Replay the step as one CUDA graph where there is a GPU (see generator/recording.py)."""

    def with_options(self, **options: Any) -> "Config":
        """A copy with the options that are not None. Raises ValueError if one is absurd."""
        config = replace(self, **{k: v for k, v in options.items() if v is not None})
        _choice("network", config.network, tuple(SIZES))
        _choice("fit", config.fit, ("pad", "crop"))
        _choice("adversarial", config.adversarial, ADVERSARIAL)
        _choice("auxiliary", config.auxiliary, AUXILIARY)
        _choice("optimizer", config.optimizer, OPTIMIZERS)
        for name in config.augmentations:
            _choice("augment", name, AUGMENTATIONS)
        step = SIZES[config.network]
        if config.size < 4 * (step // 4) or config.size % step:
            raise ValueError(f"size must be a multiple of {step} here, not {config.size}.")
        if step == 8 and config.size & (config.size - 1):
            raise ValueError(f"size must be a power of two here, not {config.size}.")
        for name in ("latent", "embedding", "width", "neighbours", "judged"):
            if getattr(config, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(config, name)}.")
        if config.batch < 2 or (config.halves and config.batch < 4):
            raise ValueError("batch must be at least 2, and at least 4 with halves.")
        for name in ("generator_rate", "discriminator_rate", "temperature", "tick_kimg"):
            if getattr(config, name) <= 0:
                raise ValueError(f"{name} must be above 0, not {getattr(config, name)}.")
        for name in (
            "gradient_penalty", "variety", "prior", "auxiliary_weight", "epochs", "minutes",
        ):  # fmt: skip
            if getattr(config, name) < 0:
                raise ValueError(f"{name} must not be negative: {getattr(config, name)}.")
        if not 0 <= config.augmented <= 1:
            raise ValueError(f"augmented must lie between 0 and 1, not {config.augmented}.")
        for name in ("beta1", "beta2", "ema"):
            if not 0 <= getattr(config, name) < 1:
                raise ValueError(f"{name} must lie between 0 and 1, not {getattr(config, name)}.")
        if config.kimg <= 0 and config.epochs <= 0 and config.minutes <= 0:
            raise ValueError("Give a positive number of kimg, epochs or minutes.")
        if config.variety > 0 and (config.condition != "class" or config.batch % 2):
            raise ValueError("variety compares pairs of a class: it needs one, and an even batch.")
        if config.auxiliary == "d2d" and config.network != "acgan64":
            raise ValueError("auxiliary=d2d compares unit vectors, which only acgan64 has.")
        if (config.auxiliary == "none") != (config.condition != "class"):
            raise ValueError(
                f"The network {config.network} "
                + ("needs" if config.condition == "class" else "has no")
                + f" class head: auxiliary={config.auxiliary} does not fit."
            )
        return config

    @property
    def augmentations(self) -> tuple[str, ...]:
        return tuple(name for name in self.augment.split(",") if name)

    @property
    def condition(self) -> str:
        """ "class", "photo" or "none"."""
        return CONDITIONS[self.network]

    def differences(self, other: dict[str, Any]) -> list[str]:
        """Knobs, but for the budget, in which a saved run's options differ from these."""
        mine = asdict(self)
        return [f"{k}={v}" for k, v in other.items() if k not in BUDGET and mine.get(k) != v]


def _choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")


DCGAN_64 = Config(
    network="dcgan64",
    width=64,
    fit="crop",
    adversarial="bce",
    auxiliary="none",
    augment="",
    batch=128,
    generator_rate=3e-4,
    discriminator_rate=3e-4,
    beta1=0.5,
    epochs=50,
)

PRESETS = {
    "acgan-64": Config(variety=1.0),
    # As first described (Odena et al., 2017), on Fashion-MNIST.
    "acgan-28": Config(
        network="acgan28",
        size=28,
        latent=100,
        width=64,
        adversarial="bce",
        auxiliary="plain",
        augment="",
        batch=100,
        halves=True,
        discriminator_rate=2e-4,
        beta1=0.5,
        prior=1.0,
        epochs=30,
        tick_kimg=60,
    ),
    "dcgan-64": DCGAN_64,
    "lsgan-64": replace(DCGAN_64, adversarial="least_squares"),
    "dcgan-28": Config(
        network="dcgan28",
        size=28,
        latent=100,
        width=64,
        adversarial="bce",
        auxiliary="none",
        augment="",
        batch=32,
        optimizer="rmsprop",
        # Keras' defaults, which the published run had.
        generator_rate=1e-3,
        discriminator_rate=1e-3,
        epochs=10,
        tick_kimg=60,
    ),
    "encoder-64": Config(network="encoder64", auxiliary="none"),
}
PLAIN_64 = PRESETS["acgan-28"].with_options(size=64, tick_kimg=4)
"""The original recipe at 64 × 64: the baseline that ``compare`` measures acgan-64 against."""
GROWS = ("acgan-64", "encoder-64")
"""Our own presets, which take more where there is a GPU; the others keep their papers' values."""
LARGER: dict[str, Any] = {
    "batch": 256,
    "generator_rate": 1e-4,
    "discriminator_rate": 4e-4,
    "augment": "translation,cutout",
    "width": 96,
    "ema": 0.9999,
    "kimg": 8_000.0,
    "judged": 50,
}


def on_gpu(preset: str) -> dict[str, Any]:
    """What a preset takes instead where there is a GPU; there a tick lasts longer than training
    from one to the next unless they are far apart."""
    return {"tick_kimg": 400.0} | (LARGER if preset in GROWS else {})
