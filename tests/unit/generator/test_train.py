"""Every preset learns, samples and films; a run stops, resumes and heals as it promises."""

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from generator import __main__ as command
from generator import serving
from generator.config import PLAIN_64, PRESETS
from generator.feed import Feed
from generator.train import train
from generator.trainer import Trainer
from ml import training
from tests.unit.generator.sets import small, write_idx, write_images

CPU = torch.device("cpu")


def last(folder: Path, name: Path = training.CHECKPOINT) -> dict[str, Any]:
    state = training.load_checkpoint(folder, CPU, name)
    assert state is not None
    return state


@pytest.mark.parametrize("preset", ["acgan-64", "dcgan-64", "lsgan-64", "encoder-64"])
def test_each_preset_for_colour_trains_and_samples(
    preset: str, shop: Path, cache: Path, tmp_path: Path
) -> None:
    judge = None if preset == "encoder-64" else "own"
    config = small(preset, neighbours=2)

    folder = train(str(shop), tmp_path, config=config, preset=preset, features=judge, cache=cache)

    assert folder is not None
    designer = serving.load(folder, threads=1)
    assert (designer.manifest["preset"], designer.size) == (preset, 16)
    if preset != "encoder-64":
        category = "Shirts" if preset == "acgan-64" else None
        assert designer.sample(category, [1, 2]).shape == (2, 16, 16, 3)


@pytest.mark.parametrize("preset", ["acgan-28", "dcgan-28"])
def test_each_preset_for_grey_images_trains_and_samples(preset: str, tmp_path: Path) -> None:
    data = write_idx(tmp_path / "idx")

    folder = train(str(data), tmp_path / "run", config=small(preset), preset=preset)

    assert folder is not None
    designer = serving.load(folder, threads=1)
    category = "Trouser" if preset == "acgan-28" else None
    assert designer.sample(category, [1]).shape == (1, 28, 28, 1)


@pytest.mark.parametrize(
    "options",
    [
        {"auxiliary": "plain"},
        {"auxiliary": "d2d"},
        {"adversarial": "bce"},
        {"adversarial": "least_squares"},
        {"adversarial": "relativistic", "gradient_penalty": 1.0},
        {"augment": "translation,cutout,colour"},
        {"halves": True},
    ],
)
def test_each_loss_and_augmentation_can_be_chosen(
    options: dict[str, Any], shop: Path, cache: Path, tmp_path: Path
) -> None:
    config = small("acgan-64", kimg=0.016, **options)

    assert train(str(shop), tmp_path, config=config, features="own", cache=cache) is not None


def test_the_original_recipe_fits_64_pixels(shop: Path, cache: Path, tmp_path: Path) -> None:
    config = PLAIN_64.with_options(size=16, width=4, batch=8, kimg=0.016, epochs=0.0, judged=4)

    assert train(str(shop), tmp_path, config=config, features="own", cache=cache) is not None


def test_a_run_leaves_options_statistics_plot_sheets_and_checkpoints(run: Path) -> None:
    lines = [json.loads(line) for line in (run / "stats.jsonl").open()]
    options = json.loads((run / "options.json").read_text())

    assert options["preset"] == "acgan-64"
    assert options["config"]["width"] == 4
    assert [line["kimg"] for line in lines] == [0.016, 0.032]
    assert {"loss_d", "loss_g", "real_score", "fake_score", "fd", "rate"} <= set(lines[-1])
    assert Image.open(run / "losses.png").size[0] > 100
    sheets = sorted((run / "samples").iterdir())
    # three classes, six latents each
    assert [Image.open(sheet).size for sheet in sheets] == [(16 * 18 + 8, 16)] * 2
    assert last(run)["step"] == 4


