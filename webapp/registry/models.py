"""Which version is live: the files never change after publishing, the rows say which one serves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ModelVersion(models.Model):
    """A published model folder, described by its manifest."""

    kind = models.CharField(max_length=32)
    """"embedder", "classifier" or "generator"."""
    version = models.CharField(max_length=64)
    folder = models.CharField(max_length=500)
    """Absolute path, or "shipped"."""
    manifest = models.JSONField(default=dict)
    is_live = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    promoted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="unique_model_version"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(is_live=True), name="one_live_model_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class IndexVersion(models.Model):
    """A generation of the search index, built from the vectors of one embedder version."""

    version = models.CharField(max_length=64, unique=True)
    folder = models.CharField(max_length=500)
    model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="indexes")
    count = models.PositiveIntegerField()
    manifest = models.JSONField(default=dict)
    is_live = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    promoted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_live"], condition=Q(is_live=True), name="one_live_index"
            )
        ]

    def __str__(self) -> str:
        return f"index {self.version}"


class Promotion(models.Model):
    """Who changed what serves, when and why; the newest row says what a rollback returns to."""

    class Action(models.TextChoices):
        PROMOTE = "promote", _("promoted")
        PUBLISH = "publish", _("index published")
        ROLL_BACK = "rollback", _("rolled back")

    action = models.CharField(max_length=16, choices=Action)
    model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="+")
    index = models.ForeignKey(IndexVersion, on_delete=models.PROTECT, related_name="+")
    previous_model = models.ForeignKey(
        ModelVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    previous_index = models.ForeignKey(
        IndexVersion, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.model}, {self.index}"
