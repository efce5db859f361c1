"""The admin's catalogue pages: who may, what they show, what they do."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.integration.catalog.test_import import run
from tests.support import catalogues
from webapp.catalog.models import CatalogImport, Product
from webapp.core.models import User

pytestmark = pytest.mark.django_db
START = "/admin/catalog/catalogimport/add/"


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, settings):
    settings.VAR_DIR = tmp_path / "var"
    (tmp_path / "var").mkdir()


def client(*, is_superuser: bool = True, is_staff: bool = True, csrf: bool = False) -> Client:
    user = User.objects.create(
        username="a", email="a@example.org", is_staff=is_staff, is_superuser=is_superuser
    )
    made = Client(enforce_csrf_checks=csrf)
    made.force_login(user)
    return made


def upload(tmp_path: Path) -> SimpleUploadedFile:
    folder = catalogues.myntra(tmp_path / "s")
    archive = catalogues.zipped(folder, tmp_path / "My shop.zip")
    return SimpleUploadedFile("../../My shop.zip", archive.read_bytes())


def test_from_upload_over_dry_run_to_import_and_report(tmp_path: Path, run_jobs):
    admin = client()
    assert b"dry run" in admin.get(START).content
    response = admin.post(START, {"file": upload(tmp_path), "source": "shop"}, follow=True)
    trial = CatalogImport.objects.get()
    assert b"styles.csv with images" in response.content
    assert b"articleType" in response.content
    assert b'http-equiv="refresh"' in response.content
    run_jobs()
    page = admin.get(reverse("admin:catalog_catalogimport_change", args=[trial.pk]))
    assert b"Import now" in page.content
    assert not Product.objects.exists()

    response = admin.post(reverse("admin:catalog_catalogimport_run", args=[trial.pk]), follow=True)
    run_jobs()
    real = CatalogImport.objects.exclude(pk=trial.pk).get()
    assert (real.created, real.source, real.is_dry_run) == (6, "shop", False)
    page = admin.get(reverse("admin:catalog_catalogimport_change", args=[real.pk]))
    assert b"Import now" not in page.content
    report = admin.get(reverse("admin:catalog_catalogimport_report", args=[real.pk]))
    assert b"".join(report).count(b"new") == 6


def test_the_clients_name_reaches_no_path(tmp_path: Path, settings):
    client().post(START, {"file": upload(tmp_path)})
    kept = [path for path in (settings.VAR_DIR / "imports").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == ["catalogue.zip"]


def test_a_path_below_the_data_folder(tmp_path: Path, settings):
    catalogues.myntra(settings.VAR_DIR / "set")
    admin = client()
    assert admin.post(START, {"path": "set"}).status_code == 302
    for path in ("../", "/etc", "nothing", "set/../../"):
        response = admin.post(START, {"path": path})
        assert response.status_code == 400
        assert b"below the data folder" in response.content
    assert b"one of the two" in admin.post(START, {}).content


def test_something_that_is_no_catalogue_is_explained_and_not_kept(settings):
    admin = client()
    response = admin.post(START, {"file": SimpleUploadedFile("x.zip", b"PK no zip")})
    assert b"not a whole zip" in response.content
    response = admin.post(START, {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert b"Choose a zip" in response.content
    assert not [path for path in settings.VAR_DIR.rglob("*") if path.is_file()]


class Unreadable:
    """A body that nobody may read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read before the permission was checked")

    readline = read


@pytest.mark.parametrize(("is_staff", "status"), [(False, 302), (True, 403)])
def test_without_permission_the_body_is_not_even_read(is_staff: bool, status: int):
    unread: dict[str, Any] = {"wsgi.input": Unreadable(), "CONTENT_LENGTH": "50000000"}
    someone = client(is_superuser=False, is_staff=is_staff, csrf=True)
    response = someone.post(
        START, content_type="multipart/form-data; boundary=x", data=b"",
        **unread,
    )  # fmt: skip
    assert response.status_code == status


def test_upload_and_import_want_a_csrf_token(tmp_path: Path, run_jobs):
    admin = client(csrf=True)
    assert admin.post(START, {"file": upload(tmp_path)}).status_code == 403
    assert not CatalogImport.objects.exists()
    done = run(tmp_path / "s", dry_run=True)
    again = reverse("admin:catalog_catalogimport_run", args=[done.pk])
    assert admin.post(again).status_code == 403
    assert admin.get(again).status_code == 405


def test_who_may_look_may_not_import(tmp_path: Path):
    viewer = client(is_superuser=False)
    done = run(catalogues.myntra(tmp_path / "s"), dry_run=True)
    page = reverse("admin:catalog_catalogimport_change", args=[done.pk])
    assert viewer.get(page).status_code == 403
    User.objects.get().user_permissions.add(Permission.objects.get(codename="view_catalogimport"))
    assert b"Import now" not in viewer.get(page).content
    again = reverse("admin:catalog_catalogimport_run", args=[done.pk])
    assert viewer.post(again).status_code == 403


def test_lists_forms_and_exports_open(tmp_path: Path):
    run(catalogues.shopify(tmp_path))
    admin = client()
    product = Product.objects.first()
    assert product is not None
    for model in ("product", "category", "colour", "catalogimport"):
        assert admin.get(f"/admin/catalog/{model}/").status_code == 200
    assert admin.get(f"/admin/catalog/product/{product.pk}/change/").status_code == 200
    for model in ("category", "colour"):
        assert admin.get(f"/admin/catalog/{model}/add/").status_code == 200
    response = admin.post(
        "/admin/catalog/product/", {"action": "export_chosen", "_selected_action": [product.pk]}
    )
    assert b"".join(response).count(b"\r\n") == 2
    assert admin.get("/admin/catalog/product/export_all").status_code in (200, 301)


def test_a_picture_is_replaced_by_a_clean_one_or_refused(tmp_path: Path, media: Path):
    run(catalogues.shopify(tmp_path))
    product = Product.objects.get(external_id="tee--blue")
    first = product.images.all()[0]
    address = f"/admin/catalog/product/{product.pk}/change/"
    admin = client()
    data = {
        name: getattr(product, name) or ""
        for name in ("source", "external_id", "sku", "slug", "name", "price", "design_code")
    } | {
        "category": product.category_id,
        "is_active": "on",
        "images-TOTAL_FORMS": 1, "images-INITIAL_FORMS": 1, "images-0-id": first.pk,
        "images-0-product": product.pk, "images-0-position": 0,
        "sizes-TOTAL_FORMS": 1, "sizes-INITIAL_FORMS": 1, "sizes-0-id": product.sizes.get().pk,
        "sizes-0-product": product.pk, "sizes-0-label": "S", "sizes-0-stock": 5,
        "sizes-0-position": 0,
    }  # fmt: skip
    bad = {"images-0-upload": SimpleUploadedFile("x.jpg", b"<svg/>")}
    assert b"not a JPEG" in admin.post(address, data | bad).content
    good = {"images-0-upload": SimpleUploadedFile("x.jpg", catalogues.jpeg(42))}
    assert admin.post(address, data | good).status_code == 302
    replaced = product.images.get()
    assert replaced.pk == first.pk
    assert replaced.sha256 != first.sha256
    assert (media / replaced.file).is_file()
