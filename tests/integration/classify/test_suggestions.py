"""What the catalogue does not say, the classifier suggests and a person decides."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.support.shop import product_with_picture
from webapp.catalog.models import UNSORTED, Category, Product
from webapp.catalog.services import catalog_touched, taxonomy_sync
from webapp.classify import services
from webapp.classify.models import Suggestion
from webapp.core.models import User
from webapp.jobs.models import Job

LIST = "/admin/classify/suggestion/"


@pytest.fixture
def shop(db: None, classifier: Settings) -> dict[str, Product]:
    """A bag that nobody has sorted, a shoe without a style, and a watch that lacks nothing."""
    taxonomy_sync()
    unsorted = Category.objects.create(name=UNSORTED, slug="unsorted", group="More")
    made = {
        "bag": product_with_picture(1, "Handbags", "Red", usage=""),
        "shoe": product_with_picture(2, "Sports Shoes", "Blue", usage=""),
        "watch": product_with_picture(3, "Watches", "Brown"),
    }
    Product.objects.filter(pk=made["bag"].pk).update(
        category=unsorted, is_active=False, name="Red unsorted for women"
    )
    return {name: Product.objects.get(pk=product.pk) for name, product in made.items()}


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create(
        username="a", email="a@example.org", is_staff=True, is_superuser=True
    )


def suggested() -> set[tuple[str, str]]:
    return set(Suggestion.objects.filter(state="open").values_list("field", "value"))


def test_gaps_are_looked_at_after_a_change_and_only_gaps(
    shop: dict[str, Product], run_jobs: Callable[[], int],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        catalog_touched(products=1)
    run_jobs()

    assert suggested() == {("category", "Handbags"), ("usage", "casual")}
    assert Suggestion.objects.filter(product=shop["watch"]).count() == 0
    assert 0.5 < Suggestion.objects.get(field="category").confidence <= 1
    result = Job.objects.get(kind=services.KIND).result
    assert result == {"products": 2, "suggestions": 3, "unreadable": 0}


def test_without_gaps_no_job_is_started(shop: dict[str, Product]) -> None:
    Product.objects.exclude(pk=shop["watch"].pk).delete()

    assert services.suggestions_enqueue() is None


def test_what_is_accepted_is_in_the_shop_and_can_be_taken_back(
    shop: dict[str, Product], admin: User, run_jobs: Callable[[], int]
) -> None:
    services.suggestions_enqueue()
    run_jobs()

    assert services.suggestions_accept(suggestions=Suggestion.objects.all(), by=admin) == 3

    bag = Product.objects.get(pk=shop["bag"].pk)
    assert (bag.category.name, bag.usage, bag.is_active) == ("Handbags", "casual", True)
    assert bag.name == "Red casual handbag for women"
    assert bag.filled == ["category", "usage"]
    assert set(Suggestion.objects.values_list("decided_by", flat=True)) == {admin.pk}

    assert services.suggestions_reopen(suggestions=Suggestion.objects.all(), by=admin) == 3

    bag.refresh_from_db()
    assert (bag.category.name, bag.usage, bag.is_active) == (UNSORTED, "", False)
    assert bag.filled == []


def test_what_was_decided_is_not_asked_again(
    shop: dict[str, Product], admin: User, run_jobs: Callable[[], int]
) -> None:
    services.suggestions_enqueue()
    run_jobs()
    bags = Suggestion.objects.filter(product=shop["bag"])

    assert services.suggestions_reject(suggestions=bags, by=admin) == 2
    services.suggestions_enqueue()
    run_jobs()

    assert set(bags.values_list("state", flat=True)) == {"rejected"}
    assert Product.objects.get(pk=shop["bag"].pk).category.name == UNSORTED


def test_what_a_person_filled_in_by_hand_meanwhile_stays(
    shop: dict[str, Product], admin: User, run_jobs: Callable[[], int]
) -> None:
    services.suggestions_enqueue()
    run_jobs()
    jeans = Category.objects.get(name="Jeans")
    Product.objects.filter(pk=shop["bag"].pk).update(category=jeans, usage="formal")

    services.suggestions_accept(suggestions=Suggestion.objects.all(), by=admin)

    bag = Product.objects.get(pk=shop["bag"].pk)
    assert (bag.category.name, bag.usage) == ("Jeans", "formal")


def test_without_a_classifier_nothing_is_suggested_and_nothing_fails(
    shop: dict[str, Product], settings: Settings
) -> None:
    settings.CLASSIFIER = "/nowhere"

    assert services.suggestions_enqueue() is None


def test_a_damaged_classifier_fails_the_job_with_a_sentence(
    shop: dict[str, Product], settings: Settings, run_jobs: Callable[[], int],
    classifier_folder: Path, tmp_path: Path,
) -> None:  # fmt: skip
    folder = shutil.copytree(classifier_folder, tmp_path / "damaged")
    (folder / "taxonomy.json").write_text("{}")
    settings.CLASSIFIER = str(folder)
    services.suggestions_enqueue()
    run_jobs()

    job = Job.objects.get(kind=services.KIND)
    assert job.state == "failed"
    assert "taxonomy.json" in job.error


def test_the_admin_accepts_in_bulk_and_sees_what_is_open(
    shop: dict[str, Product], admin: User, client: Client, run_jobs: Callable[[], int]
) -> None:
    services.suggestions_enqueue()
    run_jobs()
    client.force_login(admin)
    page = client.get(LIST, {"confidence": "0.5"}).content.decode()
    assert (
        page.count('name="_selected_action"')
        == Suggestion.objects.filter(confidence__gte=0.5).count()
    )
    assert reverse("admin:catalog_product_change", args=[shop["bag"].pk]) in page

    every = list(Suggestion.objects.values_list("pk", flat=True))
    answer = client.post(LIST, {"action": "accept", "_selected_action": every}, follow=True)

    assert "3 suggestions accepted" in answer.content.decode()
    assert 'name="_selected_action"' not in client.get(LIST).content.decode()
    assert Product.objects.get(pk=shop["bag"].pk).is_active


def test_only_those_who_may_change_suggestions_can_decide(
    shop: dict[str, Product], client: Client, run_jobs: Callable[[], int]
) -> None:
    services.suggestions_enqueue()
    run_jobs()
    guest = User.objects.create(username="b", email="b@example.org", is_staff=True)
    client.force_login(guest)

    assert client.get(LIST).status_code == 403
    client.post(LIST, {"action": "accept", "_selected_action": ["1"]})
    assert not Suggestion.objects.exclude(state="open").exists()
