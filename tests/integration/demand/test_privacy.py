"""What is remembered of a search that found nothing, for how long, and who may say no."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.demand import grouping, services
from webapp.demand.models import Follower, Group, MonthKey, Objection, Want
from webapp.demand.persons import Asker
from webapp.jobs.models import Job
from webapp.search.models import PhotoQuery
from webapp.search.samples import SCENES

from .conftest import last_month, month_start, want, wants

Look = Callable[[Client], PhotoQuery]


def memory(client: Client, query: PhotoQuery, **wish: str) -> Any:
    return client.post(reverse("demand:memory", args=[query.pk]), wish)


# The photo's life ------------------------------------------------------------------------


def test_while_the_photo_lives_the_want_is_tied_to_it_and_counted_nowhere(
    look_for: Look, client: Client
) -> None:
    query = look_for(client)

    found = Want.objects.get()
    assert found.query == query
    assert (found.category, found.colour) == ("Handbags", "Red")
    assert len(found.shape_vector) == 192
    assert found.styles

    grouping.wants_regroup()
    assert not Group.objects.exists()


def test_deleting_the_photo_deletes_the_want(look_for: Look, client: Client) -> None:
    query = look_for(client)
    client.post(reverse("demand:follow", args=[query.pk]), {"follow": "1"})

    client.post(reverse("search:delete", args=[query.pk]))

    assert not Want.objects.exists()
    assert not Follower.objects.exists()


def test_deleting_by_the_api_deletes_the_want_too(look_for: Look, client: Client) -> None:
    query = look_for(client)

    assert client.delete(f"/api/v1/search/photo/{query.pk}").status_code == 204

    assert not Want.objects.exists()


def test_an_account_that_is_deleted_takes_its_fresh_wants_along(
    look_for: Look, studio: Client, designer: User
) -> None:
    look_for(studio)

    designer.delete()

    assert not Want.objects.exists()


def test_when_the_photo_expires_bare_vectors_stay(
    look_for: Look, client: Client, expire: Callable[[], int]
) -> None:
    query = look_for(client)

    assert expire() == 1

    found = Want.objects.get()
    assert found.query_id is None
    kept = " ".join(str(value) for value in vars(found).values())
    assert str(query.pk) not in kept
    assert query.visitor_key not in kept
    assert query.file not in kept


def test_the_day_is_kept_without_the_time(look_for: Look, client: Client) -> None:
    look_for(client)

    types = {field.get_internal_type() for field in Want._meta.fields}
    assert Want.objects.get().day == timezone.localdate()
    assert not types & {"DateTimeField", "TimeField", "BigAutoField", "AutoField"}


def test_wants_go_after_ninety_days(db: None) -> None:
    want("a", day=timezone.localdate() - timedelta(days=91))
    young = want("b", day=timezone.localdate() - timedelta(days=89))

    services.demand_tidy()

    assert list(Want.objects.all()) == [young]


def test_what_is_found_after_all_is_forgotten(look_for: Look, client: Client) -> None:
    query = look_for(client)
    Product.objects.update(is_active=True)

    page = client.get(f"/search/photo/{query.pk}")

    assert page.context["answer"].is_match
    assert not Want.objects.exists()


def test_a_filter_that_leaves_nothing_is_no_want(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    client.post("/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)})
    query = PhotoQuery.objects.get()

    page = client.get(f"/search/photo/{query.pk}?gender=men")

    assert not page.context["answer"].is_match
    assert not Want.objects.exists()


def test_the_part_that_the_shopper_points_at_counts(look_for: Look, client: Client) -> None:
    query = look_for(client)
    first = Want.objects.get().shape_vector

    client.get(f"/search/photo/{query.pk}?box=0,0,0.4,0.4")

    assert Want.objects.get().shape_vector != first


# Whose it is -----------------------------------------------------------------------------


def test_the_same_visitor_has_one_mark_a_month_and_no_way_leads_back(
    look_for: Look, client: Client
) -> None:
    look_for(client)
    look_for(client)
    look_for(Client())

    marks = list(Want.objects.values_list("visitor", flat=True))
    assert len(marks) == 3
    assert len(set(marks)) == 2


def test_the_months_key_is_thrown_away(db: None) -> None:
    asker, first = Asker(visitor_key="a" * 32), month_start()
    before = services._mark(asker, last_month())
    old_key = MonthKey.objects.get().key
    now = services._mark(asker, first)

    services.demand_tidy()

    assert before["visitor"] != now["visitor"]
    assert services._mark(asker, first) == now
    assert old_key not in MonthKey.objects.values_list("key", flat=True)
    assert list(MonthKey.objects.values_list("month", flat=True)) == [first]


def test_a_program_without_a_session_is_not_remembered(
    bare_shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    answer = client.post("/api/v1/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)})

    assert answer.json()["verdict"] == "nothing close"
    assert not Want.objects.exists()


def test_our_own_sample_photos_are_nobodys_want(
    bare_shop: list[Product], client: Client, media: Any, bag_photo: bytes,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any,
) -> None:  # fmt: skip
    path = tmp_path / "scene.png"
    path.write_bytes(bag_photo)
    monkeypatch.setattr("webapp.search.views.sample_path", lambda name: path)

    answer = client.post(f"/search/photo/sample/{next(iter(SCENES))}")
    page = client.get(answer["Location"])

    assert not page.context["answer"].is_match
    assert not Want.objects.exists()
    assert "remembered" not in page.content.decode()


# Saying no -------------------------------------------------------------------------------


def test_the_results_say_what_is_remembered_to_the_sender_alone(
    look_for: Look, client: Client
) -> None:
    query = look_for(client)

    mine = client.get(f"/search/photo/{query.pk}").content.decode()
    theirs = Client().get(f"/search/photo/{query.pk}").content.decode()

    assert "we remember what was looked for" in mine
    assert reverse("demand:memory", args=[query.pk]) in mine
    assert "we remember" not in theirs


def test_one_click_forgets_this_search_and_remembers_no_other(
    look_for: Look, client: Client
) -> None:
    query = look_for(client)

    answer = memory(client, query, remember="0")

    assert answer["Location"] == f"/search/photo/{query.pk}#remembered"
    assert not Want.objects.exists()
    page = client.get(f"/search/photo/{query.pk}").content.decode()
    assert "Nothing of this search is remembered" in page
    look_for(client)
    assert not Want.objects.exists()


def test_the_objection_can_be_taken_back(look_for: Look, client: Client) -> None:
    query = look_for(client)
    memory(client, query, remember="0")

    memory(client, query, remember="1")
    client.get(f"/search/photo/{query.pk}")

    assert Want.objects.get().query == query


def test_an_objection_outlives_signing_in(look_for: Look, client: Client, designer: User) -> None:
    memory(client, look_for(client), remember="0")

    designer.set_password("a long enough one")
    designer.save()
    client.post("/account/login/", {"login": "dana", "password": "a long enough one"})
    query = look_for(client)

    assert query.user == designer
    assert not Want.objects.exists()


def test_an_objection_that_matters_does_not_grow_old(look_for: Look, client: Client) -> None:
    memory(client, look_for(client), remember="0")
    Objection.objects.update(day=timezone.localdate() - timedelta(days=360))

    look_for(client)

    assert Objection.objects.get().day == timezone.localdate()


def test_nobody_else_may_object_or_follow(look_for: Look, client: Client) -> None:
    query, stranger = look_for(client), Client()

    assert memory(stranger, query, remember="0").status_code == 403
    follow = stranger.post(reverse("demand:follow", args=[query.pk]), {"follow": "1"})
    assert follow.status_code == 403
    assert stranger.get(f"/api/v1/search/photo/{query.pk}/memory").status_code == 403
    assert Want.objects.exists()
    assert not Objection.objects.exists()


def test_a_photo_that_is_gone_has_no_memory(
    look_for: Look, client: Client, expire: Callable[[], int]
) -> None:
    query = look_for(client)
    expire()

    assert memory(client, query, remember="0").status_code == 410


# Five people -----------------------------------------------------------------------------


def everything_told(studio: Client, run_jobs: Callable[[], int]) -> list[str]:
    """Whatever names a group or counts them: pages, API, admin, the job's own result."""
    boss = Client()
    boss.force_login(User.objects.create_superuser("boss", "boss@example.org", "x"))
    grouping.regroup_enqueue()
    run_jobs()
    return [
        studio.get("/demand/").content.decode().partition("<main")[2],
        studio.get("/demand/?category=Handbags").content.decode().partition("<main")[2],
        str(studio.get("/api/v1/demand/groups").json()),
        boss.get("/admin/demand/group/").content.decode().partition('id="content"')[2],
        str(Job.objects.filter(kind=grouping.JOB).values_list("result", "done", "total")),
    ]


