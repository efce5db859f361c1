"""Moderation in the admin: who may, what happens, and that it is written down."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from tests.support.campaigns import design_made, live, person, signed_in
from webapp.campaigns import moderation
from webapp.campaigns.models import Campaign, Report
from webapp.core.models import User

pytestmark = pytest.mark.django_db
REPORTS = "/admin/campaigns/report/"


def staff(name: str, *codenames: str) -> Client:
    user = person(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return signed_in(user)


@pytest.fixture
def report(ana: User, bob: User) -> Report:
    campaign = live(design_made(ana))
    return moderation.report_make(design=campaign.design, reporter=bob, reason="copy")


def act(client: Client, report: Report, action: str) -> None:
    client.post(REPORTS, {"action": action, "_selected_action": [report.pk]})
    report.refresh_from_db()


def test_a_moderator_takes_a_design_down_and_shows_it_again(report: Report) -> None:
    moderator = staff("mod", "view_report", "moderate_report")
    assert "City tote" in moderator.get(REPORTS).content.decode()

    act(moderator, report, "hide")
    assert report.state == Report.State.HIDDEN
    assert str(report.handled_by) == "mod"
    assert report.design.is_hidden
    assert Campaign.objects.get().is_hidden

    act(moderator, report, "keep")
    assert report.state == Report.State.KEPT
    assert not Campaign.objects.get().is_hidden
    assert LogEntry.objects.filter(object_id=str(report.design_id)).count() == 2


def test_who_may_only_look_changes_nothing(report: Report) -> None:
    act(staff("eve", "view_report"), report, "hide")
    assert report.state == Report.State.OPEN
    assert not report.design.is_hidden


def test_campaigns_and_pledges_are_shown_and_not_edited(report: Report) -> None:
    admin = signed_in(person("root", is_staff=True, is_superuser=True))
    for name in ("campaign", "pledge", "report"):
        assert admin.get(f"/admin/campaigns/{name}/").status_code == 200
        assert admin.get(f"/admin/campaigns/{name}/add/").status_code == 403
    campaign = Campaign.objects.get()
    page = f"/admin/campaigns/campaign/{campaign.pk}/change/"
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"pledged": "1000"}).status_code == 403
