"""Imports: what they do to the shop, again, after changes, and after being killed."""

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.support import catalogues
from webapp.catalog import importing
from webapp.catalog.formats.containers import Unreadable
from webapp.catalog.importing import ImportConflict, catalog_import_run
from webapp.catalog.models import UNSORTED, CatalogImport, Category, Product, ProductImage
from webapp.catalog.services import catalog_import_prepare, catalog_import_start
from webapp.catalog.signals import catalog_changed


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, settings):
    settings.VAR_DIR = tmp_path / "var"


def run(path: Path, **options) -> CatalogImport:
    options = {"dry_run": False} | options
    return catalog_import_run(catalog_import=catalog_import_prepare(path=path, **options))


def counts(done: CatalogImport) -> dict[str, int]:
    names = ("created", "updated", "unchanged", "skipped", "bad", "deactivated")
    return {name: getattr(done, name) for name in names if getattr(done, name)}


def report(done: CatalogImport, settings) -> list[dict[str, str]]:
    with (settings.VAR_DIR / done.report).open(newline="") as stream:
        return list(csv.DictReader(stream))


def shop() -> list[tuple]:
    """Everything that an import decides, without numbers and times."""
    return sorted(
        (
            p.source, p.external_id, p.sku, p.name, p.category.name, p.gender, p.usage, p.season,
            p.price, p.is_active, p.content_hash, p.description, p.design_code, p.brand, p.year,
            tuple((s.label, s.stock) for s in p.sizes.all()),
            tuple((i.file, i.thumbnail, i.position) for i in p.images.all()),
        )
        for p in Product.objects.all()
    )  # fmt: skip


