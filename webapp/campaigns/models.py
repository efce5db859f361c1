"""What designers ask people to fund, what people pledge, and what somebody reports."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webapp.catalog.models import Product
from webapp.registry.models import ModelVersion
from webapp.studio.models import Design, designer_name

MOST_PIECES = 10
"""Of one pledge."""


class Campaign(models.Model):
    """A design that is made if enough people want it: all or nothing.

        draft ──▶ live ──▶ funded       (the goal was reached; a product is made of it)
          │         ├────▶ expired      (the time was over first)
          └─────────┴────▶ cancelled    (its designer took it back)

    A live campaign ends when the clock comes by: see services.campaigns_settle. Each arrow is one
    conditional UPDATE, so that of two clocks one moves it. A draft may also be thrown away.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        LIVE = "live", _("live")
        FUNDED = "funded", _("funded")
        EXPIRED = "expired", _("not funded")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    design = models.OneToOneField(Design, on_delete=models.PROTECT, related_name="campaign")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="campaigns"
    )
    """Null: the account is gone, and people back it (see leaving.py)."""
    title = models.CharField(_("title"), max_length=80)
    story = models.TextField(_("story"), max_length=4000, blank=True)
    goal = models.PositiveIntegerField(_("goal"))
    """Pieces."""
    price = models.DecimalField(_("price"), max_digits=8, decimal_places=2)
    """Of one piece, in settings.CURRENCY."""
    sizes = models.JSONField(_("sizes"), default=list)
    """Labels, in order."""
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    pledged = models.PositiveIntegerField(_("pledged"), default=0)
    """Pieces of all active pledges."""
    backers = models.PositiveIntegerField(_("backers"), default=0)
    """Active pledges."""
    shows_film = models.BooleanField(_("show how the model learnt"), default=True)
    shows_lineage = models.BooleanField(_("show what it was made from"), default=True)
    is_hidden = models.BooleanField(_("taken down"), default=False)
    """As its design, which a moderator took out of sight: repeated here, because a conditional
    UPDATE must not look at two tables."""
    people_looked = models.PositiveIntegerField(default=0)
    """How many people searched for such a thing in vain, when it was made."""
    product = models.OneToOneField(
        Product, null=True, blank=True, on_delete=models.SET_NULL, related_name="campaign"
    )
    """What it became, once it was funded."""
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        indexes = [
            models.Index(fields=["state", "ends_at"]),
            models.Index(fields=["owner", "-created_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(goal__gt=0), name="goal_of_some_pieces"),
            models.CheckConstraint(condition=Q(price__gt=0), name="price_above_nothing"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:page", args=[self.pk])

    @property
    def designer(self) -> str:
        return designer_name(self.owner)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_funded(self) -> bool:
        return self.state == self.State.FUNDED

    @property
    def is_open(self) -> bool:
        """Takes pledges; the database decides once more when one comes."""
        is_live = self.state == self.State.LIVE and not self.is_hidden
        return is_live and self.ends_at > timezone.now()

    @property
    def percent(self) -> int:
        """Of the goal, rounded down: 100 means reached."""
        return 100 * self.pledged // self.goal

    @property
    def missing(self) -> int:
        """Pieces."""
        return max(0, self.goal - self.pledged)

    @property
    def days_left(self) -> int:
        """Whole days and the one that has begun; 0 once it is over."""
        seconds = (self.ends_at - timezone.now()).total_seconds()
        return max(0, -int(-seconds // 86_400))


class Pledge(models.Model):
    """Somebody wants so many pieces of it, if it is made. No money moves.

    active ──▶ withdrawn    (while the campaign is live)
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        WITHDRAWN = "withdrawn", _("withdrawn")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledges")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="pledges"
    )
    """Null: the account is gone. Its pledges to live campaigns were withdrawn before."""
    size = models.CharField(_("size"), max_length=20)
    quantity = models.PositiveSmallIntegerField(_("pieces"))
    """Never changed: withdrawing gives back just this many."""
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user"],
                condition=Q(state="active"),
                name="one_active_pledge_per_person",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(quantity__lte=MOST_PIECES),
                name="pledge_of_one_to_ten_pieces",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.size}"

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.campaign.price


class Report(models.Model):
    """Somebody says that a design should not be shown.

    open ──▶ kept     (a moderator saw nothing wrong with it)
      └────▶ hidden   (the design and its campaign are out of sight)

    A design has one open report of a person at most. A decision is about the design, closes all
    reports of it, and may be taken the other way later.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        HIDDEN = "hidden", _("hidden")

    class Reason(models.TextChoices):
        COPY = "copy", _("It copies something that exists")
        OFFENSIVE = "offensive", _("It is offensive")
        MISLEADING = "misleading", _("The story is not true")
        OTHER = "other", _("Something else")

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    words = models.CharField(_("in your own words"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        permissions = [("moderate_report", "Can hide reported designs and show them again")]
        constraints = [
            models.UniqueConstraint(
                fields=["design", "reporter"],
                condition=Q(state="open"),
                name="one_open_report_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.design}"


class Embedding(models.Model):
    """What the search's model sees in a campaign's picture, so that photos find it."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="embedding")
    model = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    """Vectors of two embedders do not mix: after a promotion it is made anew."""
    shape = models.JSONField()
    colour = models.JSONField()
    """Unit vectors."""
    category = models.PositiveSmallIntegerField()
    """Class index: as the generator was told, else as the model sees it."""
    threshold = models.FloatField()
    """Strength from which the shop calls a photo of this category a match; see nearness.py."""

    def __str__(self) -> str:
        return f"{self.campaign_id} seen by {self.model_id}"
