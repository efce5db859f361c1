"""Our trunk is torchvision's network, so that its ImageNet weights fit."""

import pytest
import torch

from ml.resnet import ResNet
from ml.torchvision_compat import torchvision


@pytest.mark.parametrize("name", ["resnet18", "resnet50"])
def test_the_same_weights_give_the_same_features(name: str) -> None:
    theirs = getattr(torchvision.models, name)().eval()
    theirs.fc = torch.nn.Identity()
    ours = ResNet(name).eval()
    ours.load_state_dict(theirs.state_dict())
    images = torch.randn(2, 3, 64, 64)

    with torch.inference_mode():
        _, pooled = ours(images)

        torch.testing.assert_close(pooled, theirs(images))
