"""Designs without a generator, and campaigns for them: what pledges and pages need."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.support.shop import drawing, encoded
from webapp.campaigns import services
from webapp.campaigns.models import Campaign, Pledge
from webapp.core.models import User
from webapp.registry.models import ModelVersion
from webapp.studio import files
from webapp.studio.models import Design


def person(name: str, role: str = User.Role.SHOPPER, **options: Any) -> User:
    return User.objects.create_user(name, f"{name}@example.org", "x", role=role, **options)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def design_made(
    owner: User,
    *,
    category: str = "Handbags",
    colour: str = "Red",
    seed: int = 0,
    parent: Design | None = None,
    **fields: Any,
) -> Design:
    """A drawing of the test shop, as if a generator had drawn it at 64 px."""
    model, _is_new = ModelVersion.objects.get_or_create(kind="acgan-64", version="drawn")
    recipe: dict[str, Any] = {"kind": "sample", "model": "drawn", "truncation": 1.0, "seed": seed}
    if parent is not None:
        recipe |= {"kind": "vary", "radius": 0.3, "parents": [parent.recipe]}
    pk = uuid.uuid4()
    made = Design.objects.create(
        pk=pk, owner=owner, model=model, category=category, recipe=recipe, parent=parent,
        file=files.name_of(pk), **fields,
    )  # fmt: skip
    picture = drawing(category, colour, seed).resize((64, 64))
    files.write(encoded(picture, "PNG"), files.path_of(made.file))
    return made


def draft(design: Design, **changes: Any) -> Campaign:
    values: dict[str, Any] = {
        "title": "City tote",
        "goal": 10,
        "price": Decimal("49.00"),
        "sizes": ["S", "M"],
        "ends_at": timezone.now() + timedelta(days=10),
    }
    assert design.owner is not None
    return services.campaign_create(user=design.owner, design=design, **(values | changes))


def live(design: Design, **changes: Any) -> Campaign:
    campaign = draft(design, **changes)
    services.campaign_publish(campaign=campaign)
    return campaign


def over(campaign: Campaign) -> None:
    """Its time is over."""
    Campaign.objects.filter(pk=campaign.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    campaign.refresh_from_db()


class Ledger:
    """A provider of payments that only writes down what it is told."""

    lines: list[tuple[str, int]] = []

    def hold(self, pledge: Pledge) -> None:
        self.lines.append(("hold", pledge.quantity))

    def release(self, pledge: Pledge) -> None:
        self.lines.append(("release", pledge.quantity))

    def collect(self, pledge: Pledge) -> None:
        self.lines.append(("collect", pledge.quantity))
