"""The sample shop."""

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from webapp.catalog import engine
from webapp.catalog.images import pack
from webapp.catalog.models import Product
from webapp.catalog.sample import sample_load


@pytest.fixture
def drawings(monkeypatch):
    """Counts what is drawn, small and in this process: the drawings have tests of their own."""
    from PIL import Image

    drawn = []

    def pictures(products):
        for product in products:
            drawn.append(product.sku)
            yield [pack(Image.new("RGB", (8, 8), "red"))] * product.image_count

    monkeypatch.setattr(engine, "sample_pictures", pictures)
    return drawn


@pytest.mark.django_db
def test_it_loads_once_and_again_only_what_changed(drawings):
    assert sample_load(count=60) == 60
    assert set(Product.objects.values_list("source", flat=True)) == {"sample"}
    assert Product.objects.values("category").distinct().count() == 51
    assert all(p.price and p.images.count() for p in Product.objects.all())
    drawings.clear()
    assert sample_load(count=60) == 0
    assert not drawings
    Product.objects.filter(sku=Product.objects.values_list("sku", flat=True)[0]).update(
        content_hash="old"
    )
    assert sample_load(count=60) == 1
    assert len(drawings) == 1


@pytest.mark.django_db
def test_a_smaller_sample_takes_the_rest_out(drawings):
    sample_load(count=70)
    sample_load(count=51)
    assert Product.objects.filter(is_active=True).count() == 51


@pytest.mark.django_db
def test_as_the_only_catalogue_it_takes_the_others_out(drawings):
    # given a shop whose products came from elsewhere
    sample_load(count=51)
    Product.objects.update(source="mine", sku=Concat(Value("M-"), "sku"))

    # when the sample is to be all there is
    assert sample_load(count=51, only=True) == 102

    assert set(Product.objects.filter(is_active=True).values_list("source", flat=True)) == {
        "sample"
    }


@pytest.mark.django_db
def test_too_few_products_are_refused(drawings):
    with pytest.raises(ValueError, match="at least 51"):
        sample_load(count=10)


@pytest.mark.slow
def test_pictures_are_drawn_in_other_processes():
    products = engine.sample_products(51)[:3]
    for product, packed in zip(products, engine.sample_pictures(products), strict=True):
        assert [(p.width, p.height) for p in packed] == [(384, 512)] * product.image_count
