"""The first products of the real shop set."""

import zipfile
from pathlib import Path

import pytest

from tests.integration.catalog.test_import import counts, run
from webapp.catalog.models import Product


@pytest.mark.data
@pytest.mark.django_db
def test_the_first_products_of_the_shop_zip(shared_data: Path, tmp_path: Path, settings):
    settings.VAR_DIR = tmp_path / "var"
    part = tmp_path / "part.zip"
    with zipfile.ZipFile(shared_data / "myntra-small.zip") as whole:
        lines = whole.read("styles.csv").decode().splitlines()[:301]
        with zipfile.ZipFile(part, "w") as archive:
            archive.writestr("styles.csv", "\n".join(lines))
            for line in lines[1:]:
                name = f"images/{line.split(',')[0]}.jpg"
                archive.writestr(name, whole.read(name))
    assert counts(run(part)) == {"created": 300}
    assert counts(run(part)) == {"unchanged": 300}
    assert Product.objects.get(external_id="15970").name == "Navy blue casual shirt for men"
