"""Names as shoppers read them. Data sets say "Tshirts", "Ring" and "NA"; a shop does not."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CATEGORIES = {
    "Tshirts": _("T-shirts"),
    "Bra": _("Bras"),
    "Trunk": _("Trunks"),
    "Innerwear Vests": _("Vests"),
    "Nightdress": _("Nightdresses"),
    "Night suits": _("Pyjamas"),
    "Pendant": _("Pendants"),
    "Ring": _("Rings"),
    "Necklace and Chains": _("Necklaces and chains"),
    "Perfume and Body Mist": _("Perfumes and body mists"),
    "Deodorant": _("Deodorants"),
    "Nail Polish": _("Nail polishes"),
    "Lipstick": _("Lipsticks"),
    "Lip Gloss": _("Lip glosses"),
}
COLOURS = {"NA": pgettext_lazy("colour", "Not stated"), "Multi": _("Multicolour")}
SINGULAR = {
    "Tshirts": _("T-shirt"),
    "Casual Shoes": _("casual shoes"),
    "Sports Shoes": _("sports shoes"),
    "Formal Shoes": _("formal shoes"),
    "Flip Flops": _("flip-flops"),
    "Innerwear Vests": _("vest"),
    "Necklace and Chains": _("necklace"),
    "Perfume and Body Mist": _("perfume"),
    "Clutches": _("clutch"),
    "Watches": _("watch"),
    "Dresses": _("dress"),
    "Scarves": _("scarf"),
    "Night suits": _("pyjamas"),
}
ALWAYS_PLURAL = {
    "Heels", "Sandals", "Flats", "Socks", "Jeans", "Shorts", "Trousers", "Track Pants",
    "Leggings", "Capris", "Earrings", "Sunglasses", "Briefs", "Jeggings", "Stockings", "Tights",
    "Cufflinks", "Gloves", "Boxers", "Sports Sandals", "Lounge Pants", "Lounge Shorts",
    "Suspenders", "Booties",
}  # fmt: skip


def category_label(name: str) -> str:
    """Plural, as on a shelf: "T-shirts", "Casual shoes"."""
    return str(CATEGORIES.get(name, name.capitalize()))


def category_singular(name: str) -> str:
    """One of them, as in a product's name: "T-shirt", "jeans", "casual shoes"."""
    if name in SINGULAR:
        return str(SINGULAR[name])
    if name in ALWAYS_PLURAL or not name.endswith("s") or name.endswith("ss"):
        return name.lower()
    return name[:-1].lower()


def colour_label(name: str) -> str:
    return str(COLOURS.get(name, name.capitalize()))
