import pytest

from webapp.catalog import diagnoses
from webapp.catalog.models import Category, Product, ProductImage

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(media):
    category = Category.objects.create(name="Bags", slug="bags", group="Bags")
    product = Product.objects.create(
        source="test", external_id="1", sku="1", slug="bag", name="Bag", category=category
    )
    image = ProductImage.objects.create(
        product=product,
        file="products/ab/large.webp",
        thumbnail="products/ab/small.webp",
        width=1,
        height=1,
        sha256="ab",
    )
    (media / "products" / "ab").mkdir(parents=True)
    for name in (image.file, image.thumbnail):
        (media / name).write_bytes(b"x")
    return image


def findings():
    return [finding for finding in diagnoses.pictures() if finding.level != "ok"]


def test_a_whole_catalogue_is_fine(picture):
    assert findings() == []


def test_a_missing_picture_is_an_error_that_names_it(picture, media):
    (media / picture.thumbnail).unlink()
    (finding,) = findings()
    assert finding.level == "error"
    assert "small.webp" in finding.text


def test_a_forgotten_picture_is_a_warning(picture, media):
    (media / "products" / "ab" / "old.webp").write_bytes(b"x")
    (finding,) = findings()
    assert finding.level == "warning"
    assert "old.webp" in finding.text
