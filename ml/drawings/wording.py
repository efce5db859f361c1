"""Brands, names and descriptions of the sample shop, in plain words."""

import random

from ml.drawings.render import Design, taxonomy

_BRANDS: dict[str, tuple[str, ...]] = {
    "Shoes": ("Orrin & Vale", "Solvang Works", "Piedra", "Tarn & Tread", "Lodo", "Mirel"),
    "Bags": ("Casa Tiva", "Harrow Lane", "Orsa Leather", "Pakko", "Belmare"),
    "Accessories": ("Fennel & Rook", "Larkmoor", "Osier", "Sundvik", "Tamaru"),
    "Watches & eyewear": ("Meridian Nine", "Okulo", "Halvard Time", "Lumisol"),
    "Jewellery": ("Petite Orbe", "Suvarna Lane", "Nacrea", "Filigrane 21"),
    "Beauty": ("Rosalba & Co", "Verano Lab", "Nuit d'Ambre", "Pomelle"),
    "Innerwear & sleep": ("Calmo", "Second Layer", "Dune & Down", "Lull"),
}
_CLOTHING_BRANDS = (
    *("Larkmoor", "Novemberly", "Saffron Mile", "Tessira", "Okada North", "Fjellrev & Daughters"),
    *("Juniper Row", "Basta Cotone", "Indigo Yard", "Marula", "Quiet Tuesday", "Bramble & Birch"),
)
_ETHNIC = frozenset({"Kurtas", "Kurtis", "Sarees", "Tunics"})
_ETHNIC_BRANDS = ("Saffron Mile", "Anvaya Looms", "Gulmohar", "Neela Dhaga", "Suvarna Lane")

_COLOUR_WORDS = {
    "Navy Blue": "navy",
    "Multi": "multicolour",
    "NA": "clear",
    "Skin": "skin-tone",
    "Turquoise Blue": "turquoise",
    "Fluorescent Green": "neon green",
    "Mushroom Brown": "mushroom",
    "Coffee Brown": "coffee",
    "Grey Melange": "grey",
}
_PRINT_WORDS = {
    "plain": "",
    "metallic": "",
    "stripes": "striped",
    "pinstripes": "pinstriped",
    "diagonal": "diagonal-striped",
    "checks": "checked",
    "gingham": "gingham",
    "dots": "dotted",
    "floral": "floral",
    "paisley": "paisley",
    "camouflage": "camouflage",
    "animal": "leopard-print",
    "melange": "marl",
    "chevron": "chevron",
    "geometric": "geometric-print",
}
_OCCASIONS = {
    "Casual": "For every day.",
    "Sports": "Made to move in.",
    "Ethnic": "For festive days and for ordinary ones.",
    "Formal": "For the office and for occasions.",
    "Smart Casual": "Dressed up or down.",
    "Travel": "Made for the road.",
    "Party": "For the evening.",
    "Home": "For slow mornings at home.",
}


def brand_of(category: str, rng: random.Random) -> str:
    """An invented brand of the category's department."""
    if category in _ETHNIC:
        return rng.choice(_ETHNIC_BRANDS)
    return rng.choice(_BRANDS.get(taxonomy().group_of[category], _CLOTHING_BRANDS))


def colour_word(colour: str) -> str:
    """The colour as it reads inside a name: "Navy Blue" is "navy"."""
    return _COLOUR_WORDS.get(colour, colour.lower())


def name_of(made: Design) -> str:
    """ "Navy striped crew-neck tee"."""
    words = (colour_word(made.colour), _PRINT_WORDS[made.print_name], made.title)
    name = " ".join(word for word in words if word)
    return name[0].upper() + name[1:]


def describe(made: Design, material: str) -> str:
    """One or two sentences that say what the picture shows."""
    pattern = _PRINT_WORDS[made.print_name]
    look = (
        f"{pattern} in {colour_word(made.colour)}" if pattern else f"in {colour_word(made.colour)}"
    )
    return f"{made.title[0].upper()}{made.title[1:]}, {look}: {material}. {_OCCASIONS[made.usage]}"
