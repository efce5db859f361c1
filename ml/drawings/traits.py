"""What is usual for each category of the sample shop: colours, prints, buyers, prices, sizes.

One row a category. Weights are relative; they follow what shops of this kind stock, without
being anyone's assortment.
"""

from dataclasses import dataclass

Weights = dict[str, float]

_DARKS: Weights = {"Black": 9, "Grey": 4, "Navy Blue": 5, "Charcoal": 2}
_BASICS: Weights = _DARKS | {"White": 7, "Blue": 6, "Beige": 2, "Olive": 2, "Brown": 1.5}
_BRIGHTS: Weights = {
    **{"Red": 3, "Green": 3, "Pink": 3, "Purple": 2, "Yellow": 2, "Orange": 1.5, "Maroon": 2},
    **{"Teal": 1.2, "Turquoise Blue": 0.8, "Magenta": 0.9, "Mustard": 1, "Lavender": 1},
    **{"Peach": 1.2, "Rust": 0.9, "Burgundy": 1, "Sea Green": 0.8, "Lime Green": 0.4},
    **{"Cream": 1.4, "Off White": 1.2, "Rose": 0.8, "Mauve": 0.6, "Khaki": 0.8},
}
_TOPS: Weights = _BASICS | _BRIGHTS | {"Multi": 1, "Grey Melange": 1.5}
_ETHNIC: Weights = _BRIGHTS | {"White": 2, "Blue": 3, "Black": 2, "Multi": 2.5, "Gold": 0.8}
_BOTTOMS: Weights = _DARKS | {
    **{"Blue": 4, "Beige": 3, "Khaki": 3, "Brown": 2, "Olive": 2.5, "White": 2, "Cream": 1},
    **{"Coffee Brown": 0.8, "Mushroom Brown": 0.8, "Taupe": 0.8, "Maroon": 0.6},
}
_DENIM: Weights = {"Blue": 12, "Navy Blue": 6, "Black": 4, "Grey": 2.5, "Charcoal": 1, "White": 1}
_SPORT: Weights = _DARKS | {
    **{"Blue": 3, "White": 2, "Red": 1.5, "Green": 1, "Grey Melange": 2, "Fluorescent Green": 0.6},
    **{"Orange": 0.6, "Pink": 1, "Purple": 0.7, "Maroon": 0.6, "Turquoise Blue": 0.6},
}
_UNDER: Weights = {
    **{"Black": 7, "White": 6, "Skin": 3, "Nude": 2, "Pink": 3, "Navy Blue": 3, "Grey": 3},
    **{"Red": 1.5, "Blue": 2, "Purple": 1.2, "Lavender": 1, "Peach": 1, "Maroon": 1},
}
_LEATHER: Weights = {
    **{"Black": 8, "Brown": 6, "Tan": 4, "Coffee Brown": 2, "Beige": 1.2, "Burgundy": 1.2},
    **{"Maroon": 0.8, "Taupe": 0.8, "Grey": 0.8, "Navy Blue": 0.9, "Mushroom Brown": 0.6},
}
_LADIES: Weights = {
    **{"Black": 7, "Brown": 3, "Tan": 3, "Beige": 2.5, "Red": 2, "Pink": 1.8, "Nude": 1.5},
    **{"White": 1.5, "Gold": 1.5, "Silver": 1.2, "Blue": 1.2, "Green": 1.2, "Purple": 1},
    **{"Navy Blue": 1.2, "Burgundy": 1, "Grey": 1, "Mustard": 1, "Teal": 0.8, "Bronze": 0.5},
    **{"Orange": 0.7, "Peach": 0.8, "Rust": 0.7, "Multi": 0.6, "Copper": 0.4, "Cream": 1},
}
_SNEAKERS: Weights = {
    **{"Black": 7, "White": 8, "Grey": 4, "Blue": 3, "Navy Blue": 3, "Red": 2, "Green": 1.3},
    **{"Pink": 1.2, "Beige": 1.3, "Olive": 1, "Brown": 1, "Yellow": 0.5, "Purple": 0.6},
    **{"Silver": 0.6, "Orange": 0.6, "Fluorescent Green": 0.5, "Turquoise Blue": 0.5},
}
_METALS: Weights = {
    **{"Silver": 8, "Gold": 8, "Steel": 2, "Bronze": 1, "Copper": 1, "Metallic": 0.8},
}
_WATCHES: Weights = {
    **{"Black": 6, "Silver": 5, "Steel": 4, "Gold": 4, "White": 3, "Blue": 2, "Brown": 2},
    **{"Copper": 0.8, "Pink": 1, "Metallic": 0.7, "Green": 0.8, "Navy Blue": 1, "Bronze": 0.6},
}
_LIPS: Weights = {
    **{"Red": 6, "Pink": 5, "Rose": 4, "Nude": 3, "Peach": 2, "Maroon": 3, "Burgundy": 2},
    **{"Brown": 1.5, "Mauve": 2, "Magenta": 2.5, "Orange": 1, "Rust": 1.2, "Purple": 0.8},
    **{"Bronze": 0.5, "Copper": 0.5, "Coffee Brown": 0.5, "Skin": 0.5, "Mushroom Brown": 0.4},
}
_NAILS: Weights = _LIPS | {
    **{"Blue": 1.5, "Green": 1.2, "Black": 1.2, "Silver": 0.9, "Gold": 0.9, "Turquoise Blue": 1},
    **{"Lavender": 1.2, "Yellow": 0.7, "White": 0.8, "Teal": 0.8, "Grey": 0.7, "Sea Green": 0.5},
}
_SCENT: Weights = {
    **{"Blue": 4, "Pink": 4, "Gold": 3, "Purple": 2, "Black": 3, "Yellow": 1.5, "Peach": 1.5},
    **{"Green": 2, "Red": 1.5, "Turquoise Blue": 1, "NA": 1, "Orange": 1, "Lavender": 1.2},
    **{"White": 1, "Silver": 1, "Sea Green": 0.6, "Rose": 1},
}

