"""The sample shop: products whose names, prices and sizes fit their drawings."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PIL import Image, ImageOps

from ml.drawings.render import (
    SIZE,
    Box,
    Design,
    design,
    document,
    on_white,
    pick,
    rasterise,
    taxonomy,
    true_box,
)
from ml.drawings.sizing import stock
from ml.drawings.traits import TRAITS
from ml.drawings.wording import brand_of, describe, name_of
from ml.processes import pool

LEAST_PER_CATEGORY = 12
"""Products of the rarest category in a catalogue that is large enough for it."""
_SIBLINGS = 0.22
"""Share of products that are another one in a second colour."""


@dataclass(frozen=True)
class SampleProduct:
    """One product of the sample shop. ``sizes`` holds (label, pieces in stock).

    ``drawing_seed`` and ``colour`` give the picture: ``draw(category, seed=drawing_seed,
    colour=colour)``. Products with the same ``style`` are one design in several colours.
    ``price`` is in the shop's currency.
    """

    sku: str
    style: str
    name: str
    brand: str
    category: str
    colour: str
    gender: str
    usage: str
    season: str
    price: Decimal
    sizes: list[tuple[str, int]]
    description: str
    drawing_seed: int
    image_count: int
    print_name: str


def shares(count: int) -> dict[str, int]:
    """How many of ``count`` products each category gets, by its share, none without one.

    Raises ValueError if there are fewer products than categories.
    """
    categories = taxonomy().categories
    if count < len(categories):
        raise ValueError(
            f"a sample catalogue needs at least {len(categories)} products, one for each category; "
            f"{count} were asked for"
        )
    least = min(LEAST_PER_CATEGORY, count // len(categories))
    spare, total = count - least * len(categories), sum(t.share for t in TRAITS.values())
    exact = {name: least + spare * TRAITS[name].share / total for name in categories}
    whole = {name: int(value) for name, value in exact.items()}
    by_remainder = sorted(categories, key=lambda name: whole[name] - exact[name])
    for name in by_remainder[: count - sum(whole.values())]:
        whole[name] += 1
    return whole


def price_of(category: str, rng: random.Random) -> Decimal:
    """A price that ends in .00, .90 or .95; most lie in the lower half of the range."""
    low, high = TRAITS[category].price
    whole = round(low + (high - low) * rng.betavariate(1.6, 2.6))
    cents = rng.choice(("00", "90", "90", "95"))
    return Decimal(f"{whole if cents == '00' else whole - 1}.{cents}")


def _product(made: Design, *, sku: str, style: str, seed: int, images: int) -> SampleProduct:
    """The style's rng decides what its colours share, so siblings cost and are called alike."""
    rng = random.Random(f"{made.category}|{seed}|shop")
    brand, price = brand_of(made.category, rng), price_of(made.category, rng)
    traits = TRAITS[made.category]
    return SampleProduct(
        sku=sku,
        style=style,
        name=name_of(made),
        brand=brand,
        category=made.category,
        colour=made.colour,
        gender=made.gender,
        usage=made.usage,
        season=made.season,
        price=price,
        sizes=stock(traits.sizes, made.gender, random.Random(f"{sku}|stock")),
        description=describe(made, rng.choice(traits.material)),
        drawing_seed=seed,
        image_count=images,
        print_name=made.print_name,
    )


def _category(category: str, count: int, seed: int) -> Iterator[SampleProduct]:
    rng = random.Random(f"{category}|{seed}|catalogue")
    index = taxonomy().categories.index(category)
    first: Design | None = None
    style, drawing_seed, used = "", 0, {""}
    for position in range(count):
        sku = f"AT{index:02d}{position:04d}"
        colours = {k: v for k, v in TRAITS[category].colours.items() if k not in used}
        if first is not None and colours and rng.random() < _SIBLINGS:
            made = design(category, seed=drawing_seed, colour=pick(colours, rng))
        else:
            style, drawing_seed = f"{index:02d}-{position:04d}", rng.randrange(10**6)
            first = made = design(category, seed=drawing_seed)
            used = set()
        used.add(made.colour)
        yield _product(
            made,
            sku=sku,
            style=style,
            seed=drawing_seed,
            images=rng.choices((1, 2, 3), weights=(6, 3, 1))[0],
        )


def sample_catalogue(count: int = 1500, seed: int = 0) -> Iterator[SampleProduct]:
    """``count`` products over all categories, shuffled; the same arguments, the same products.

    Raises ValueError if ``count`` is smaller than the number of categories.
    """
    products = [
        product
        for category, number in shares(count).items()
        for product in _category(category, number, seed)
    ]
    random.Random(f"{seed}|order").shuffle(products)
    yield from products


def _close_up(box: Box, rng: random.Random) -> Box:
    """A window of the image's own proportions inside the object, near its upper middle."""
    side = 0.62 * min(1.0, max(box[2] - box[0], box[3] - box[1]) + 0.1)
    across = (box[0] + box[2]) / 2 + rng.uniform(-0.08, 0.08)
    down = box[1] + (box[3] - box[1]) * rng.uniform(0.35, 0.5)
    left = min(1 - side, max(0.0, across - side / 2))
    top = min(1 - side, max(0.0, down - side / 2))
    return left, top, left + side, top + side


def render_product(product: SampleProduct, size: tuple[int, int] = SIZE) -> list[Image.Image]:
    """The product's pictures, RGB of ``size``: the whole, a close-up, the other side."""
    made = design(product.category, seed=product.drawing_seed, colour=product.colour)
    whole = rasterise(document(made, size))
    pictures = [whole]
    if product.image_count > 1:
        window = _close_up(true_box(whole), random.Random(product.sku))
        pictures.append(rasterise(document(made, size, view=window)))
    if product.image_count > 2:
        pictures.append(ImageOps.mirror(whole))
    return [on_white(picture) for picture in pictures]


def render_many(
    products: Sequence[SampleProduct], *, processes: int = 2
) -> Iterable[list[Image.Image]]:
    """``render_product`` of each, in order, worked by a pool of ``processes``."""
    if processes <= 1:
        yield from map(render_product, products)
        return
    with pool(processes) as workers:
        yield from workers.map(render_product, products, chunksize=16)
