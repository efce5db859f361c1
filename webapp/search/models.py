"""A shopper's photo on its short way through the search, and what they said of the results."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webapp.catalog.models import Product
from webapp.registry.models import ModelVersion


class PhotoQuery(models.Model):
    """One uploaded photo. Its id is unguessable: whoever has the link may see the results.

    Row, file, crops with their vectors, and feedback are deleted together: on request at once,
    and otherwise soon after ``expires_at``. Nothing remains that leads to it or to who sent it;
    what may be remembered of a search that found nothing is written in webapp.demand.models.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visitor_key = models.CharField(max_length=32, blank=True)
    """Random, kept in the visitor's session: the session's own key changes at login."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    file = models.CharField(max_length=200)
    """Name below MEDIA_ROOT/queries; re-encoded by us, without metadata."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    decode_ms = models.FloatField(default=0)
    """What checking, decoding and storing the upload took."""
    is_ours = models.BooleanField(default=False)
    """One of our own sample photos: who tries the search with it looks for nothing."""
    is_counted = models.BooleanField(default=False)
    """Whether its answer has been counted for the statistics, which know no photo."""

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "photo queries"

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class Crop(models.Model):
    """A part of the photo and what the model sees in it.

        asked ──▶ ready      (``prediction`` set)
          └─────▶ failed     (``error`` set; asking again starts anew)

    A crop seen by another model version than the live one counts as not asked for.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("looking")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    query = models.ForeignKey(PhotoQuery, on_delete=models.CASCADE, related_name="crops")
    key = models.CharField(max_length=40, blank=True)
    """"x1,y1,x2,y2" as asked for, or empty: the model chooses the part itself."""
    asked_at = models.DateTimeField()
    prediction = models.JSONField(null=True)
    """See webapp.search.engine.Seen."""
    model_version = models.CharField(max_length=64, blank=True)
    embed_ms = models.FloatField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["query", "key"], name="one_crop_per_part"),
        ]

    def __str__(self) -> str:
        return f"{self.key or 'own choice'} of {self.query_id}"

    @property
    def state(self) -> State:
        if self.error:
            return self.State.FAILED
        return self.State.READY if self.prediction else self.State.PENDING


class Feedback(models.Model):
    """“More like this” (+1) or “less like this” (−1) on one result of one query."""

    query = models.ForeignKey(PhotoQuery, on_delete=models.CASCADE, related_name="feedback")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    weight = models.SmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.UniqueConstraint(fields=["query", "product"], name="one_opinion_per_result")
        ]

    def __str__(self) -> str:
        return f"{self.weight:+d} for product {self.product_id}"


class ShadowAnswer(models.Model):
    """How alike the candidate and the champion answered one real search: figures alone.

    Nothing here leads to a photo or a person; what does is in ShadowLink, and goes with the photo.
    """

    champion = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    candidate = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(auto_now_add=True)
    """No time of day: that would still say when somebody searched."""
    overlap = models.FloatField()
    """Share of the ten best that both found, 0 to 1."""
    same_category = models.BooleanField()
    """Whether both take the photo for the same."""
    champion_ms = models.FloatField()
    candidate_ms = models.FloatField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("shadow test")
        verbose_name_plural = _("shadow test")
        indexes = [models.Index(fields=["candidate", "champion"])]

    def __str__(self) -> str:
        return f"{self.candidate} beside {self.champion}: {self.overlap:.0%}"


class ShadowLink(models.Model):
    """Which search a shadow answer belongs to and what both found, until the photo is deleted."""

    answer = models.OneToOneField(ShadowAnswer, on_delete=models.CASCADE, related_name="link")
    query = models.ForeignKey(PhotoQuery, on_delete=models.CASCADE, related_name="shadows")
    key = models.CharField(max_length=40, blank=True)
    """Of the crop."""
    champion_ids = models.JSONField(default=list)
    candidate_ids = models.JSONField(default=list)
    """The ten best products, best first."""
    clicked = models.JSONField(default=list)
    """Products opened from the results, each counted once."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["query", "key"], name="one_shadow_per_crop")]

    def __str__(self) -> str:
        return f"shadow of {self.query_id}"


class ShadowClick(models.Model):
    """A product opened from the results of a shadowed search: its two places, nothing more."""

    answer = models.ForeignKey(ShadowAnswer, on_delete=models.CASCADE, related_name="clicks")
    champion_rank = models.PositiveSmallIntegerField(null=True)
    candidate_rank = models.PositiveSmallIntegerField(null=True)
    """From 1; null = not among the ten best."""

    def __str__(self) -> str:
        return f"{self.champion_rank} | {self.candidate_rank}"


class ShadowTest(models.Model):
    """A shadow test that is over. Its answers are gone; what they came to is here.

    The same two versions may be tried again later: that is another test.
    """

    champion = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    candidate = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    """Of its answers."""
    figures = models.JSONField(default=dict)
    """See webapp.search.shadow_figures.Figures."""

    class Meta:
        ordering = ["-last_day", "-id"]

    def __str__(self) -> str:
        return f"{self.candidate} beside {self.champion}, until {self.last_day}"