_QUIET: Weights = {"plain": 10, "stripes": 2, "checks": 1, "melange": 1.5}
_SHIRTING: Weights = {
    **{"plain": 8, "checks": 6, "gingham": 3, "pinstripes": 4, "stripes": 1, "dots": 1},
    **{"floral": 1.2, "paisley": 0.6},
}
_FEMININE: Weights = {
    **{"plain": 8, "floral": 5, "dots": 2.5, "stripes": 2, "paisley": 1, "chevron": 1},
    **{"geometric": 1, "animal": 0.8, "checks": 0.8},
}
_BLOCK: Weights = {"plain": 7, "floral": 4, "paisley": 4, "geometric": 3, "stripes": 1, "dots": 1}
_PLAIN: Weights = {"plain": 1}
_SHEEN: Weights = {"plain": 12, "animal": 1, "metallic": 0.6, "geometric": 0.8}

_MEN: Weights = {"Men": 1}
_WOMEN: Weights = {"Women": 1}
_BOTH: Weights = {"Men": 5, "Women": 4, "Unisex": 1}
_FAMILY: Weights = {"Men": 5, "Women": 4, "Boys": 1.2, "Girls": 1, "Unisex": 0.4}
_LADIES_GIRLS: Weights = {"Women": 8, "Girls": 1.3}
_ANYONE: Weights = {"Unisex": 6, "Men": 2, "Women": 2}

_CASUAL: Weights = {"Casual": 9, "Smart Casual": 1}
_ETHNIC_USE: Weights = {"Ethnic": 9, "Party": 0.6}
_OFFICE: Weights = {"Formal": 5, "Casual": 4, "Smart Casual": 2}
_DRESSY: Weights = {"Casual": 6, "Party": 3, "Formal": 1.5, "Smart Casual": 1}
_ACTIVE: Weights = {"Sports": 8, "Casual": 2}
_AT_HOME: Weights = {"Home": 5, "Casual": 4}

_WARM: Weights = {"Summer": 6, "Spring": 3, "Fall": 1}
_COLD: Weights = {"Winter": 6, "Fall": 5}
_YEAR: Weights = {"Spring": 3, "Summer": 4, "Fall": 4, "Winter": 3}


@dataclass(frozen=True, slots=True)
class Traits:
    """What a category is usually like; ``share`` is its weight in the shop."""

    share: float
    noun: str
    """What a piece is called when the drawing has no <title> of its own."""
    colours: Weights
    prints: Weights
    genders: Weights
    usages: Weights
    seasons: Weights
    price: tuple[int, int]
    """Lowest and highest price in whole units of the shop's currency."""
    sizes: str
    """A key of ml.drawings.sizing.SIZES."""
    material: tuple[str, ...]


