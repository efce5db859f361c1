"""ResNet trunks (He et al., 2016, "Deep residual learning"), with torchvision's parameter names.

torchvision itself is needed only for ImageNet weights, so that training runs where only
torch is installed; the names make its weights fit.
"""

import torch
from torch import Tensor, nn

LAYERS = {"resnet18": (2, 2, 2, 2), "resnet34": (3, 4, 6, 3), "resnet50": (3, 4, 6, 3)}
"""Blocks in each of the four stages."""


class BasicBlock(nn.Module):
    """Two 3 × 3 convolutions beside a shortcut."""

    expansion = 1

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = shortcut(inputs, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        out = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(out)) + self.downsample(x))


class Bottleneck(nn.Module):
    """A 3 × 3 convolution between two 1 × 1; the stride sits on the 3 × 3."""

    expansion = 4

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        outputs = width * self.expansion
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = shortcut(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        out = torch.relu(self.bn1(self.conv1(x)))
        out = torch.relu(self.bn2(self.conv2(out)))
        return torch.relu(self.bn3(self.conv3(out)) + self.downsample(x))


class ResNet(nn.Module):
    """B × 3 × H × W to the features of stage three and the pooled ones of stage four."""

    def __init__(self, name: str) -> None:
        """``name`` is a key of LAYERS."""
        super().__init__()
        block = Bottleneck if name == "resnet50" else BasicBlock
        self.conv1 = nn.Conv2d(3, 64, 7, 2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inputs = 64
        for stage, count in enumerate(LAYERS[name]):
            width = 64 * 2**stage
            blocks: list[nn.Module] = []
            for number in range(count):
                stride = 2 if stage and not number else 1
                blocks.append(block(inputs, width, stride))
                inputs = width * block.expansion
            self.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        self.features, self.map_features = inputs, inputs // 2
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        x = torch.relu(self.bn1(self.conv1(images)))
        x = nn.functional.max_pool2d(x, 3, 2, padding=1)
        for name in ("layer1", "layer2", "layer3"):
            x = self.get_submodule(name)(x)
        pooled: Tensor = self.get_submodule("layer4")(x).mean(dim=(2, 3))
        return x, pooled


def imagenet(name: str) -> ResNet:
    """With the ImageNet weights that torchvision downloads. Raises ImportError, URLError."""
    from ml.torchvision_compat import torchvision

    trunk = ResNet(name)
    weights = getattr(torchvision.models, name)(weights="DEFAULT").state_dict()
    trunk.load_state_dict({k: v for k, v in weights.items() if not k.startswith("fc.")})
    return trunk


def shortcut(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    """The identity, or a 1 × 1 projection where the shape changes."""
    if stride == 1 and inputs == outputs:
        return nn.Sequential()
    convolution = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs))