@pytest.mark.parametrize("preset", ["acgan-64", "acgan-28"])
def test_a_stopped_run_resumes_to_the_same_weights(
    preset: str, shop: Path, cache: Path, tmp_path: Path
) -> None:
    # acgan-28 drops units at random
    config = small(preset, kimg=0.048)
    options = {"config": config, "features": "own", "cache": cache}
    train(str(shop), tmp_path / "whole", **options)
    asked = 0

    def stop_in_the_middle() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    parts = tmp_path / "parts"
    stopped = train(str(shop), parts, should_stop=stop_in_the_middle, **options)
    assert stopped is None
    assert last(parts)["step"] == 3
    train(str(shop), parts, resume=True, **options)

    one, other = last(tmp_path / "whole"), last(parts)
    assert one["step"] == other["step"] == 6
    for name in ("generator", "discriminator", "ema"):
        for key, value in one[name].items():
            torch.testing.assert_close(other[name][key], value, rtol=0, atol=0)
    for name in ("g_optimizer", "d_optimizer"):
        for key, slots in one[name]["state"].items():
            for slot, value in slots.items():
                torch.testing.assert_close(other[name]["state"][key][slot], value, rtol=0, atol=0)
    assert one["best"] == other["best"]
    for sheet in (tmp_path / "whole" / "samples").iterdir():
        assert sheet.read_bytes() == (parts / "samples" / sheet.name).read_bytes()


