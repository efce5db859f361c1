"""Small catalogues in the true layout of each format, written by the tests that read them."""

import csv
import gzip
import io
import json
import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image


def jpeg(seed: int = 0, size: tuple[int, int] = (60, 80)) -> bytes:
    """A picture of one colour that differs for each seed."""
    colour = (seed * 37 % 256, seed * 91 % 256, seed * 53 % 256)
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def write_table(path: Path, rows: Iterable[Iterable[object]], delimiter: str = ",") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)


def write_pictures(folder: Path, names: Iterable[str]) -> None:
    for seed, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(jpeg(seed))


MYNTRA = ["id", "gender", "masterCategory", "subCategory", "articleType", "baseColour", "season",
          "year", "usage"]  # fmt: skip


def myntra(folder: Path, count: int = 6, *, named: bool = False) -> Path:
    """styles.csv and images/, nine columns, or ten with names whose commas spill over."""
    kinds = [
        ("Men", "Apparel", "Topwear", "Shirts", "Navy Blue", "Fall", "2011", "Casual"),
        ("Women", "Accessories", "Bags", "Handbags", "Black", "Summer", "2012", "Casual"),
        ("Unisex", "Accessories", "Watches", "Watches", "NA", "Winter", "2016", "NA"),
    ]
    lines = [",".join([*MYNTRA, "productDisplayName"] if named else MYNTRA)]
    for number in range(1, count + 1):
        cells = [str(number), *kinds[number % 3]]
        lines.append(",".join(cells + ([f"Acme Shirt, slim, No. {number}"] if named else [])))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "styles.csv").write_text("\n".join(lines) + "\n")
    write_pictures(folder, [f"images/{number}.jpg" for number in range(1, count + 1)])
    return folder


def zipped(folder: Path, target: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, prefix + path.relative_to(folder).as_posix())
    return target


def deepfashion(root: Path) -> Path:
    anno, images = root / "Anno", ["Sheer_Blouse/img_1.jpg", "Sheer_Blouse/img_2.jpg",
                                   "Slim_Jeans/img_1.jpg"]  # fmt: skip
    anno.mkdir(parents=True)
    (anno / "list_category_cloth.txt").write_text(
        "3\ncategory_name  category_type\nBlouse  1\nJeans  2\nDress  3\n"
    )
    labels = [1, 1, 2]
    (anno / "list_category_img.txt").write_text(
        "3\nimage_name  category_label\n"
        + "".join(f"img/{n}  {label}\n" for n, label in zip(images, labels, strict=True))
    )
    write_pictures(root / "Img" / "img", images)
    return root


def fashion_mnist(folder: Path, labels: bytes = bytes((0, 8, 9)), *, packed: bool = True) -> Path:
    folder.mkdir(parents=True)
    pixels = bytes(range(256)) * (28 * 28 * len(labels) // 256 + 1)
    files = {
        "t10k-images-idx3-ubyte": struct.pack(">IIII", 0x803, len(labels), 28, 28)
        + pixels[: 28 * 28 * len(labels)],
        "t10k-labels-idx1-ubyte": struct.pack(">II", 0x801, len(labels)) + labels,
    }
    for name, content in files.items():
        path = folder / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content) if packed else content)
    return folder


def hub_parquet(path: Path) -> Path:
    """As ``datasets`` writes it: an image struct, and class labels as numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    features = {
        "image": {"_type": "Image"},
        "label": {"names": ["Shirts", "Handbags"], "_type": "ClassLabel"},
    }
    table = pa.table(
        {
            "image": [{"bytes": jpeg(n), "path": f"{n}.jpg"} for n in range(3)],
            "label": [0, 1, 0],
            "productDisplayName": ["Blue shirt", "Red bag", "Green shirt"],
        }
    ).replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
    return path


def google(folder: Path, **changes: str) -> Path:
    """Two sizes of one navy shirt, the same in black, and a bag without a group."""
    header = [
        "id",
        "title",
        "description",
        "link",
        "image link",
        "price",
        "brand",
        "gender",
        "color",
        "size",
        "product type",
        "item group id",
        "availability",
        "age group",
    ]
    image = changes.get("image", "shirt.jpg")
    path = "Apparel & Accessories > Clothing > Shirts"
    rows = [
        ["1", "Oxford shirt", "Crisp.", "x", image, "39.90 EUR", "Acme", "male", "Navy", "M", path,
         "g1", "in stock", "adult"],
        ["2", "Oxford shirt", "Crisp.", "x", image, "39.90 EUR", "Acme", "male", "Navy", "L", path,
         "g1", "out of stock", "adult"],
        ["3", "Oxford shirt", "Crisp.", "x", image, "39.90 EUR", "Acme", "male", "Black", "M",
         path, "g1", "in stock", "adult"],
        ["4", "City tote", "", "x", "bag.jpg", "1,299.00 EUR", "Bagco", "female", "Dusty Rose", "",
         "Bags", "", "in stock", "adult"],
    ]  # fmt: skip
    write_table(folder / "feed.tsv", [header, *rows], delimiter="\t")
    write_pictures(folder, ["shirt.jpg", "bag.jpg"])
    return folder / "feed.tsv"


def shopify(folder: Path) -> Path:
    header = ["Handle", "Title", "Body (HTML)", "Vendor", "Type", "Option1 Name", "Option1 Value",
              "Option2 Name", "Option2 Value", "Variant Inventory Qty", "Variant Price",
              "Image Src", "Image Position", "Variant Image", "Status"]  # fmt: skip
    rows = [
        ["tee", "Plain tee", "<p>Soft &amp; light</p>", "Acme", "T-Shirts", "Color", "Red", "Size",
         "S", "3", "19.00", "a.jpg", "1", "a.jpg", "active"],
        ["tee", "", "", "", "", "", "Red", "", "M", "0", "19.00", "b.jpg", "2", "a.jpg", ""],
        ["tee", "", "", "", "", "", "Blue", "", "S", "5", "21.00", "", "", "b.jpg", ""],
        ["bag", "Day bag", "", "Acme", "Handbags", "Title", "Default Title", "", "", "2", "80",
         "c.jpg", "2", "", "draft"],
        ["bag", "", "", "", "", "", "", "", "", "", "", "d.jpg", "1", "", ""],
    ]  # fmt: skip
    write_table(folder / "products.csv", [header, *rows])
    write_pictures(folder, ["a.jpg", "b.jpg", "c.jpg", "d.jpg"])
    return folder / "products.csv"


def raw_zip(target: Path, entries: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target