def _row(
    share: float,
    noun: str,
    colours: Weights,
    prints: Weights,
    who: tuple[Weights, Weights, Weights],
    price: tuple[int, int],
    sizes: str,
    *material: str,
) -> Traits:
    return Traits(share, noun, colours, prints, *who, price, sizes, material)


# fmt: off  (one row a category reads as a table; a line for every argument does not)
TRAITS: dict[str, Traits] = {
    "Tshirts": _row(
        66,
        "tee",
        _TOPS,
        _QUIET | {"camouflage": 0.5, "dots": 0.5},
        (_FAMILY, {"Casual": 8, "Sports": 2}, _WARM),
        (12, 39),
        "alpha",
        "organic cotton",
        "soft jersey",
        "cotton with a touch of elastane",
    ),
    "Shirts": _row(
        52,
        "shirt",
        _TOPS,
        _SHIRTING,
        (_BOTH, _OFFICE, _YEAR),
        (29, 89),
        "alpha",
        "crisp poplin",
        "brushed cotton",
        "linen blend",
        "Oxford cloth",
    ),
    "Kurtas": _row(
        38,
        "kurta",
        _ETHNIC,
        _BLOCK,
        ({"Men": 4, "Women": 6}, _ETHNIC_USE, _WARM),
        (29, 95),
        "alpha",
        "handloom cotton",
        "cotton silk",
        "soft cambric",
    ),
    "Tops": _row(
        38,
        "top",
        _TOPS,
        _FEMININE,
        (_LADIES_GIRLS, _DRESSY, _WARM),
        (19, 59),
        "alpha",
        "viscose crepe",
        "cotton voile",
        "fluid jersey",
    ),
    "Sweatshirts": _row(
        26,
        "sweatshirt",
        _SPORT,
        _QUIET | {"camouflage": 0.5},
        (_FAMILY, {"Casual": 8, "Sports": 2}, _COLD),
        (35, 89),
        "alpha",
        "brushed fleece",
        "loopback cotton",
    ),
    "Sweaters": _row(
        26,
        "sweater",
        _TOPS,
        {"plain": 8, "stripes": 3, "melange": 2, "geometric": 1, "chevron": 1},
        (_BOTH, _CASUAL, _COLD),
        (39, 129),
        "alpha",
        "lambswool",
        "merino",
        "chunky cotton knit",
    ),
    "Kurtis": _row(
        22,
        "kurti",
        _ETHNIC,
        _BLOCK,
        (_WOMEN, {"Ethnic": 7, "Casual": 3}, _WARM),
        (22, 65),
        "alpha",
        "printed cotton",
        "rayon",
        "soft cambric",
    ),
    "Tunics": _row(
        20,
        "tunic",
        _TOPS,
        _FEMININE,
        (_WOMEN, _CASUAL, _WARM),
        (25, 69),
        "alpha",
        "washed linen",
        "viscose",
        "cotton voile",
    ),
    "Jackets": _row(
        28,
        "jacket",
        _BOTTOMS | {"Red": 1, "Green": 1, "Mustard": 0.7},
        {"plain": 12, "camouflage": 1},
        (_BOTH, {"Casual": 7, "Sports": 2, "Smart Casual": 1}, _COLD),
        (59, 229),
        "alpha",
        "water-repellent shell",
        "cotton twill",
        "soft leather",
        "padded nylon",
    ),
    "Jeans": _row(
        36,
        "jeans",
        _DENIM,
        _PLAIN,
        (_FAMILY, _CASUAL, _YEAR),
        (39, 119),
        "waist",
        "stretch denim",
        "rigid selvedge denim",
        "washed denim",
    ),
    "Shorts": _row(
        28,
        "shorts",
        _BOTTOMS,
        _QUIET | {"camouflage": 1, "floral": 0.5},
        (_FAMILY, {"Casual": 7, "Sports": 3}, _WARM),
        (19, 55),
        "waist",
        "cotton twill",
        "washed linen",
        "quick-dry poplin",
    ),
    "Trousers": _row(
        30,
        "trousers",
        _BOTTOMS,
        {"plain": 10, "pinstripes": 2, "checks": 2, "melange": 1},
        (_BOTH, _OFFICE, _YEAR),
        (39, 119),
        "waist",
        "wool blend",
        "cotton twill",
        "fluid crepe",
    ),
    "Track Pants": _row(
        24,
        "track pants",
        _SPORT,
        {"plain": 8, "melange": 2},
        (_FAMILY, _ACTIVE, _YEAR),
        (25, 69),
        "alpha",
        "light fleece",
        "stretch tricot",
    ),
    "Leggings": _row(
        20,
        "leggings",
        _SPORT | {"Brown": 1, "Teal": 1},
        _FEMININE | {"plain": 14},
        (_LADIES_GIRLS, {"Casual": 6, "Sports": 4}, _YEAR),
        (15, 49),
        "alpha",
        "stretch jersey",
        "compression knit",
    ),
    "Capris": _row(
        18,
        "capris",
        _BOTTOMS | {"Pink": 1.5, "Red": 0.7},
        _QUIET,
        (_LADIES_GIRLS, _CASUAL, _WARM),
        (22, 55),
        "alpha",
        "stretch cotton",
        "light twill",
    ),
    "Skirts": _row(
        24,
        "skirt",
        _TOPS,
        _FEMININE,
        (_LADIES_GIRLS, _DRESSY, _WARM),
        (25, 79),
        "alpha",
        "viscose twill",
        "cotton poplin",
        "satin",
        "denim",
    ),
    "Dresses": _row(
        40,
        "dress",
        _TOPS,
        _FEMININE,
        (_LADIES_GIRLS, _DRESSY, _WARM),
        (35, 149),
        "alpha",
        "fluid viscose",
        "cotton poplin",
        "crepe",
        "satin",
    ),
    "Sarees": _row(
        28,
        "saree",
        _ETHNIC,
        _BLOCK,
        (_WOMEN, _ETHNIC_USE, _YEAR),
        (45, 245),
        "one",
        "silk blend",
        "georgette",
        "handloom cotton",
        "chiffon",
    ),
    "Nightdress": _row(
        20,
        "nightdress",
        _UNDER,
        _FEMININE,
        (_WOMEN, _AT_HOME, _YEAR),
        (22, 65),
        "alpha",
        "soft modal",
        "satin",
        "brushed cotton",
    ),
    "Night suits": _row(
        20,
        "pyjama set",
        _UNDER,
        _FEMININE | {"checks": 3, "stripes": 3},
        ({"Women": 7, "Men": 2, "Girls": 1}, _AT_HOME, _YEAR),
        (29, 79),
        "alpha",
        "soft modal",
        "flannel",
        "cotton jersey",
    ),
    "Briefs": _row(
        26,
        "briefs",
        _UNDER,
        _QUIET | {"dots": 1, "floral": 0.6},
        ({"Men": 5, "Women": 5}, {"Casual": 1}, _YEAR),
        (8, 22),
        "alpha",
        "stretch cotton",
        "modal",
        "microfibre",
    ),
    "Trunk": _row(
        18,
        "trunks",
        _UNDER,
        _QUIET,
        (_MEN, {"Casual": 1}, _YEAR),
        (10, 29),
        "alpha",
        "stretch cotton",
        "modal",
    ),
    "Bra": _row(
        26,
        "bra",
        _UNDER,
        _FEMININE | {"plain": 16},
        (_WOMEN, {"Casual": 8, "Sports": 1.5}, _YEAR),
        (18, 49),
        "bra",
        "smooth microfibre",
        "stretch lace",
        "soft cotton",
    ),
    "Innerwear Vests": _row(
        18,
        "vest",
        _UNDER,
        {"plain": 9, "stripes": 1, "melange": 1.5},
        ({"Men": 7, "Women": 2, "Boys": 1}, {"Casual": 1}, _YEAR),
        (8, 25),
        "alpha",
        "ribbed cotton",
        "fine cotton jersey",
    ),
    "Casual Shoes": _row(
        48,
        "sneakers",
        _SNEAKERS | {"Brown": 4, "Tan": 2.5, "Navy Blue": 3},
        {"plain": 14, "checks": 1, "camouflage": 0.5, "floral": 0.5, "stripes": 0.5},
        (_FAMILY, _CASUAL, _YEAR),
        (39, 129),
        "shoes",
        "canvas",
        "soft suede",
        "smooth leather",
    ),
    "Sports Shoes": _row(
        42,
        "trainers",
        _SNEAKERS,
        _PLAIN,
        (_FAMILY, _ACTIVE, _YEAR),
        (49, 169),
        "shoes",
        "engineered mesh",
        "breathable knit",
    ),
    "Formal Shoes": _row(
        28,
        "shoes",
        _LEATHER,
        _PLAIN,
        (_MEN, {"Formal": 9, "Smart Casual": 1}, _YEAR),
        (79, 229),
        "shoes",
        "polished calf leather",
        "full-grain leather",
    ),
    "Heels": _row(
        38,
        "heels",
        _LADIES,
        _SHEEN | {"floral": 0.6},
        (_WOMEN, _DRESSY, _YEAR),
        (49, 159),
        "shoes",
        "suede",
        "patent leather",
        "nappa leather",
        "satin",
    ),
    "Flats": _row(
        28,
        "flats",
        _LADIES,
        _SHEEN | {"floral": 1, "dots": 0.7},
        (_LADIES_GIRLS, _CASUAL, _YEAR),
        (35, 99),
        "shoes",
        "soft nappa",
        "suede",
        "woven cotton",
    ),
    "Sandals": _row(
        32,
        "sandals",
        _LEATHER | {"Olive": 1, "Blue": 1, "White": 1},
        _PLAIN,
        (_FAMILY, _CASUAL, _WARM),
        (29, 99),
        "shoes",
        "vegetable-tanned leather",
        "nubuck",
    ),
    "Flip Flops": _row(
        30,
        "flip flops",
        _SNEAKERS | {"Brown": 3, "Turquoise Blue": 1},
        {"plain": 9, "stripes": 2, "floral": 1.5, "camouflage": 1, "dots": 1},
        (_FAMILY, {"Casual": 9, "Home": 1}, _WARM),
        (12, 35),
        "shoes",
        "natural rubber",
        "light foam",
    ),
    "Socks": _row(
        28,
        "socks",
        _BASICS | {"Red": 1.5, "Mustard": 1, "Green": 1.2, "Pink": 1, "Purple": 0.8},
        {"plain": 5, "stripes": 5, "dots": 2, "geometric": 2, "chevron": 1, "melange": 1},
        (_FAMILY, {"Casual": 7, "Sports": 2, "Formal": 1}, _YEAR),
        (5, 15),
        "socks",
        "combed cotton",
        "merino blend",
    ),
    "Handbags": _row(
        42,
        "handbag",
        _LADIES,
        _SHEEN | {"checks": 0.5, "floral": 0.6},
        (_WOMEN, _DRESSY, _YEAR),
        (39, 199),
        "one",
        "grained leather",
        "smooth leather",
        "vegan leather",
    ),
    "Backpacks": _row(
        30,
        "backpack",
        _SNEAKERS | {"Olive": 2, "Mustard": 1, "Maroon": 1},
        {"plain": 12, "camouflage": 1.2, "checks": 0.6, "floral": 0.6, "geometric": 0.8},
        (_ANYONE, {"Casual": 7, "Travel": 3, "Sports": 1.5}, _YEAR),
        (35, 129),
        "one",
        "recycled polyester",
        "waxed canvas",
        "ripstop nylon",
    ),
    "Clutches": _row(
        22,
        "clutch",
        _LADIES | {"Gold": 4, "Silver": 3},
        _SHEEN | {"floral": 1},
        (_WOMEN, {"Party": 6, "Casual": 4}, _YEAR),
        (25, 89),
        "one",
        "satin",
        "smooth leather",
        "quilted nappa",
    ),
    "Wallets": _row(
        32,
        "wallet",
        _LEATHER | {"Red": 1.2, "Pink": 1, "Purple": 0.8},
        _PLAIN,
        (_BOTH, _CASUAL, _YEAR),
        (19, 79),
        "one",
        "full-grain leather",
        "grained leather",
    ),
    "Watches": _row(
        46,
        "watch",
        _WATCHES,
        _PLAIN,
        (_BOTH, {"Casual": 7, "Formal": 2, "Sports": 2, "Smart Casual": 1}, _YEAR),
        (59, 349),
        "one",
        "mineral glass and steel",
        "sapphire glass and steel",
    ),
    "Sunglasses": _row(
        34,
        "sunglasses",
        _LEATHER | {"Gold": 2, "Silver": 1, "Red": 1, "Purple": 1, "Blue": 1},
        {"plain": 6, "animal": 1},
        (_BOTH, {"Casual": 9, "Sports": 1}, _WARM),
        (29, 159),
        "one",
        "bio-acetate",
        "light metal",
    ),
    "Belts": _row(
        28,
        "belt",
        _LEATHER | {"White": 0.8, "Red": 0.8},
        _PLAIN,
        (_BOTH, _OFFICE, _YEAR),
        (19, 69),
        "belt",
        "full-grain leather",
        "woven leather",
    ),
    "Caps": _row(
        24,
        "cap",
        _SPORT | {"Beige": 1.5, "Olive": 1.5, "Khaki": 1},
        {"plain": 10, "camouflage": 1.2, "checks": 1, "melange": 1},
        (_ANYONE, _ACTIVE, _WARM),
        (15, 39),
        "one",
        "brushed twill",
        "washed cotton",
    ),
    "Ties": _row(
        24,
        "tie",
        _BRIGHTS | _DARKS | {"Blue": 4},
        {"plain": 3, "diagonal": 6, "dots": 3, "paisley": 2, "geometric": 3, "checks": 1},
        (_MEN, {"Formal": 8, "Smart Casual": 2}, _YEAR),
        (19, 69),
        "one",
        "woven silk",
        "wool silk",
    ),
    "Scarves": _row(
        20,
        "scarf",
        _BASICS | _BRIGHTS | {"Multi": 1},
        {"plain": 4, "checks": 5, "stripes": 4, "paisley": 2, "floral": 2, "animal": 1, "dots": 1},
        (_BOTH, _CASUAL, _COLD),
        (19, 79),
        "one",
        "soft wool",
        "modal",
        "cashmere blend",
    ),
    "Earrings": _row(
        28,
        "earrings",
        _METALS | {"Red": 1, "Green": 1, "Blue": 1, "White": 1, "Black": 0.7},
        _PLAIN,
        (_WOMEN, {"Casual": 6, "Ethnic": 2, "Party": 2}, _YEAR),
        (12, 79),
        "one",
        "gold-plated brass",
        "sterling silver",
    ),
    "Pendant": _row(
        20,
        "pendant",
        _METALS | {"Red": 0.8, "Blue": 1, "Green": 0.8},
        _PLAIN,
        (_WOMEN, {"Casual": 7, "Party": 2}, _YEAR),
        (15, 95),
        "one",
        "gold-plated brass",
        "sterling silver",
    ),
    "Necklace and Chains": _row(
        20,
        "necklace",
        _METALS | {"White": 1.5, "Multi": 1, "Black": 1, "Turquoise Blue": 0.8},
        _PLAIN,
        (_WOMEN, {"Casual": 5, "Party": 3, "Ethnic": 2}, _YEAR),
        (19, 129),
        "one",
        "gold-plated brass",
        "sterling silver",
    ),
    "Ring": _row(
        20,
        "ring",
        _METALS,
        _PLAIN,
        ({"Women": 8, "Men": 2}, {"Casual": 7, "Party": 3}, _YEAR),
        (15, 149),
        "ring",
        "gold vermeil",
        "sterling silver",
    ),
    "Perfume and Body Mist": _row(
        28,
        "eau de parfum",
        _SCENT,
        _PLAIN,
        ({"Women": 6, "Men": 4}, {"Casual": 8, "Party": 2}, _YEAR),
        (19, 110),
        "one",
        "fresh citrus over cedar",
        "white flowers and musk",
        "amber and vanilla",
    ),
    "Deodorant": _row(
        24,
        "deodorant",
        _SCENT | {"Black": 6, "White": 3, "Blue": 5, "Steel": 1},
        _PLAIN,
        ({"Men": 5, "Women": 4, "Unisex": 0.5}, {"Casual": 8, "Sports": 2}, _YEAR),
        (4, 14),
        "one",
        "a clean scent of sea and mint",
        "a soft powdery scent",
    ),
    "Nail Polish": _row(
        24,
        "nail polish",
        _NAILS,
        _PLAIN,
        (_WOMEN, {"Casual": 7, "Party": 3}, _YEAR),
        (4, 16),
        "one",
        "a high-gloss finish",
        "a creamy finish",
        "a pearly finish",
    ),
    "Lipstick": _row(
        24,
        "lipstick",
        _LIPS,
        _PLAIN,
        (_WOMEN, {"Casual": 6, "Party": 4}, _YEAR),
        (8, 34),
        "one",
        "a matte finish",
        "a satin finish",
        "a sheer finish",
    ),
    "Lip Gloss": _row(
        18,
        "lip gloss",
        _LIPS,
        _PLAIN,
        (_WOMEN, {"Casual": 6, "Party": 4}, _YEAR),
        (6, 24),
        "one",
        "a glassy finish",
        "a shimmering finish",
    ),
}
# fmt: on
