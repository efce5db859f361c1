"""Two networks and one step of their game.

The order is that of the first GAN papers: the discriminator learns from reals and fakes, then
the generator through the frozen discriminator.
"""

from typing import Any

import torch
from torch import Tensor, nn

from generator.augment import augment
from generator.auxiliary import AUXILIARY
from generator.config import Config
from generator.feed import VIEWS, Batch, Feed, seed_of
from generator.losses import ADVERSARIAL, gradient_penalty, variety
from generator.networks import Shape, build
from generator.networks.verdict import Verdict
from generator.recording import Recording, Said
from ml.device import autocast, has_bf16
from ml.training import Ema


class Trainer:
    """Networks, optimisers and the averaged generator; ``step`` plays one round."""

    def __init__(self, config: Config, shape: Shape, device: torch.device) -> None:
        self.config, self.device = config, device
        self.bf16 = has_bf16(device)
        torch.manual_seed(config.seed)
        self.generator, self.discriminator = (
            # Convolutions run faster on maps laid out pixel by pixel.
            network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
            for network in build(config, shape)
        )
        self.ema = Ema(self.generator, config.ema)
        self.g_optimizer = _optimizer(self.generator, config.generator_rate, config)
        self.d_optimizer = _optimizer(self.discriminator, config.discriminator_rate, config)
        self.adversarial = ADVERSARIAL[config.adversarial]
        self.auxiliary = AUXILIARY.get(config.auxiliary)
        if config.compile:
            self.generator.compile()
            self.discriminator.compile()
        # Every step has the same shapes, so that looking for the fastest kernels pays.
        torch.backends.cudnn.benchmark = device.type == "cuda"
        self.recorded = config.record and device.type == "cuda"
        self._played = Recording(self.play) if self.recorded else self.play

    def step(self, feed: Feed, number: int, salt: int = 0) -> Said:
        """One round on the feed's batch of that number; the means of its losses and scores,
        which hold until the next."""
        batch = feed.batch(number, salt)
        # So that a resumed run drops the same units.
        torch.manual_seed(seed_of(self.config.seed, number, salt))
        self.generator.train()
        self.discriminator.train()
        said = self._played(batch)
        self.ema.update(self.generator)
        return said

    def play(self, batch: Batch) -> Said:
        """The round itself: nothing but operations on tensors, so that it can be recorded."""
        with autocast(self.device, self.bf16):
            fake = self.generator(batch.z, batch.fake_condition)
        said = self._teach_discriminator(batch, fake.detach().float())
        said |= self._teach_generator(batch, fake)
        return {name: value.detach() for name, value in said.items()}

    def _teach_discriminator(self, batch: Batch, fake: Tensor) -> Said:
        config = self.config
        half = slice(config.batch // 2 if config.halves else config.batch)
        reals = self._seen(batch.real[half], batch, 0)
        fakes = self._seen(fake[half], batch, 1)
        penalised = config.gradient_penalty > 0
        if penalised:
            reals, fakes = reals.detach().requires_grad_(), fakes.detach().requires_grad_()
        real = self._judge(reals, batch.real_condition[half])
        made = self._judge(fakes, batch.fake_condition[half])
        loss = self.adversarial.discriminator(made.score, real.score)
        if penalised:
            penalty = gradient_penalty(real.score, reals) + gradient_penalty(made.score, fakes)
            loss = loss + config.gradient_penalty * penalty
        said = {"loss_d": loss, "real_score": real.score.mean(), "fake_score": made.score.mean()}
        if config.adversarial == "bce":
            said["real_score"] = real.score.sigmoid().mean()
            said["fake_score"] = made.score.sigmoid().mean()
        if self.auxiliary is not None:
            classes = self.auxiliary.discriminator(
                real, made, batch.real_labels[half], batch.fake_labels[half]
            )
            said["class_d"] = classes
            loss = loss + config.auxiliary_weight * classes
        self.d_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.d_optimizer.step()
        return said

    def _teach_generator(self, batch: Batch, fake: Tensor) -> Said:
        self.discriminator.requires_grad_(False)
        made = self._judge(self._seen(fake, batch, 2), batch.fake_condition)
        score = made.score
        if self.adversarial.needs_reals:
            score = self._judge(self._seen(batch.real, batch, 3), batch.real_condition).score
        loss = self.adversarial.generator(made.score, score)
        said = {"loss_g": loss}
        if self.auxiliary is not None:
            said["class_g"] = self.auxiliary.generator(made, batch.fake_labels)
            loss = loss + self.config.auxiliary_weight * said["class_g"]
        if self.config.variety:
            said["alike"] = variety(fake, batch.real)
            loss = loss + self.config.variety * said["alike"]
        self.g_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.g_optimizer.step()
        self.discriminator.requires_grad_(True)
        return said

    def _seen(self, images: Tensor, batch: Batch, view: int) -> Tensor:
        names = self.config.augmentations
        each = len(batch.views) // VIEWS
        drawn = batch.views[view * each : (view + 1) * each]
        return augment(images, names, drawn)

    def _judge(self, images: Tensor, condition: Tensor) -> Verdict:
        with autocast(self.device, self.bf16):
            verdict: Verdict = self.discriminator(images, condition)
        return verdict

    @torch.no_grad()
    def show(self, z: Tensor, condition: Tensor, at_once: int = 128) -> Tensor:
        """The averaged generator's images (N × channels × side × side) for any number of z."""
        with self.ema.applied(self.generator):
            self.generator.eval()
            blocks = zip(z.split(at_once), condition.split(at_once), strict=True)
            parts = [self.generator(a.to(self.device), b.to(self.device)).cpu() for a, b in blocks]
        return torch.cat(parts)

    def finite(self) -> bool:
        """Whether every weight is a number: a NaN never heals."""
        return all(
            bool(torch.isfinite(value).all())
            for network in (self.generator, self.discriminator)
            for value in network.parameters()
        )

    def state(self) -> dict[str, Any]:
        """All that the next step depends on."""
        return {
            "generator": self.generator.state_dict(),
            "discriminator": self.discriminator.state_dict(),
            "g_optimizer": self.g_optimizer.state_dict(),
            "d_optimizer": self.d_optimizer.state_dict(),
            "ema": self.ema.state,
            "ema_steps": self.ema.steps,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Raises RuntimeError if the state is of other networks."""
        self.generator.load_state_dict(state["generator"])
        self.discriminator.load_state_dict(state["discriminator"])
        _refill(self.g_optimizer, state["g_optimizer"])
        _refill(self.d_optimizer, state["d_optimizer"])
        self.ema.state, self.ema.steps = state["ema"], state["ema_steps"]
        if self.recorded:
            # The optimisers' state lies elsewhere now.
            self._played = Recording(self.play)


def _optimizer(network: nn.Module, rate: float, config: Config) -> torch.optim.Optimizer:
    parameters = list(network.parameters())
    on_gpu = parameters[0].is_cuda
    if config.optimizer == "rmsprop":
        # Keras' rho and epsilon, which the published runs had.
        return torch.optim.RMSprop(parameters, rate, alpha=0.9, eps=1e-7, capturable=on_gpu)
    betas = (float(config.beta1), float(config.beta2))
    return torch.optim.Adam(parameters, rate, betas, fused=on_gpu or None, capturable=on_gpu)


def _refill(optimizer: torch.optim.Optimizer, state: dict[str, Any]) -> None:
    """The moments of a checkpoint, but this machine's way of applying them."""
    optimizer.load_state_dict(state | {"param_groups": optimizer.state_dict()["param_groups"]})