@pytest.mark.django_db
class TestImport:
    def test_products_arrive_with_attributes_names_and_pictures(self, tmp_path, media):
        assert counts(run(catalogues.myntra(tmp_path / "s"))) == {"created": 6}
        bag = Product.objects.get(external_id="1")
        assert bag.name == "Black casual handbag for women"
        assert bag.category.group == "Bags"
        assert (bag.source, bag.gender, bag.usage, bag.season, bag.year) == (
            "myntra", "women", "casual", "summer", 2012,
        )  # fmt: skip
        assert bag.cover is not None
        assert (media / bag.cover.file).is_file()
        assert Product.objects.values_list("colour__name", flat=True).get(external_id="2") == "NA"

    def test_the_second_import_finds_nothing_to_do(self, tmp_path):
        source = catalogues.myntra(tmp_path / "s", named=True)
        run(source)
        before, pictures = shop(), set(ProductImage.objects.values_list("pk", flat=True))
        assert counts(run(source)) == {"unchanged": 6}
        assert shop() == before
        assert set(ProductImage.objects.values_list("pk", flat=True)) == pictures

    def test_a_changed_row_and_a_changed_picture_are_updates(self, tmp_path):
        source = catalogues.myntra(tmp_path / "s")
        run(source)
        keys = {p.external_id: p.pk for p in Product.objects.all()}
        table = source / "styles.csv"
        table.write_text(table.read_text().replace("1,Women", "1,Girls"))
        (source / "images/2.jpg").write_bytes(catalogues.jpeg(99))
        assert counts(run(source)) == {"updated": 2, "unchanged": 4}
        assert Product.objects.get(external_id="1").gender == "girls"
        assert {p.external_id: p.pk for p in Product.objects.all()} == keys

    def test_one_bad_picture_row_or_double_never_stops_the_rest(self, tmp_path, settings):
        source = catalogues.myntra(tmp_path / "s")
        (source / "images/1.jpg").write_bytes(b"<svg/>")
        (source / "images/2.jpg").write_bytes(catalogues.jpeg(2)[:500])
        (source / "images/3.jpg").unlink()
        with (source / "styles.csv").open("a") as stream:
            stream.write("9,Men\n")
            stream.write((source / "styles.csv").read_text().splitlines()[4] + "\n")
        done = run(source)
        assert counts(done) == {"created": 3, "bad": 3, "skipped": 2}
        lines = {(row["line"], row["outcome"]): row["reason"] for row in report(done, settings)}
        assert "not a JPEG" in lines["2", "bad"]
        assert "damaged" in lines["3", "bad"]
        assert "missing" in lines["4", "skipped"]
        assert "cells" in lines["8", "bad"]
        assert "further up" in lines["9", "skipped"]

    def test_a_dry_run_says_the_same_and_writes_nothing(self, tmp_path, media, settings):
        source = catalogues.myntra(tmp_path / "s")
        (source / "images/3.jpg").write_bytes(b"no picture")
        done = run(source, dry_run=True)
        assert counts(done) == {"created": 5, "bad": 1}
        assert len(report(done, settings)) == 6
        assert not Product.objects.exists()
        assert not [path for path in media.rglob("*") if path.is_file()]
        assert counts(run(source)) == {"created": 5, "bad": 1}

    def test_products_gone_from_the_source_leave_only_if_asked_and_come_back(self, tmp_path):
        source = catalogues.myntra(tmp_path / "s")
        run(source)
        table = source / "styles.csv"
        full = table.read_text()
        table.write_text("\n".join(full.splitlines()[:4]) + "\n")
        assert counts(run(source)) == {"unchanged": 3}
        dry = run(source, deactivate_missing=True, dry_run=True)
        assert counts(dry) == {"unchanged": 3, "deactivated": 3}
        assert Product.objects.filter(is_active=True).count() == 6
        assert run(source, deactivate_missing=True).deactivated == 3
        assert Product.objects.filter(is_active=True).count() == 3
        table.write_text(full)
        assert counts(run(source)) == {"unchanged": 3, "updated": 3}
        assert Product.objects.filter(is_active=True).count() == 6

    def test_what_was_hidden_by_hand_stays_hidden(self, tmp_path):
        source = catalogues.myntra(tmp_path / "s")
        run(source)
        Product.objects.filter(external_id="1").update(is_active=False)
        (source / "images/1.jpg").write_bytes(catalogues.jpeg(50))
        assert counts(run(source)) == {"updated": 1, "unchanged": 5}
        assert not Product.objects.get(external_id="1").is_active

    def test_products_without_a_category_wait_hidden_and_keep_what_a_person_filled_in(
        self, tmp_path, settings
    ):
        # given a table in which the second product has no category
        header = ["external_id", "source", "category", "pictures", "colour"]
        rows = [["1", "s", "Shirts", "p.jpg", "Red"], ["2", "s", "", "q.jpg", "Blue"]]
        table = tmp_path / "c.csv"
        catalogues.write_table(table, [header, *rows])
        catalogues.write_pictures(tmp_path, ["p.jpg", "q.jpg"])

        # then it is refused, unless it is asked for
        assert counts(run(table, dry_run=True)) == {"created": 1, "bad": 1}
        assert counts(run(table, unsorted=True)) == {"created": 2}
        product = Product.objects.get(external_id="2")
        assert (product.category.name, product.is_active) == (UNSORTED, False)
        assert counts(run(table, unsorted=True)) == {"unchanged": 2}

        # when somebody sorts it
        Product.objects.filter(pk=product.pk).update(
            category=Category.objects.get(name="Jeans"), filled=["category"], is_active=True
        )

        # then the next imports leave it alone, changed or not
        assert counts(run(table, unsorted=True)) == {"unchanged": 2}
        (tmp_path / "q.jpg").write_bytes(catalogues.jpeg(70))
        assert counts(run(table, unsorted=True)) == {"updated": 1, "unchanged": 1}
        product.refresh_from_db()
        assert (product.category.name, product.is_active) == ("Jeans", True)
        assert product.name == "Blue jeans"

    def test_a_source_that_names_the_category_after_all_sorts_the_product(self, tmp_path):
        header = ["external_id", "source", "category", "pictures"]
        catalogues.write_table(tmp_path / "c.csv", [header, ["1", "s", "", "p.jpg"]])
        catalogues.write_pictures(tmp_path, ["p.jpg"])
        run(tmp_path / "c.csv", unsorted=True)

        catalogues.write_table(tmp_path / "c.csv", [header, ["1", "s", "Shirts", "p.jpg"]])
        run(tmp_path / "c.csv")

        product = Product.objects.get(external_id="1")
        assert (product.category.name, product.is_active) == ("Shirts", True)

    def test_sources_do_not_touch_each_other(self, tmp_path):
        source = catalogues.myntra(tmp_path / "s")
        run(source, source="one")
        assert counts(run(source, source="two", deactivate_missing=True)) == {"created": 6}
        assert Product.objects.filter(is_active=True).count() == 12

    def test_the_only_catalogue_takes_the_others_out_until_they_are_imported_again(self, tmp_path):
        # given a catalogue in the shop
        one = catalogues.myntra(tmp_path / "s")
        run(one, source="one")

        # when another one is to be the only one
        done = run(one, source="two", only=True)

        # then the first is out, and comes back whole when it is imported again
        assert counts(done) == {"created": 6, "deactivated": 6}
        assert set(Product.objects.filter(is_active=True).values_list("source", flat=True)) == {
            "two"
        }
        assert counts(run(one, source="one", only=True)) == {"updated": 6, "deactivated": 6}

    def test_two_products_may_claim_one_number(self, tmp_path):
        header = ["external_id", "source", "category", "pictures", "sku", "name"]
        rows = [["1", "a", "Shirts", "p.jpg", "X", "One"], ["1", "b", "Shirts", "p.jpg", "X", "2"]]
        catalogues.write_table(tmp_path / "c.csv", [header, *rows])
        catalogues.write_pictures(tmp_path, ["p.jpg"])
        assert counts(run(tmp_path / "c.csv")) == {"created": 2}
        assert set(Product.objects.values_list("sku", flat=True)) == {"X", "b-1"}

    @pytest.mark.parametrize("write", [
        lambda p: catalogues.deepfashion(p / "d"), lambda p: catalogues.fashion_mnist(p / "f"),
        lambda p: catalogues.hub_parquet(p / "h" / "x.parquet").parent, catalogues.google,
        catalogues.shopify,
    ])  # fmt: skip
    def test_every_format_imports_twice_with_one_result(self, tmp_path, write):
        path = write(tmp_path)
        first = run(path)
        assert first.created
        assert not first.bad
        before = shop()
        assert counts(run(path)) == {"unchanged": first.created}
        assert shop() == before

    def test_a_feed_whose_pictures_are_on_the_web_says_so(self, tmp_path, settings):
        done = run(catalogues.google(tmp_path, image="https://example.org/a.jpg"))
        assert counts(done) == {"created": 1, "skipped": 2}
        reasons = [row["reason"] for row in report(done, settings)]
        assert "needs downloading: https://example.org/a.jpg" in reasons

    def test_new_categories_stand_beside_those_that_models_know(self, tmp_path):
        run(catalogues.fashion_mnist(tmp_path / "f"))
        boots = Category.objects.get(name="Ankle Boots")
        assert (boots.class_index, boots.group) == (None, "Shoes")
        assert Category.objects.get(name="Handbags").class_index is not None

    def test_the_shop_above_hears_of_changes_once_and_only_of_changes(self, tmp_path):
        heard = []
        catalog_changed.connect(lambda **kw: heard.append(kw["products"]), weak=False,
                                dispatch_uid="test")  # fmt: skip
        try:
            source = catalogues.myntra(tmp_path / "s")
            run(source, dry_run=True)
            run(source)
            run(source)
        finally:
            catalog_changed.disconnect(dispatch_uid="test")
        assert heard == [6]

    def test_in_the_background_as_a_job(self, tmp_path, run_jobs):
        started = catalog_import_start(path=catalogues.myntra(tmp_path / "s"), dry_run=False)
        run_jobs()
        started.refresh_from_db()
        assert started.finished_at
        assert counts(started) == {"created": 6}

    def test_a_source_replaced_meanwhile_is_refused(self, tmp_path):
        source = catalogues.myntra(tmp_path / "s")
        prepared = catalog_import_prepare(path=source, dry_run=False)
        catalogues.myntra(source, 8)
        with pytest.raises(Unreadable, match="changed since"):
            catalog_import_run(catalog_import=prepared)

    def test_stopped_and_resumed_gives_the_same_shop_and_report(
        self, tmp_path, settings, monkeypatch
    ):
        monkeypatch.setattr(importing, "BATCH", 2)
        source = catalogues.myntra(tmp_path / "s", 7)
        (source / "images/2.jpg").write_bytes(b"no picture")
        whole = run(source, source="whole")
        prepared = catalog_import_prepare(path=source, source="part", dry_run=False)
        stops = iter([False, False, True])
        half = catalog_import_run(catalog_import=prepared, should_stop=lambda: next(stops))
        assert (half.position, half.finished_at) == (4, None)
        with (settings.VAR_DIR / half.report).open("a") as stream:
            stream.write("what a killed run left behind")
        done = catalog_import_run(catalog_import=half)
        assert counts(done) == counts(whole)
        assert report(done, settings) == report(whole, settings)

    def test_of_two_processes_one_gives_way_and_writes_nothing(self, tmp_path):
        prepared = catalog_import_prepare(path=catalogues.myntra(tmp_path / "s"), dry_run=False)
        CatalogImport.objects.filter(pk=prepared.pk).update(position=3)
        with pytest.raises(ImportConflict):
            catalog_import_run(catalog_import=prepared)
        assert not Product.objects.exists()

    def test_the_commands(self, tmp_path, capsys):
        source = catalogues.myntra(tmp_path / "s")
        call_command("import_catalog", source, "--report", tmp_path / "report.csv")
        assert "6 new" in capsys.readouterr().out
        assert len((tmp_path / "report.csv").read_text().splitlines()) == 7
        with pytest.raises(CommandError, match="no file or folder"):
            call_command("import_catalog", tmp_path / "nothing")


