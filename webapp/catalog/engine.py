"""The catalogue's one door to the engines: the taxonomy and the sample shop's drawings.

Imports happen inside the functions, so that a web process stays small.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Vocabulary:
    """The classes that the models know; position = class index."""

    categories: tuple[tuple[str, str], ...]
    """(name, group)"""
    colours: tuple[tuple[str, str], ...]
    """(name, "#rrggbb")"""


def vocabulary() -> Vocabulary:
    from ml import taxonomy

    loaded = taxonomy.load("fashion51")
    return Vocabulary(
        categories=tuple(zip(loaded.categories, loaded.groups, strict=True)),
        colours=tuple(zip(loaded.colours, loaded.hexes, strict=True)),
    )
