"""A shopper's photo on its short way through the search, and what they said of the results."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from webapp.catalog.models import Product


class PhotoQuery(models.Model):
    """One uploaded photo. Its id is unguessable: whoever has the link may see the results.

    Row, file, vectors and cache entries are deleted together, on request at once and
    otherwise when ``expires_at`` has passed.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("looking")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session_key = models.CharField(max_length=40, blank=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    file = models.CharField(max_length=200)
    """Path below MEDIA_ROOT/queries; re-encoded, without metadata."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State, default=State.PENDING)
    error = models.CharField(max_length=300, blank=True)

    box = models.JSONField(null=True)
    """The crop in use: [x1, y1, x2, y2] in fractions of the image."""
    proposed_box = models.JSONField(null=True)
    prediction = models.JSONField(null=True)
    """Vectors and class probabilities for ``box``, as webapp.search.engine writes them."""
    model_version = models.CharField(max_length=64, blank=True)
    timing_ms = models.JSONField(default=dict)

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "photo queries"

    def __str__(self) -> str:
        return str(self.id)


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
