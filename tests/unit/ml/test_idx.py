"""idx files: whole ones are read, others refused."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from ml.data import idx
from ml.data.source import opened

TWO = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4])


def test_dimensions_and_values_are_read() -> None:
    assert idx.parse(TWO, "a").tolist() == [[[1, 2]], [[3, 4]]]


@pytest.mark.parametrize("raw", [b"", b"PNG", TWO[:9], bytes([0, 0, 13]) + TWO[3:]])
def test_what_is_no_idx_file_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not an idx file"):
        idx.parse(raw, "a")


@pytest.mark.parametrize("raw", [TWO[:-1], TWO + b"\0"])
def test_a_damaged_file_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        idx.parse(raw, "a")


def test_half_a_gzip_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(TWO)
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]))

    with opened(tmp_path) as source:
        assert idx.holds_idx(source)
        with pytest.raises(ValueError, match="damaged"):
            idx.read_part(source, "train")


def test_images_and_labels_must_pair_up(tmp_path: Path) -> None:
    (tmp_path / "train-images-idx3-ubyte").write_bytes(TWO)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 1, 5]))

    with opened(tmp_path) as source, pytest.raises(ValueError, match="do not pair up"):
        idx.read_part(source, "train")


def test_labels_are_whole_numbers(tmp_path: Path) -> None:
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(TWO))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 2, 5, 9]))

    with opened(tmp_path) as source:
        images, labels = idx.read_part(source, "train")

    assert images.dtype == np.uint8
    assert (labels.dtype, labels.tolist()) == (np.int64, [5, 9])
