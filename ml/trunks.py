"""The networks that turn an image into features, by name."""

from ml import efficientnet, resnet

NAMES = (*resnet.LAYERS, *efficientnet.VARIANTS)
Trunk = resnet.ResNet | efficientnet.EfficientNetLite


def build(name: str, *, pretrained: bool = False) -> Trunk:
    """A trunk with random weights, or with ImageNet's.

    Raises ValueError for an unknown name, ImportError or URLError if the weights cannot be had.
    """
    if name not in NAMES:
        raise ValueError(f"trunk must be one of {', '.join(NAMES)}, not {name!r}")
    if name in resnet.LAYERS:
        return resnet.imagenet(name) if pretrained else resnet.ResNet(name)
    return efficientnet.imagenet(name) if pretrained else efficientnet.EfficientNetLite(name)


def gains_by_bf16(name: str) -> bool:
    """Whether bfloat16 is faster than float32 on a CPU that has it.

    Depthwise convolutions are not: measured 117 images/s against 158 for the Lite0 at 80 px.
    """
    return name in resnet.LAYERS
