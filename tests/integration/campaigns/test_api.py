"""Campaigns and pledges as JSON, and the command."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.support.campaigns import design_made, draft, live
from webapp.campaigns.models import Campaign, Report
from webapp.core.models import User

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/campaigns"


def send(client: Client, method: str, address: str, body: Any = None) -> Any:
    return client.generic(
        method.upper(), address, json.dumps(body), content_type="application/json"
    )


def test_from_draft_to_pledge(as_ana: Client, as_bob: Client, client: Client, ana: User) -> None:
    wanted = {
        "design": str(design_made(ana).pk), "title": "Tote", "goal": 4, "price": "20.50",
        "sizes": ["One size"], "ends_at": (timezone.now() + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    made = send(as_ana, "post", ROOT, wanted)
    assert made.status_code == 201, made.content
    one = f"{ROOT}/{made.json()['id']}"
    assert client.get(one).status_code == 404
    assert client.get(ROOT).json()["count"] == 0

    changed = send(as_ana, "put", one, wanted | {"title": "City tote"})
    assert changed.json()["title"] == "City tote"
    assert send(as_ana, "post", f"{one}/publish").json()["state"] == "live"
    assert [each["title"] for each in client.get(ROOT).json()["campaigns"]] == ["City tote"]

    pledge = send(as_bob, "post", f"{one}/pledge", {"size": "One size", "quantity": 2})
    assert pledge.status_code == 201
    assert pledge.json()["amount"] == "41.00"
    assert send(as_bob, "post", f"{one}/pledge", {"size": "One size"}).status_code == 409
    assert client.get(one).json()["percent"] == 50
    assert [each["title"] for each in as_bob.get("/api/v1/pledges").json()] == ["City tote"]
    assert as_bob.delete(f"{one}/pledge").status_code == 204
    assert as_bob.delete(f"{one}/pledge").status_code == 404
    assert send(as_bob, "post", f"{one}/report", {"reason": "copy"}).status_code == 204
    assert Report.objects.count() == 1
    assert send(as_ana, "post", f"{one}/cancel").json()["state"] == "cancelled"


def test_what_is_anothers_does_not_exist(as_bob: Client, ana: User) -> None:
    campaign = draft(design_made(ana))
    one = f"{ROOT}/{campaign.pk}"
    body = {"title": "x", "goal": 1, "price": "1", "sizes": ["S"], "ends_at": "2030-01-01T00:00Z"}
    answers = [
        as_bob.get(one),
        send(as_bob, "put", one, body),
        as_bob.delete(one),
        send(as_bob, "post", f"{one}/publish"),
        send(as_bob, "post", f"{one}/cancel"),
        send(as_bob, "post", f"{one}/pledge", {"size": "S"}),
        send(as_bob, "post", f"{one}/report", {"reason": "copy"}),
        send(as_bob, "post", ROOT, body | {"design": str(design_made(ana).pk)}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 8
    assert as_bob.get(f"{ROOT}/mine").json() == []


def test_strangers_read_and_change_nothing(client: Client, ana: User) -> None:
    one = f"{ROOT}/{live(design_made(ana)).pk}"
    assert client.get(one).status_code == 200
    for method, address in (
        ("post", ROOT), ("put", one), ("delete", one), ("post", f"{one}/publish"),
        ("post", f"{one}/pledge"), ("delete", f"{one}/pledge"), ("post", f"{one}/report"),
        ("get", "/api/v1/pledges"), ("get", f"{ROOT}/mine"),
    ):  # fmt: skip
        assert send(client, method, address, {}).status_code == 401, (method, address)


def test_the_command_ends_what_is_due_and_lists(ana: User) -> None:
    campaign = live(design_made(ana))
    Campaign.objects.filter(pk=campaign.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    out = StringIO()
    call_command("campaigns", "settle", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"funded": 0, "expired": 1}
    call_command("campaigns", "list", "--state", "expired", stdout=out)
    assert "City tote" in out.getvalue()
