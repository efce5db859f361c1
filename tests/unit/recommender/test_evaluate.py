"""The evaluation counts what it says, on small sets in the layouts people download."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageDraw

from ml import taxonomy
from recommender import calibration, evaluate, index, indexing, serving
from recommender.__main__ import main
from recommender.embedding import Embedded, embed
from recommender.evaluate import rank, same_group
from recommender.serving import CropRule, Predictor

WORDS = taxonomy.load()
KINDS = ("Tshirts", "Handbags", "Jeans")
SHOP_KEYS = {
    "category_top1",
    "category_top5",
    "category_macro_f1",
    "colour_acc",
    "usage_acc",
    "gender_acc",
    "category_p1",
    "category_p10",
    "category_r10",
    "type_colour_p10",
    "type_colour_r10",
    "map10",
}


def drawing(kind: int, seed: int, ground: str) -> Image.Image:
    rng = np.random.default_rng((kind, seed))
    image = Image.new("RGB", (60, 80), ground)
    x, y = rng.integers(6, 14, 2).tolist()
    box = [(x, y, 60 - x, 80 - y), (x, 30, 60 - x, 80 - y), (22, y, 38, 80 - y)][kind]
    ImageDraw.Draw(image).rectangle(box, fill=tuple(rng.integers(0, 200, 3).tolist()))
    return image


def write_shop(folder: Path, count: int, first: int = 1) -> Path:
    (folder / "images").mkdir(parents=True)
    header = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage"
    lines = [header]
    for number in range(first, first + count):
        kind = number % len(KINDS)
        colour = ("Red", "NA")[number % 2]
        usage = "" if number % 4 == 0 else "Casual"
        lines.append(f"{number},Men,A,B,{KINDS[kind]},{colour},Fall,2012,{usage}")
        drawing(kind, number, "white").save(folder / "images" / f"{number}.jpg")
    (folder / "styles.csv").write_text("\n".join(lines) + "\n")
    return folder


def write_phone(folder: Path, count: int = 12) -> tuple[Path, Path]:
    """Each person took three photos."""
    (folder / "images").mkdir(parents=True)
    lines = ["image,sender_id,label,kids"]
    for number in range(count):
        label = ("T-Shirt", "Pants", "Not sure")[number % 3]
        lines.append(f"p{number},{number // 3},{label},False")
        drawing(number % 3, number, "tan").save(folder / "images" / f"p{number}.jpg")
    (folder / "images.csv").write_text("\n".join(lines) + "\n")
    table = folder.parent / "map.csv"
    table.write_text("label,categories\nT-Shirt,Tshirts\nPants,Jeans;Trousers\n")
    return folder, table


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shop(tmp_path_factory.mktemp("sets") / "shop", 60)


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_phone(tmp_path_factory.mktemp("sets") / "phone")


def test_rank_gives_the_best_places_and_hides_what_it_must() -> None:
    rng = np.random.default_rng(0)
    queries, rows = (rng.normal(size=(n, 8)).astype(np.float32) for n in (600, 90))
    query_groups, row_groups = np.arange(600) % 30, np.arange(90) % 30

    best = rank(queries, rows, 5, same_group(query_groups, row_groups))

    scores = queries @ rows.T
    scores[query_groups[:, None] == row_groups[None]] = -np.inf
    assert (best == np.argsort(-scores, axis=1)[:, :5]).all()


def test_rank_says_where_too_few_are_left() -> None:
    queries, rows = np.ones((1, 2), np.float32), np.ones((3, 2), np.float32)
    hide = same_group(np.array([1]), np.array([1, 1, 2]))

    assert rank(queries, rows, 10, hide).tolist() == [[2, -1, -1]]


def test_the_command_writes_every_key_with_its_interval(
    model_folder: Path, shop: Path, phone: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "out" / "figures.json"
    arguments = ["--model", str(model_folder), "--data", str(shop), "--phone", str(phone[0])]
    arguments += ["--phone-map", str(phone[1]), "--json", str(target)]

    assert main(["evaluate", *arguments]) == 0

    result = json.loads(target.read_text())
    assert set(result["shop"]) == SHOP_KEYS
    assert {"p1", "p10"} <= set(result["phone"])
    assert set(result["box"]) == {"mean_iou"}
    for group in ("shop", "shop_without_twins", "phone", "box"):
        for name, value in result[group].items():
            low, high = result["intervals"][group][name]
            assert 0 <= low <= value <= high <= 1, name
    assert result["queries"] == result["gallery"] == 60
    assert [row["category"] for row in result["per_class"]] == ["Tshirts", "Handbags", "Jeans"]
    assert sum(row["photos"] for row in result["per_class"]) == 60
    table = target.with_suffix(".md").read_text()
    assert "| `category_top1` |" in table
    assert "| `p10` |" in table


def test_a_photo_is_not_its_own_hit_even_in_another_file(
    predictor: Predictor, shop: Path, tmp_path: Path
) -> None:
    # given a gallery that holds the same products and nothing else of their kind and colour
    queries, products = evaluate.load_products(predictor, shop, shop, "all", tmp_path)
    copy = write_shop(tmp_path / "copy", 60)
    again, others = evaluate.load_products(predictor, shop, copy, "all", tmp_path)

    same = evaluate.retrieval(queries, products, queries.own, products.own).measures
    elsewhere = evaluate.retrieval(again, others, again.own, others.own).measures

    # then a shop searched in itself and in its copy scores the same
    assert same == elsewhere
    assert same["category_p1"].value < 1


def test_with_perfect_vectors_the_search_is_perfect(
    predictor: Predictor, shop: Path, tmp_path: Path
) -> None:
    # given a model that sees the very labels
    queries, products = evaluate.load_products(predictor, shop, shop, "all", tmp_path)
    for side in (queries, products):
        kinds, tones = side.column("category"), side.column("colour")
        side.seen.shape[:] = np.eye(192)[kinds]
        side.seen.colour[:] = np.eye(64)[tones]
        side.seen.categories[:] = np.eye(51)[kinds]

    measures = evaluate.retrieval(queries, products, queries.own, products.own).measures
    sure = evaluate.classification(queries)

    # then each of 60 photos finds its 9 companions of one kind and colour before the rest
    assert measures["category_p10"].value == 1
    assert measures["type_colour_p10"].value == pytest.approx(0.9)
    assert measures["type_colour_r10"].value == 1
    assert measures["map10"].value == 1
    assert sure["category_top1"].value == sure["category_macro_f1"].value == 1


def test_unknown_labels_are_left_out(predictor: Predictor, shop: Path, tmp_path: Path) -> None:
    queries, _ = evaluate.load_products(predictor, shop, shop, "all", tmp_path)
    known = queries.column("usage") >= 0
    assert known.sum() == 45
    queries.seen.usages[:] = 0
    queries.seen.usages[known, WORDS.usages.index("Casual")] = 1

    assert evaluate.classification(queries)["usage_acc"].value == 1


def test_a_split_takes_its_part_of_the_queries_but_the_whole_gallery(
    predictor: Predictor, shop: Path, tmp_path: Path
) -> None:
    counts = {}
    for split in ("train", "val", "test"):
        queries, products = evaluate.load_products(predictor, shop, shop, split, tmp_path)
        assert len(products.seen.names) == 60
        counts[split] = len(queries.seen.names)

    assert sum(counts.values()) == 60
    assert counts["train"] > counts["val"] + counts["test"]


def test_without_a_phone_map_the_command_says_what_is_missing(
    model_folder: Path,
    shop: Path,
    phone: tuple[Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["--model", str(model_folder), "--data", str(shop), "--phone", str(phone[0])]

    assert main(["evaluate", *arguments, "--json", str(tmp_path / "f.json")]) == 2

    assert "--phone-map" in capsys.readouterr().err
    assert not (tmp_path / "f.json").exists()


def test_a_broken_photo_is_left_out(predictor: Predictor, tmp_path: Path) -> None:
    shop = write_shop(tmp_path / "shop", 6)
    (shop / "images" / "2.jpg").write_bytes(b"no picture")
    (shop / "images" / "3.jpg").unlink()

    seen = embed(predictor, shop, ["1", "2", "3", "4"], whole=True)

    assert seen.names == ["1", "4"]
    assert seen.take(np.array([1])).names == ["4"]
    with pytest.raises(ValueError, match="None of 1 photos"):
        embed(predictor, shop, ["2"], whole=True)


def test_a_shop_is_indexed_and_checked_by_command(
    model_folder: Path, shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "index"
    base = ["index", "--model", str(model_folder)]

    assert main([*base, "--data", str(shop), "--out", str(made)]) == 0
    assert main([*base, "--check", str(made)]) == 0
    assert "60 products" in capsys.readouterr().out
    assert sorted(index.open_index(made).ids) == list(range(1, 61))

    # and a damaged one is refused
    content = (made / index.INDEX).read_bytes()
    (made / index.INDEX).write_bytes(content[:-1])
    assert main([*base, "--check", str(made)]) == 2
    assert "damaged" in capsys.readouterr().err


def test_an_index_needs_numbers_as_ids(model_folder: Path, shop: Path, tmp_path: Path) -> None:
    named = tmp_path / "shop"
    write_shop(named, 3)
    table = (named / "styles.csv").read_text().replace("\n2,", "\nSKU-2,")
    (named / "styles.csv").write_text(table)

    with pytest.raises(ValueError, match="whole numbers"):
        indexing.index_shop(model_folder, named, tmp_path / "index")


def test_a_hot_temperature_is_found_for_a_model_too_sure_of_itself(
    predictor: Predictor, shop: Path, tmp_path: Path
) -> None:
    # given answers that are 99.9% sure and right three times in four
    queries, products = evaluate.load_products(predictor, shop, shop, "all", tmp_path)
    truth = queries.column("category")
    said = np.where(np.arange(60) % 4 == 0, (truth + 1) % 51, truth)
    queries.seen.categories[:] = 0.001 / 50
    queries.seen.categories[np.arange(60), said] = 0.999
    allowed = np.eye(51, dtype=bool)[truth]
    hide = same_group(queries.own, products.own)

    entry = calibration.calibrated([calibration.Sample(queries.seen, allowed, hide)], products)

    assert entry["temperature"] > 1.5
    assert entry["calibration_error"]["after"] < 0.05 < entry["calibration_error"]["before"]
    assert max(entry["refused"]) <= calibration.REFUSED
    assert len(entry["thresholds"]) == 51


def test_the_command_publishes_the_same_weights_with_what_it_fitted(
    model_folder: Path, shop: Path, tmp_path: Path
) -> None:
    out, phone = tmp_path / "calibrated", write_phone(tmp_path / "phone", 90)
    words = ["calibrate", "--model", str(model_folder), "--data", str(shop), "--out", str(out)]
    words += ["--phone", str(phone[0]), "--phone-map", str(phone[1])]

    assert main(words) == 0

    manifest = serving.load(out, threads=1).manifest
    before = serving.load(model_folder, threads=1).manifest
    assert manifest["files"]["weights.safetensors"] == before["files"]["weights.safetensors"]
    assert len(manifest["calibration"]["thresholds"]) == 51
    assert CropRule(**manifest["crop"]) in calibration.CROPS


@pytest.mark.parametrize("helpful", [True, False])
def test_a_crop_is_taken_only_if_it_finds_more(
    helpful: bool, predictor: Predictor, shop: Path, tmp_path: Path
) -> None:
    # given photos in which the whole shows one garment, and a crop another
    _, products = evaluate.load_products(predictor, shop, shop, "all", tmp_path)
    kinds = products.column("category")
    one, other = (np.flatnonzero(kinds == kind)[:4] for kind in np.unique(kinds)[:2])
    wanted = kinds[other if helpful else one]
    table = pd.DataFrame({"categories": [[int(kind)] for kind in wanted]})

    def look(rule: CropRule) -> tuple[Embedded, pd.DataFrame]:
        seen = products.seen.take(one if rule == calibration.CROPS[0] else other)
        seen.categories[:] = np.eye(51)[kinds[one if rule == calibration.CROPS[0] else other]]
        return seen, table

    rule, _ = calibration.fit_crop(look, products)

    assert (rule != calibration.CROPS[0]) == helpful


def test_thresholds_refuse_few_true_matches_of_any_category() -> None:
    rng = np.random.default_rng(0)
    kinds = np.repeat([0, 1, 2], [1000, 400, 5])
    strengths = rng.normal(1.0 - 0.3 * kinds, 0.1)

    thresholds = calibration.fit_thresholds(strengths, kinds, 4)

    for kind in range(3):
        assert np.mean(strengths[kinds == kind] < thresholds[kind]) <= calibration.REFUSED
    assert thresholds[0] > thresholds[1] > thresholds[2]
    assert thresholds[3] == np.quantile(strengths, calibration.REFUSED, method="lower")


def test_many_easy_shop_photos_do_not_drown_the_few_of_shoppers() -> None:
    # given a thousand shop photos with strong hits and a hundred phone photos with weaker ones
    rng = np.random.default_rng(0)
    shop = rng.normal(1.4, 0.02, 1000), np.zeros(1000, np.int64)
    phone = rng.normal(1.1, 0.05, 100), np.zeros(100, np.int64)

    thresholds = calibration.common_thresholds([shop, phone], 2)

    # then of either kind few true matches are refused
    for strengths, kinds in (shop, phone):
        assert np.mean(strengths < thresholds[kinds]) <= calibration.REFUSED


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_real_sets_are_read(predictor: Predictor, shared_data: Path, tmp_path: Path) -> None:
    result = evaluate.evaluate(
        predictor,
        shared_data / "myntra-small.zip",
        phone=shared_data / "clothing-dataset.zip",
        phone_map=shared_data / "phone_to_shop.csv",
        split="test",
        cache=tmp_path,
        limit=64,
    )

    assert set(result["shop"]) == SHOP_KEYS
    assert result["gallery"] > 30_000
