"""A tiny shop and a few people's photos in the layouts that people download."""

from pathlib import Path

import numpy as np
from PIL import Image

HEADER = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage\n"
KINDS = ("Shirts", "Handbags", "Watches")


def write_shop(folder: Path, count: int = 60) -> Path:
    """Rectangles whose proportions tell the category, on white, 30 × 40 px."""
    rng = np.random.default_rng(0)
    (folder / "images").mkdir(parents=True)
    rows = []
    for number in range(count):
        kind = number % len(KINDS)
        pixels = np.full((40, 30, 3), 255, np.uint8)
        width, height = ((20, 30), (24, 12), (8, 8))[kind]
        pixels[5 : 5 + height, 3 : 3 + width] = rng.integers(0, 200, 3)
        pixels[8:10, 5:8] = rng.integers(0, 200, (2, 3, 3))
        Image.fromarray(pixels).save(folder / "images" / f"{number}.jpg", quality=95)
        rows.append(f"{number},Women,A,B,{KINDS[kind]},Blue,Fall,2011,Casual\n")
    (folder / "styles.csv").write_text(HEADER + "".join(rows))
    return folder


def write_phone(folder: Path, count: int = 40) -> tuple[Path, Path]:
    """Folder and map; twenty people's photos, every fifth of nothing the shop sells."""
    rng = np.random.default_rng(1)
    (folder / "images").mkdir(parents=True)
    rows = []
    for number in range(count):
        pixels = rng.integers(0, 255, (64, 48, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "images" / f"p{number}.jpg")
        label = "Other" if number % 5 == 0 else ("Shirt", "Bag")[number % 2]
        rows.append(f"p{number},{number // 2},{label},False\n")
    (folder / "images.csv").write_text("image,sender_id,label,kids\n" + "".join(rows))
    mapping = folder / "map.csv"
    mapping.write_text("label,categories\nShirt,Shirts;Tshirts\nBag,Handbags\n")
    return folder, mapping
