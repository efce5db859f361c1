"""What goes with a product: other departments, the same style, season and people, and colours
that go together.

The rule for colours is the painters' old one. Neutrals (black, white, grey, beige, navy: little
colour, or very dark) go with everything. Two strong colours go together when they are neighbours
on the colour wheel (up to 35° of hue) or opposite each other (150° to 210°).
"""

import colorsys

import numpy as np

from webapp.catalog import snapshot as snapshots
from webapp.catalog.models import Gender, Product
from webapp.catalog.snapshot import Snapshot

COMPLEMENTS = {
    "Tops": ("Bottoms", "Shoes", "Bags", "Watches & eyewear", "Outerwear", "Accessories"),
    "Bottoms": ("Tops", "Shoes", "Outerwear", "Accessories", "Bags"),
    "Dresses": ("Shoes", "Bags", "Jewellery", "Watches & eyewear"),
    "Outerwear": ("Tops", "Bottoms", "Shoes", "Accessories"),
    "Shoes": ("Bottoms", "Tops", "Bags", "Accessories", "Watches & eyewear"),
    "Bags": ("Shoes", "Dresses", "Tops", "Watches & eyewear", "Jewellery"),
    "Watches & eyewear": ("Tops", "Shoes", "Bags", "Accessories"),
    "Jewellery": ("Dresses", "Bags", "Shoes", "Beauty"),
    "Accessories": ("Tops", "Bottoms", "Shoes", "Outerwear"),
    "Beauty": ("Jewellery", "Bags", "Accessories"),
    "Innerwear & sleep": ("Tops", "Bottoms", "Beauty"),
}
"""Department → departments that complete it, the most wanted first."""


def harmony(first: str, second: str) -> float:
    """0 (clash) to 1 for two colours as "#rrggbb"."""
    one, two = _hls(first), _hls(second)
    if _is_neutral(*one) or _is_neutral(*two):
        return 1.0
    apart = abs(one[0] - two[0]) * 360
    apart = min(apart, 360 - apart)
    if apart <= 35:
        return 0.8
    return 0.7 if apart >= 150 else 0.1


def complements(product: Product, limit: int) -> list[int]:
    """Ids of at most one product from each complementary department, best first."""
    snapshot = snapshots.current()
    eligible = _eligible(product, snapshot)
    score = _season_score(product, snapshot) + _colour_score(product, snapshot)
    # Among equals each product gets its own choice, or all shirts would wear the same shoes.
    score = score + (snapshot.ids * 2_654_435_761 + product.pk * 40_503) % 1009 / 2018
    groups = np.array([value.group for value in snapshot.values["category"]], dtype=object)
    of_row = snapshot.codes["category"]
    chosen: list[int] = []
    for group in COMPLEMENTS.get(product.category.group, ()):
        rows = np.flatnonzero(eligible & np.isin(of_row, np.flatnonzero(groups == group)))
        if len(rows) and len(chosen) < limit:
            chosen.append(int(snapshot.ids[rows[np.argmax(score[rows])]]))
    return chosen


def _eligible(product: Product, snapshot: Snapshot) -> np.ndarray:
    """For the same people and of the same style, as far as the product says either."""
    mask: np.ndarray = snapshot.ids != product.pk
    if product.gender:
        wanted = (snapshot.code("gender", who) for who in (product.gender, Gender.UNISEX))
        mask &= np.isin(snapshot.codes["gender"], [code for code in wanted if code is not None])
    if product.usage:
        mask &= snapshot.codes["style"] == snapshot.code("style", product.usage)
    return mask


def _season_score(product: Product, snapshot: Snapshot) -> np.ndarray:
    if not product.season:
        return np.zeros(len(snapshot.ids))
    same: np.ndarray = snapshot.codes["season"] == snapshot.code("season", product.season)
    return same.astype(float)


def _colour_score(product: Product, snapshot: Snapshot) -> np.ndarray:
    if product.colour is None:
        return np.zeros(len(snapshot.ids))
    # The last entry answers for code −1, products without a colour.
    by_code = [harmony(product.colour.hex, v.hex) for v in snapshot.values["colour"]] + [0.5]
    score: np.ndarray = 2 * np.array(by_code)[snapshot.codes["colour"]]
    return score


def _hls(hex_code: str) -> tuple[float, float, float]:
    red, green, blue = (int(hex_code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)


def _is_neutral(hue: float, lightness: float, saturation: float) -> bool:
    chroma = saturation * (1 - abs(2 * lightness - 1))
    return chroma < 0.24
