"""The networks that turn an image into features, by name."""

from ml import efficientnet, resnet

NAMES = (*resnet.LAYERS, *efficientnet.VARIANTS)
Trunk = resnet.ResNet | efficientnet.EfficientNetLite


def build(name: str, *, pretrained: bool = False, drop_path: float = 0.0) -> Trunk:
    """A trunk with random weights, or with ImageNet's.

    ``drop_path``: how often training skips blocks; the ResNets never do.

    Raises ValueError for an unknown name, ImportError or URLError if the weights cannot be had.
    """
    if name not in NAMES:
        raise ValueError(f"trunk must be one of {', '.join(NAMES)}, not {name!r}")
    if name in resnet.LAYERS:
        return resnet.imagenet(name) if pretrained else resnet.ResNet(name)
    if pretrained:
        return efficientnet.imagenet(name, drop_path)
    return efficientnet.EfficientNetLite(name, drop_path)


def gains_by_bf16(name: str) -> bool:
    """Whether bfloat16 is faster than float32 on a CPU that has it.

    Depthwise convolutions are not: measured 117 images/s against 158 for the Lite0 at 80 px.
    """
    return name in resnet.LAYERS
