"""What the clock does with campaigns, for a terminal."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from webapp.campaigns import services
from webapp.campaigns.models import Campaign


class Command(BaseCommand):
    help = "End the campaigns that are due, or list them."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        settle = actions.add_parser("settle", help="end those funded or over; safe to repeat")
        listing = actions.add_parser("list", help="the newest campaigns")
        listing.add_argument("--state", choices=Campaign.State.values)
        listing.add_argument("--limit", type=int, default=20, help="how many (default: 20)")
        for action in (settle, listing):
            _add_json(action)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        getattr(self, f"_{action}")(options)

    def _settle(self, options: dict[str, Any]) -> None:
        moved = services.campaigns_settle()
        if options["json"]:
            self.stdout.write(json.dumps({str(state): count for state, count in moved.items()}))
        else:
            self.stdout.write(", ".join(f"{count} {state.label}" for state, count in moved.items()))

    def _list(self, options: dict[str, Any]) -> None:
        found = Campaign.objects.select_related("owner")
        if options["state"]:
            found = found.filter(state=options["state"])
        campaigns = list(found[: max(options["limit"], 0)])
        if options["json"]:
            self.stdout.write(json.dumps([_document(each) for each in campaigns], indent=2))
            return
        if not campaigns:
            self.stdout.write("No campaigns.")
        for each in campaigns:
            self.stdout.write(
                f"{str(each.pk)[:8]}  {each.get_state_display():<11}{each.pledged:>5} of "
                f"{each.goal:<6}until {each.ends_at:%Y-%m-%d}  {each.title} ({each.designer})"
            )


def _document(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": str(campaign.pk),
        "state": campaign.state,
        "title": campaign.title,
        "owner": campaign.owner.get_username() if campaign.owner else None,
        "goal": campaign.goal,
        "pledged": campaign.pledged,
        "backers": campaign.backers,
        "ends_at": campaign.ends_at.isoformat(),
        "product": campaign.product_id,
    }


def _add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for machines")