IMPORT = """
import os, sys, django
django.setup()
from pathlib import Path
from django.conf import settings
from webapp.catalog import importing
from webapp.catalog.models import CatalogImport
importing.BATCH = 10
def progress(done, total, message):
    if len(sys.argv) > 2 and done >= int(sys.argv[2]):
        print("there", flush=True)
        sys.stdin.readline()
importing.catalog_import_run(
    catalog_import=CatalogImport.objects.get(pk=int(sys.argv[1])), progress=progress)
"""


@pytest.mark.faults
def test_killed_by_force_and_resumed_gives_the_same_shop(tmp_path: Path):
    """Given an import whose process is killed in the middle, when it runs again, then the shop
    and the report are those of an import that nobody disturbed."""
    source = catalogues.myntra(tmp_path / "s", 60)
    results = []
    for killed_at in (None, "20"):
        var = tmp_path / f"var-{killed_at}"
        var.mkdir()
        env = os.environ | {"ATELIER_VAR": str(var), "DATABASE_URL": f"sqlite:///{var}/db",
                            "DJANGO_SETTINGS_MODULE": "webapp.settings.test"}  # fmt: skip

        def python(code: str, *args: str, env=env) -> subprocess.Popen[str]:
            return subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", code, *args],
                env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip

        setup = python(
            "import django; django.setup()\n"
            "from django.core.management import call_command as c\n"
            "c('migrate', verbosity=0)\n"
            "from webapp.catalog.services import catalog_import_prepare as p\n"
            f"print(p(path={str(source)!r}, dry_run=False).pk)"
        )
        pk = setup.communicate()[0].strip()
        if killed_at:
            child = python(IMPORT, pk, killed_at)
            assert child.stdout is not None
            assert child.stdout.readline() == "there\n"
            child.send_signal(signal.SIGKILL)
            child.communicate()
            assert child.returncode == -signal.SIGKILL
        finish = python(IMPORT, pk)
        finish.communicate()
        assert finish.returncode == 0
        dump = python(
            "import django, json; django.setup()\n"
            "from webapp.catalog.models import *\n"
            "run = CatalogImport.objects.get()\n"
            "from django.conf import settings\n"
            "print(json.dumps([run.created, run.position,"
            " (settings.VAR_DIR / run.report).read_text(),"
            " list(Product.objects.order_by('external_id').values_list("
            "'external_id', 'content_hash', 'images__file'))]))"
        )
        results.append(dump.communicate()[0])
    assert results[0] == results[1]
    assert results[0].startswith("[60, 60")
