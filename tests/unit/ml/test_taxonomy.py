"""A taxonomy is a data file: the shipped ones load, a bad one says what is wrong."""

import json
from pathlib import Path

import pytest

from ml import taxonomy


@pytest.mark.parametrize("name", ["fashion51", "deepfashion"])
def test_a_shipped_taxonomy_has_51_distinct_categories(name: str) -> None:
    loaded = taxonomy.load(name)

    assert len(set(loaded.categories)) == 51
    assert len(loaded.groups) == 51
    assert len(set(loaded.colours)) == len(loaded.hexes)


def test_the_hash_depends_on_the_order_of_the_classes(tmp_path: Path) -> None:
    # given a copy of the shipped file with two categories swapped
    data = json.loads((taxonomy.FOLDER / "fashion51.json").read_text())
    data["categories"][0], data["categories"][1] = data["categories"][1], data["categories"][0]
    swapped = tmp_path / "swapped.json"
    swapped.write_text(json.dumps(data))

    # then a model of one never passes for a model of the other
    assert taxonomy.load(swapped).hash != taxonomy.load("fashion51").hash


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-taxonomy"):
        taxonomy.load("no-such-taxonomy")


@pytest.mark.parametrize("content", ["not json", "[]", '{"name": "half a file"}'])
def test_a_malformed_file_is_named_in_the_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content)

    with pytest.raises(ValueError, match=r"broken\.json is not a taxonomy file"):
        taxonomy.load(path)
