"""A shopper's photo on its short way through the search, and what they said of the results."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webapp.catalog.models import Product


class PhotoQuery(models.Model):
    """One uploaded photo. Its id is unguessable: whoever has the link may see the results.

    Row, file, crops with their vectors, and feedback are deleted together: on request at once,
    and otherwise soon after ``expires_at``. Nothing remains to say that it ever existed.
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
