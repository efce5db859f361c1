"""A published generator: what it opens and refuses, and that a recipe is a design for good."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from generator import export, serving
from generator.recipe import sampled
from generator.serving import Designer
from ml import artifacts
from ml.artifacts import ArtifactError

ROOT = Path(serving.__file__).parents[1]


def test_a_design_has_the_promised_shape(designer: Designer) -> None:
    pixels = designer.sample("Handbags", [1, 2, 3])

    assert pixels.shape == (3, 16, 16, 3)
    assert pixels.dtype == np.uint8
    assert (pixels[0] != pixels[1]).any()


def test_a_seed_is_one_design_whatever_is_made_beside_it(designer: Designer) -> None:
    together = designer.sample("Watches", list(range(20)))

    alone = designer.sample("Watches", [13])

    assert alone.tobytes() == together[13].tobytes()


def test_another_category_or_truncation_is_another_design(designer: Designer) -> None:
    [one] = designer.sample("Watches", [1])

    assert (designer.sample("Shirts", [1])[0] != one).any()
    assert (designer.sample("Watches", [1], truncation=0.3)[0] != one).any()


def test_the_graph_agrees_with_torch(designer: Designer, model_folder: Path) -> None:
    network = export.restore(model_folder)
    points = [designer.space.point(sampled(designer.space, "Shirts", seed)) for seed in range(4)]
    z, condition = (np.stack(parts) for parts in zip(*points, strict=True))

    with torch.inference_mode():
        theirs = network(torch.from_numpy(z), torch.from_numpy(condition))

    expected = ((theirs.permute(0, 2, 3, 1) + 1) * 127.5).numpy()
    assert np.abs(designer.images(z, condition) - expected).max() <= 0.51


def test_the_manifest_tells_what_was_made_of_what(designer: Designer) -> None:
    manifest = designer.manifest

    assert manifest["kind"] == "generator"
    assert manifest["categories"] == ["Shirts", "Watches", "Handbags"]
    assert manifest["latent"] == 8
    assert manifest["taxonomy_hash"]
    assert [row["category"] for row in manifest["per_category"]] == manifest["categories"]
    assert all(row["photos"] > 0 for row in manifest["per_category"])
    assert "coverage" in manifest["per_category"][0]
    assert manifest["data_fingerprint"]
    assert "not comparable with FID" in (designer.folder / "MODEL_CARD.md").read_text()


def test_weights_are_in_half_precision_and_on_disk_once(model_folder: Path) -> None:
    weights = export.read(model_folder)[0]
    size = (model_folder / "weights.safetensors").stat().st_size

    numbers = sum(value.numel() for value in weights.values())
    assert 2 * numbers < size < 2 * numbers + 20_000


def test_an_unknown_category_is_answered_with_those_there_are(designer: Designer) -> None:
    with pytest.raises(ValueError, match="no category 'Hats' here; the model makes Shirts, Wat"):
        designer.sample("Hats", [1])
    with pytest.raises(ValueError, match="no category None"):
        designer.sample(None, [1])


@pytest.mark.parametrize(("seed", "truncation"), [(-1, 1.0), (2**32, 1.0), (1, 0.0), (1, 2.1)])
def test_absurd_numbers_are_refused(designer: Designer, seed: int, truncation: float) -> None:
    with pytest.raises(ValueError, match=r"seed is a whole number|truncation must be"):
        designer.sample("Shirts", [seed], truncation)


def test_threads_share_a_designer(model_folder: Path) -> None:
    # given a model that nobody has compiled yet
    shared = serving.load(model_folder, threads=1)
    expected = serving.load(model_folder, threads=1).sample("Shirts", list(range(16)))

    with ThreadPoolExecutor(max_workers=8) as pool:
        made = list(pool.map(lambda seed: shared.sample("Shirts", [seed])[0], range(16)))

    assert np.stack(made).tobytes() == expected.tobytes()


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="holds no manifest"):
        serving.load(tmp_path / "nowhere")


def test_an_embedder_is_no_generator(tmp_path: Path) -> None:
    with artifacts.publishing(tmp_path / "m", kind="embedder", framework="none"):
        pass

    with pytest.raises(ArtifactError, match="not a 'generator'"):
        serving.load(tmp_path / "m")


def test_a_manifest_that_lacks_what_serving_needs_is_refused(tmp_path: Path) -> None:
    with artifacts.publishing(tmp_path / "m", kind="generator", framework="none") as draft:
        draft.manifest["latent"] = 8

    with pytest.raises(ArtifactError, match="not a complete model"):
        serving.load(tmp_path / "m")


def test_a_damaged_model_is_refused_wherever_it_is_damaged(
    model_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(model_folder, folder)
    rng = np.random.default_rng(0)
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        for place in rng.integers(0, len(whole), 5).tolist():
            flipped = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
            for content in (flipped, whole[:place]):
                path.write_bytes(content)
                with pytest.raises(ArtifactError):
                    serving.load(folder)
        path.write_bytes(whole)
    serving.load(folder)


def test_weights_of_another_network_are_refused(model_folder: Path, tmp_path: Path) -> None:
    old = artifacts.verify(model_folder, "generator")
    with artifacts.publishing(tmp_path / "m", kind="generator", framework="none") as draft:
        shutil.copyfile(model_folder / "weights.safetensors", draft.path / "weights.safetensors")
        draft.manifest |= {"channels": 3, "condition": 3, "config": old["config"] | {"width": 8}}

    with pytest.raises(ArtifactError, match="another network"):
        export.restore(tmp_path / "m")


def test_a_published_folder_never_changes(run: Path, model_folder: Path) -> None:
    from generator.train import publish

    with pytest.raises(ArtifactError, match="never changes"):
        publish(run, model_folder)


def test_serving_imports_no_training_framework(model_folder: Path) -> None:
    script = (
        "import sys\n"
        "from generator import recipe, serving\n"
        "from generator.upscaling import serving as upscaling\n"
        f"designer = serving.load({str(model_folder)!r}, threads=1)\n"
        "pixels = designer.sample('Shirts', [1])\n"
        "upscaling.enlarge(pixels[0], 64)\n"
        "heavy = {'torch', 'torchvision', 'tensorflow', 'keras', 'pandas', 'django'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == "[]"
