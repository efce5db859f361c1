"""The vocabulary that the engines share: categories, colours, usages, genders, seasons.

A taxonomy is a data file (``ml/taxonomies/<name>.json``), so a shop can bring its own. The
position of a name in its list is the class index of every model trained with it; the hash
of the file's content travels in each manifest, so that a model never answers in the words
of another vocabulary.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "taxonomies"


@dataclass(frozen=True)
class Taxonomy:
    """Immutable lists of class names; index = position."""

    name: str
    categories: tuple[str, ...]
    groups: tuple[str, ...]
    """The department of each category, same order as ``categories``."""
    colours: tuple[str, ...]
    hexes: tuple[str, ...]
    """"#rrggbb" of each colour, same order as ``colours``."""
    usages: tuple[str, ...]
    genders: tuple[str, ...]
    seasons: tuple[str, ...]

    @cached_property
    def hash(self) -> str:
        """Sixteen hex digits over every list, order included."""
        lists = [self.categories, self.colours, self.usages, self.genders, self.seasons]
        return hashlib.sha256(json.dumps(lists).encode()).hexdigest()[:16]

    @cached_property
    def group_of(self) -> dict[str, str]:
        return dict(zip(self.categories, self.groups, strict=True))

    @cached_property
    def hex_of(self) -> dict[str, str]:
        return dict(zip(self.colours, self.hexes, strict=True))


def load(name_or_path: str | Path = "fashion51") -> Taxonomy:
    """Read a shipped taxonomy by name or any by path.

    Raises FileNotFoundError for an unknown name and ValueError for a malformed file.
    """
    path = Path(name_or_path)
    if path.suffix != ".json":
        path = FOLDER / f"{name_or_path}.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Taxonomy(
            name=data["name"],
            categories=tuple(entry["name"] for entry in data["categories"]),
            groups=tuple(entry["group"] for entry in data["categories"]),
            colours=tuple(entry["name"] for entry in data["colours"]),
            hexes=tuple(entry["hex"] for entry in data["colours"]),
            usages=tuple(data["usages"]),
            genders=tuple(data["genders"]),
            seasons=tuple(data["seasons"]),
        )
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is not a taxonomy file: {error!r}") from error


def dumps(vocabulary: Taxonomy) -> str:
    """The content of a file that ``load`` reads."""
    entries: dict[str, Any] = {
        "name": vocabulary.name,
        "categories": [
            {"name": name, "group": group}
            for name, group in zip(vocabulary.categories, vocabulary.groups, strict=True)
        ],
        "colours": [
            {"name": name, "hex": hex_}
            for name, hex_ in zip(vocabulary.colours, vocabulary.hexes, strict=True)
        ],
        "usages": vocabulary.usages,
        "genders": vocabulary.genders,
        "seasons": vocabulary.seasons,
    }
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n"