def test_four_people_are_shown_nowhere_not_even_as_a_count(
    studio: Client, run_jobs: Callable[[], int]
) -> None:
    wants(4)

    told = everything_told(studio, run_jobs)

    assert Group.objects.get().people == 4
    assert not [text for text in told if "Handbags" in text and "Nothing of this kind" not in text]
    assert "'count': 0" in told[2]
    assert "{'shown': 0}, 0, 0" in told[4]
    pk = Group.objects.get().pk
    for address in (f"/demand/{pk}", f"/api/v1/demand/groups/{pk}"):
        assert studio.get(address).status_code == 404
    assert studio.post(f"/demand/{pk}/design").status_code == 404


def test_five_people_are_shown(studio: Client, run_jobs: Callable[[], int]) -> None:
    wants(5)

    board, _filtered, api, admin, job = everything_told(studio, run_jobs)

    assert "Handbags" in board
    assert "'people': 5" in api
    assert "Handbags" in admin
    assert "{'shown': 1}" in job


def test_the_same_visitor_five_times_is_one(regroup: Callable[[], int]) -> None:
    for _ in range(5):
        want("the same")

    assert regroup() == 0
    assert Group.objects.get().people == 1


def test_people_of_two_months_are_not_added_up(regroup: Callable[[], int]) -> None:
    """Three marks of each of two months may be three people."""
    for number in range(3):
        want(f"now-{number}")
        want(f"then-{number}", day=last_month())

    assert regroup() == 0
    assert Group.objects.get().people == 3


def test_real_searches_of_five_browsers_make_a_group(
    look_for: Look, expire: Callable[[], int], regroup: Callable[[], int]
) -> None:
    for _ in range(5):
        look_for(Client())
    expire()

    assert regroup() == 1
    assert Group.objects.get().people == 5
