"""An exported catalogue imports back to the same one."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.integration.catalog.test_import import counts, run, shop
from tests.support import catalogues
from webapp.catalog.exporting import catalog_export
from webapp.catalog.models import Category, Colour, Product, ProductSize

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_shop(tmp_path: Path, settings):
    settings.VAR_DIR = tmp_path / "var"
    run(catalogues.myntra(tmp_path / "m", named=True))
    run(catalogues.google(tmp_path / "g"))
    run(catalogues.shopify(tmp_path / "s"))
    run(catalogues.fashion_mnist(tmp_path / "f"))
    odd = Product.objects.get(external_id="tee--red")
    odd.description = 'Lines\nand "quotes", commas; = signs'
    odd.is_active = False
    odd.save()


def test_export_and_import_change_nothing(full_shop, tmp_path: Path):
    before = shop()
    assert catalog_export(path=tmp_path / "out.csv") == len(before)
    back = run(tmp_path / "out.csv")
    # One was edited by hand, so its row is news once.
    assert counts(back) == {"updated": 1, "unchanged": len(before) - 1}
    assert counts(run(tmp_path / "out.csv")) == {"unchanged": len(before)}
    edited = Product.objects.get(external_id="tee--red")
    assert edited.description == 'Lines\nand "quotes", commas; = signs'
    assert not edited.is_active


def test_a_zip_carries_the_shop_to_another_place(full_shop, tmp_path: Path, settings):
    Product.objects.filter(external_id="tee--red").update(is_active=True, description="")
    run(catalogues.shopify(tmp_path / "s"))
    catalog_export(path=tmp_path / "out.zip")
    before = [row[:10] + row[11:] for row in shop()]
    # Given an empty shop elsewhere
    ProductSize.objects.all().delete()
    Product.objects.all().delete()
    Category.objects.all().delete()
    Colour.objects.all().delete()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert run(tmp_path / "out.zip").created == len(before)
    assert [row[:10] + row[11:] for row in shop()] == before


def test_the_command_wants_a_name_it_knows(tmp_path: Path):
    with pytest.raises(CommandError, match=r"\.csv or \.zip"):
        call_command("export_catalog", tmp_path / "x.xlsx")
    call_command("export_catalog", tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text().startswith("external_id,sku")
