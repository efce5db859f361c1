"""Which version is live: the files never change after publishing, the rows say which one serves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .kinds import label_of

SHIPPED = "shipped"
"""The folder of a version that came with the program."""


class ModelVersion(models.Model):
    """A published model folder, described by its manifest.

    At most one version of a kind is the champion (``is_live``: it serves) and at most one the
    candidate (it may be tried beside the champion, unseen).
    """

    kind = models.CharField(_("kind"), max_length=32)
    """One of webapp.registry.kinds.KINDS."""
    version = models.CharField(_("version"), max_length=64)
    folder = models.CharField(max_length=500, blank=True)
    """Absolute path, "shipped", or empty: the files were removed because they were old."""
    manifest = models.JSONField(default=dict)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    """What its training started from."""
    run = models.CharField(_("run"), max_length=200, blank=True)
    """The training run that made it."""
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_live = models.BooleanField(_("champion"), default=False)
    is_candidate = models.BooleanField(_("candidate"), default=False)
    shadow_percent = models.PositiveSmallIntegerField(default=0)
    """Share of real photo searches that a candidate answers too, without being shown."""
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    promoted_at = models.DateTimeField(_("promoted"), null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    """When the checksums were last compared because somebody asked."""
    damage = models.CharField(max_length=500, blank=True)
    """What was found wrong then."""

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("model")
        verbose_name_plural = _("models")
        permissions = [
            ("promote_modelversion", "Can promote models, roll back and name candidates")
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="unique_model_version"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(is_live=True), name="one_live_model_per_kind"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(is_candidate=True), name="one_candidate_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(shadow_percent__lte=100), name="shadow_percent_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)

    @property
    def data_fingerprint(self) -> str:
        return str(self.manifest.get("data_fingerprint") or "")

    @property
    def size(self) -> int:
        """Bytes of the files that the manifest names."""
        return sum(int(entry["size"]) for entry in self.manifest.get("files", {}).values())

    @property
    def has_files(self) -> bool:
        return bool(self.folder)

    @property
    def is_shipped(self) -> bool:
        """Came with the program instead of from a training here."""
        return self.folder == SHIPPED


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
        ordering = ["-created_at", "-id"]
        verbose_name = _("index")
        verbose_name_plural = _("indexes")
        constraints = [
            models.UniqueConstraint(
                fields=["is_live"], condition=Q(is_live=True), name="one_live_index"
            )
        ]

    def __str__(self) -> str:
        return f"index {self.version}"


class Promotion(models.Model):
    """The audit log: who changed what serves or is tried, when and why, from what to what."""

    class Action(models.TextChoices):
        PROMOTE = "promote", _("promoted")
        PUBLISH = "publish", _("index published")
        ROLL_BACK = "rollback", _("rolled back")
        NOMINATE = "candidate", _("made candidate")
        WITHDRAW = "withdraw", _("no candidate any more")
        SHADOW = "shadow", _("shadow test")

    action = models.CharField(_("action"), max_length=16, choices=Action)
    model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="+")
    """What serves (or is tried) since."""
    index = models.ForeignKey(
        IndexVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Null for every kind but the embedder."""
    previous_model = models.ForeignKey(
        ModelVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    previous_index = models.ForeignKey(
        IndexVersion, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    """Null: the program itself, or the command line."""
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("change")
        verbose_name_plural = _("changes of models")

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.model}"


class Comparison(models.Model):
    """Two versions of a kind on the same photos or seeds; made by a job, kept to be read again."""

    left = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    job_id = models.UUIDField(null=True, blank=True)
    result = models.JSONField(default=dict)
    """Empty until the job is done; see webapp.registry.contracts.Compared."""
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="one_comparison_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.left} | {self.right}"
