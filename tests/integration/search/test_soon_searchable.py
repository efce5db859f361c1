"""In a running site: what comes in is found within ten seconds, what goes is gone at once."""

import time
import urllib.request
from pathlib import Path

import pytest

from tests.support.catalogues import write_table
from tests.support.embedder import make_embedder
from tests.support.shop import drawing, encoded
from tests.support.site import site, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
SECONDS = 10


def catalogue(folder: Path, numbers: range) -> Path:
    """A Google Merchant feed of drawn handbags."""
    header = ["id", "title", "description", "link", "image link", "price", "brand", "gender",
              "color", "product type", "availability"]  # fmt: skip
    rows = [
        [str(n), f"Bag {n}", "", "x", f"{n}.jpg", "10.00 EUR", "Acme", "female", "Red",
         "Handbags", "in stock"]
        for n in numbers
    ]  # fmt: skip
    write_table(folder / "feed.tsv", [header, *rows], delimiter="\t")
    for number in numbers:
        (folder / f"{number}.jpg").write_bytes(encoded(drawing("Handbags", "Red", number)))
    return folder / "feed.tsv"


def test_new_products_are_found_within_ten_seconds_and_deleted_ones_not_at_all(
    tmp_path: Path,
) -> None:
    # given a site with twenty products that serves
    model = make_embedder(tmp_path / "model", 1)
    environment = {"ATELIER_EMBEDDER": str(model), "INFERENCE_THREADS": "1"}
    with site(tmp_path / "var", environment) as shop:
        shop.manage("import_catalog", str(catalogue(tmp_path / "feed", range(20))))
        shop.manage("reindex")
        running = shop.up()

        def products() -> int:
            """How many the live index holds."""
            rows = shop.query("SELECT count FROM registry_indexversion WHERE is_live")
            return int(rows[0]["count"])

        def found() -> list[str]:
            photo = encoded(drawing("Handbags", "Red", 21))
            mark = "boundary"
            head = (
                f'--{mark}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"'
                "\r\nContent-Type: image/jpeg\r\n\r\n"
            )
            body = head.encode() + photo + f"\r\n--{mark}--\r\n".encode()
            request = urllib.request.Request(
                f"{running.url}api/v1/search/photo?limit=50&box=0,0,1,1", body,
                {"Content-Type": f"multipart/form-data; boundary={mark}"},
            )  # fmt: skip
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.read().decode().split('"name": "')

        assert not any(part.startswith("Bag 21") for part in found())

        # when two more come in by an import, and nobody rebuilds anything
        shop.manage("import_catalog", str(catalogue(tmp_path / "more", range(22))))
        began = time.monotonic()
        wait_for(lambda: products() == 22, "they were not indexed", seconds=60)
        waited = time.monotonic() - began

        # then they are found
        assert any(part.startswith("Bag 21") for part in found())
        assert waited < SECONDS

        # and when one goes, the next search does not find it
        shop.query("UPDATE catalog_product SET is_active = %s WHERE name = 'Bag 21'", "0")
        assert not any(part.startswith("Bag 21") for part in found())
