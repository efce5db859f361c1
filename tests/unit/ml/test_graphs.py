"""A network becomes a graph whose weights can be trained on; the rest is refused."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ml import graphs
from ml.artifacts import ArtifactError
from ml.compiled import GRAPH, WEIGHTS, Compiled


class Network(nn.Module):
    """Two inputs, of which one may be ignored."""

    def __init__(self, listens: bool) -> None:
        super().__init__()
        self.listens = listens
        self.dense = nn.Linear(3, 8)
        self.norm = nn.BatchNorm1d(8)

    def forward(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        out = self.norm(self.dense(x))
        if self.listens:
            out = out + y
        return out, torch.tanh(out)


def written(folder: Path, *, listens: bool = True) -> Network:
    torch.manual_seed(0)
    network = Network(listens).eval()
    network.norm.running_mean.fill_(0.5)  # type: ignore[union-attr]
    inputs = {"x": torch.zeros(2, 3), "y": torch.zeros(2, 8)}
    graphs.write_graph(network, folder, inputs=inputs, outputs=["plain", "bent"])
    return network


def test_the_graph_answers_as_the_network_for_any_number(tmp_path: Path) -> None:
    network = written(tmp_path)
    x, y = torch.randn(5, 3), torch.randn(5, 8)

    outputs = Compiled(tmp_path, threads=1)({"x": x.numpy(), "y": y.numpy()})

    with torch.no_grad():
        plain, bent = network(x, y)
    assert outputs["plain"] == pytest.approx(plain.numpy(), abs=5e-3)
    assert outputs["bent"] == pytest.approx(bent.numpy(), abs=5e-3)


def test_an_argument_that_is_ignored_is_no_input(tmp_path: Path) -> None:
    written(tmp_path, listens=False)

    assert Compiled(tmp_path, threads=1)({"x": np.zeros((1, 3), np.float32)})["plain"].shape == (
        1,
        8,
    )


def test_the_weights_can_be_trained_on(tmp_path: Path) -> None:
    network = written(tmp_path)

    weights = graphs.read_weights(tmp_path)

    for name, value in network.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            torch.testing.assert_close(weights[name], value, rtol=1e-3, atol=1e-3)


def test_a_graph_that_does_not_run_is_refused(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / GRAPH).write_text("<net></net>")

    with pytest.raises(ArtifactError, match="no graph that runs"):
        Compiled(tmp_path).load()


def test_tensor_offsets_point_at_the_tensors(tmp_path: Path) -> None:
    network = written(tmp_path)

    start = graphs.tensor_offsets(tmp_path / WEIGHTS)["dense.bias"]

    stored = np.frombuffer((tmp_path / WEIGHTS).read_bytes()[start : start + 16], np.float16)
    assert stored == pytest.approx(network.dense.bias.detach().numpy(), abs=1e-3)
