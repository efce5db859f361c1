"""Size labels and stock, as a shop of this kind writes them (European systems)."""

import random

ONE_SIZE = ("One size",)
_ALPHA = ("XS", "S", "M", "L", "XL", "XXL")
_KIDS = ("104", "116", "128", "140", "152", "164")
_EVERYONE = "Unisex"

SIZES: dict[str, dict[str, tuple[str, ...]]] = {
    "alpha": {_EVERYONE: _ALPHA, "Boys": _KIDS, "Girls": _KIDS},
    "waist": {
        _EVERYONE: ("28", "30", "32", "34", "36", "38"),
        "Women": ("34", "36", "38", "40", "42", "44"),
        "Boys": _KIDS,
        "Girls": _KIDS,
    },
    "shoes": {
        _EVERYONE: tuple(str(size) for size in range(37, 46)),
        "Men": tuple(str(size) for size in range(40, 47)),
        "Women": tuple(str(size) for size in range(36, 42)),
        "Boys": tuple(str(size) for size in range(28, 36)),
        "Girls": tuple(str(size) for size in range(28, 36)),
    },
    "socks": {
        _EVERYONE: ("36–38", "39–41", "42–44", "45–47"),
        "Boys": ("27–30", "31–34"),
        "Girls": ("27–30", "31–34"),
    },
    "bra": {_EVERYONE: ("70B", "75A", "75B", "75C", "80B", "80C", "85C")},
    "belt": {_EVERYONE: ("80", "85", "90", "95", "100", "105")},
    "ring": {_EVERYONE: ("50", "52", "54", "56", "58"), "Men": ("60", "62", "64", "66")},
    "one": {_EVERYONE: ONE_SIZE},
}
"""Labels by system and buyer; buyers without labels of their own take those of "Unisex"."""


def stock(system: str, gender: str, rng: random.Random) -> list[tuple[str, int]]:
    """(label, pieces in stock) of every size; middle sizes run deeper, some are sold out."""
    by_gender = SIZES[system]
    labels = by_gender.get(gender, by_gender[_EVERYONE])
    middle = (len(labels) - 1) / 2
    counts = []
    for position, label in enumerate(labels):
        depth = 14 - 8 * abs(position - middle) / max(1.0, middle)
        counts.append((label, 0 if rng.random() < 0.09 else rng.randint(1, round(depth))))
    return counts