def test_a_loss_that_is_no_number_rolls_the_run_back(
    shop: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a third step whose weights break
    honest = Trainer.step

    def break_once(self: Trainer, feed: Feed, number: int, salt: int = 0) -> dict[str, Any]:
        said = honest(self, feed, number, salt)
        if number == 2 and salt == 0:
            with torch.no_grad():
                next(self.generator.parameters()).fill_(torch.nan)
        return said

    monkeypatch.setattr(Trainer, "step", break_once)

    folder = train(str(shop), tmp_path, config=small("acgan-64"), features="own", cache=cache)

    # then it goes back to the second step and on with other batches, to its end
    assert folder is not None
    assert last(tmp_path)["salt"] == 1
    assert last(tmp_path)["step"] == 4
    assert all(torch.isfinite(value).all() for value in last(tmp_path)["ema"].values())


def test_a_run_that_keeps_failing_says_what_to_do(
    shop: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Trainer, "finite", lambda self: False)

    with pytest.raises(ValueError, match="lower generator_rate"):
        train(str(shop), tmp_path, config=small("acgan-64"), features="own", cache=cache)


def test_the_best_checkpoint_is_published_not_the_last(
    shop: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given guards that find the designs of the first tick best
    from generator.guards import Guards, Health

    scores = iter([1.0, 5.0])
    monkeypatch.setattr(
        Guards, "look", lambda *a, **k: Health({"fd": next(scores)}, [0.1, 0.2, 0.3])
    )

    train(str(shop), tmp_path, config=small("acgan-64"), features="own", cache=cache)

    assert last(tmp_path, training.BEST)["best"]["kimg"] == 0.016
    manifest = serving.load(tmp_path / "model").manifest
    assert manifest["training"]["kimg"] == 0.016
    assert manifest["metrics"]["guards"] == {"fd": 1.0}


def test_sigterm_leaves_a_checkpoint(shop: Path, cache: Path, tmp_path: Path) -> None:
    stopped = train(
        str(shop),
        tmp_path,
        config=small("acgan-64", kimg=100.0),
        features="own",
        cache=cache,
        on_progress=lambda *report: os.kill(os.getpid(), signal.SIGTERM),
    )

    assert stopped is None
    assert last(tmp_path)["step"] == 2


def test_a_run_starts_from_a_run_and_from_a_model_by_the_names_of_classes(
    run: Path, cache: Path, tmp_path: Path
) -> None:
    # given photos of two of the start's three classes, in another order
    data = write_images(tmp_path / "images", classes=True)
    for path in (data / "Shirts").iterdir():
        path.unlink()
    still = small("acgan-64", generator_rate=1e-12, discriminator_rate=1e-12)
    known = last(run, training.BEST)["categories"]

    for number, start in enumerate((run, run / "model")):
        out = tmp_path / str(number)
        train(str(data), out, config=still, init=start, features="own", cache=cache)

        old, new = last(run, training.BEST)["ema"], last(out)["ema"]
        assert last(out)["categories"] == ["Handbags", "Watches"]
        for column, name in enumerate(["Handbags", "Watches"]):
            expected = old["embed.weight"][:, known.index(name)]
            got = new["embed.weight"][:, column]
            torch.testing.assert_close(got, expected, atol=2e-3, rtol=2e-3)


def test_a_start_of_another_shape_is_refused(
    run: Path, shop: Path, cache: Path, tmp_path: Path
) -> None:
    config = small("acgan-64", width=8)

    with pytest.raises(ValueError, match="width=4"):
        train(str(shop), tmp_path, config=config, init=run, features="own", cache=cache)


def test_a_run_is_not_overwritten_or_resumed_by_mistake(run: Path, shop: Path, cache: Path) -> None:
    options: dict[str, Any] = {"features": "own", "cache": cache}

    with pytest.raises(ValueError, match="--resume"):
        train(str(shop), run, config=small("acgan-64"), **options)
    with pytest.raises(ValueError, match="other options: batch=8"):
        train(str(shop), run, config=small("acgan-64", batch=6), resume=True, **options)
    with pytest.raises(ValueError, match="other data"):
        train("sample:51", run, config=small("acgan-64"), resume=True, **options)


def test_a_run_is_not_resumed_under_other_eyes(
    run: Path, shop: Path, cache: Path, tmp_path: Path
) -> None:
    # given a run that a classifier of its own judged
    options: dict[str, Any] = {"config": small("acgan-64"), "cache": cache, "resume": True}

    # when it is resumed under the shipped embedder
    with pytest.raises(ValueError, match=r"began with another judge: a classifier .* --features"):
        train(str(shop), run, features="shipped", **options)

    # but a checkpoint from before judges were written down is believed
    state = last(run)
    del state["judge"], state["encoder"]
    training.save_checkpoint(tmp_path, state)
    shutil.copyfile(run / training.BEST, tmp_path / training.BEST)
    assert train(str(shop), tmp_path, features="shipped", **options) is not None


def arguments(shop: Path, cache: Path, out: Path, *more: str) -> list[str]:
    words = ["train", "--data", str(shop), "--run", str(out), "--cache", str(cache)]
    knobs = ["size=16", "width=4", "batch=8", "latent=8", "judged=4", "tick_kimg=0.016"]
    return [*words, "--features", "own", "--threads", "1", "--set", *knobs, *more]


def test_a_dry_run_leaves_no_checkpoint(
    shop: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(arguments(shop, cache, tmp_path, "--dry-run")) == 0

    assert "dry run on 60 images: loss_d" in capsys.readouterr().err
    assert not (tmp_path / training.CHECKPOINT).exists()


def test_the_command_trains_for_the_images_asked_for_and_publishes(
    shop: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(arguments(shop, cache, tmp_path, "--kimg", "0.016")) == 0

    assert "published" in capsys.readouterr().out
    assert last(tmp_path)["step"] == 2


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (("speed=3",), "the knobs are network, size"),
        (("ema=fast",), "must be of type float"),
        (("halves=yes",), "must be true or false"),
        (("adversarial=wasserstein",), "adversarial must be one of hinge"),
        (("augment=blur",), "augment must be one of translation"),
        (("size=50",), "size must be a multiple of 8"),
        (("size=24",), "size must be a power of two"),
        (("batch=1",), "batch must be at least 2"),
        (("beta1=1",), "beta1 must lie between 0 and 1"),
        (("auxiliary=none",), "needs class head"),
        (("--kimg", "0"), "positive number of kimg"),
        (("--device", "toaster"), "not a device"),
    ],
)
def test_absurd_options_are_refused_in_plain_words(
    more: tuple[str, ...],
    complaint: str,
    shop: Path,
    cache: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(arguments(shop, cache, tmp_path, *more)) == 2
    assert complaint in capsys.readouterr().err
    assert not tmp_path.joinpath("checkpoints").exists()


def test_presets_are_sound() -> None:
    assert set(PRESETS) == {
        *("acgan-28", "acgan-64", "dcgan-28", "dcgan-64", "lsgan-64", "encoder-64")
    }
    for preset in PRESETS.values():
        preset.with_options()


@pytest.mark.parametrize("preset", ["acgan-64", "dcgan-64"])
def test_a_machine_with_bfloat16_trains_in_it(
    preset: str, shop: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # slow where the hardware lacks it, but the same arithmetic
    monkeypatch.setattr("generator.trainer.has_bf16", lambda device: True)

    train(str(shop), tmp_path, config=small(preset), features="own", cache=cache)

    assert all(torch.isfinite(value).all() for value in last(tmp_path)["generator"].values())
    assert all(value.dtype != torch.bfloat16 for value in last(tmp_path)["generator"].values())
