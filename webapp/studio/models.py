"""What designers make: sheets of designs, their recipes, and the boards they are pinned to."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from webapp.catalog.labels import category_label
from webapp.core.models import User
from webapp.registry.models import ModelVersion


def designer_name(owner: User | None) -> str:
    """As everybody may read it."""
    return owner.get_username() if owner is not None else str(_("a former designer"))


class Sheet(models.Model):
    """One step in a designer's work: what was asked for, and the designs that came of it.

        making ──▶ made        (its designs are there)
           └─────▶ failed      (``error`` says why)

    Sheets that were undone keep their place until the designer goes on from an earlier one.
    Old sheets go with their designs, but for the designs that somebody kept (see Design.is_kept).
    """

    class Kind(models.TextChoices):
        """As generator.recipe.KINDS names them."""

        SAMPLE = "sample", _("new designs")
        VARY = "vary", _("variations")
        BLEND = "blend", _("blend")
        RECAST = "recast", _("another category")
        FROM_PHOTO = "from-photo", _("after a photo")
        STEER = "steer", _("more like what people fund")
        NEAREST = "nearest", _("what people look for")
        REPLAY = "replay", _("from a recipe")

    class State(models.TextChoices):
        MAKING = "making", _("being made")
        MADE = "made", _("made")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sheets"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=80, blank=True)
    """As the model names it; empty for a model that is told no category."""
    options = models.JSONField(default=dict)
    """What the kind needs besides: seed, count, truncation, radius, steps, amount, parents."""
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    error = models.CharField(max_length=300, blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    """Of the job that makes it, where that takes longer than a moment."""
    is_undone = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.created_at:%Y-%m-%d %H:%M})"


class Design(models.Model):
    """A picture that a model drew, and the recipe that draws it again, byte by byte.

    Private to its owner until it is pinned to a shared board or published.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="designs"
    )
    """Null: the account is gone, and others rely on the design (see leaving.py)."""
    sheet = models.ForeignKey(
        Sheet, null=True, blank=True, on_delete=models.SET_NULL, related_name="designs"
    )
    """Null once the sheet is gone and the design was kept."""
    position = models.PositiveSmallIntegerField(default=0)
    """On its sheet."""
    model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="designs")
    """Pinned: rolling the model back never changes a design, and its files stay."""
    category = models.CharField(max_length=80, blank=True)
    recipe = models.JSONField()
    """See generator.recipe.Recipe.to_json."""
    file = models.CharField(max_length=200)
    """PNG as drawn, below MEDIA_ROOT/designs, with the recipe inside."""
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    other_parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="other_children"
    )
    """The second one of a blend."""
    title = models.CharField(max_length=80, blank=True)
    is_shortlisted = models.BooleanField(default=False)
    is_kept = models.BooleanField(default=False)
    """Shortlisted, on a board, published, or a parent of such: never cleared away."""
    is_hidden = models.BooleanField(default=False)
    """A moderator took it out of public sight."""
    look = models.JSONField(default=dict, blank=True)
    """What the other models say of it; empty until asked. See webapp.studio.contracts.Look."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "position"]
        indexes = [
            models.Index(fields=["owner", "is_kept", "-created_at"]),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.category_label} {str(self.id)[:4].upper()}"

    def get_absolute_url(self) -> str:
        return reverse("studio:design", args=[self.pk])

    @property
    def category_label(self) -> str:
        return category_label(self.category) if self.category else str(_("Design"))

    @property
    def designer(self) -> str:
        return designer_name(self.owner)

    @property
    def seed(self) -> int | None:
        seed: int | None = self.recipe.get("seed")
        return seed


def new_token() -> str:
    return secrets.token_urlsafe(16)


class Board(models.Model):
    """A named, ordered collection of designs; readable by its link once it is shared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="boards"
    )
    name = models.CharField(max_length=80)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    """Whoever has the link with it may look; a new one takes the old link back."""
    is_shared = models.BooleanField(default=False)
    designs = models.ManyToManyField(Design, through="Pin", related_name="boards")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("studio:board", args=[self.pk])


class Pin(models.Model):
    """A design's place on a board."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="pins")
    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="pins")
    position = models.PositiveIntegerField(default=0)
    """From 0, without gaps; equal for a moment while pins are reordered."""

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["board", "design"], name="pinned_once_per_board")
        ]

    def __str__(self) -> str:
        return f"{self.design_id} on {self.board_id}"


class Direction(models.Model):
    """Where in a model's latent space the designs lie that people fund, for one category."""

    model = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=80, blank=True)
    """Empty: over all categories."""
    vector = models.JSONField()
    """A unit vector of the model's latent numbers."""
    designs = models.PositiveIntegerField()
    pledges = models.PositiveIntegerField()
    """What it was fitted from."""
    fitted_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "category"], name="one_direction_per_model_and_category"
            ),
            models.CheckConstraint(condition=Q(designs__gt=0), name="fitted_from_designs"),
        ]

    def __str__(self) -> str:
        return f"{self.category or 'everything'} of {self.model}"
