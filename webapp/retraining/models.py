"""Training runs, what is started by the clock, and what tells that a training is due.

A run's state is its job's (webapp.jobs.models.Job): one truth. Two open runs of a kind cannot be,
because their jobs share a ``dedupe_key``, which is unique among the open ones.
"""

import uuid
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from webapp.jobs.models import Job
from webapp.registry.kinds import is_generator, label_of
from webapp.registry.models import ModelVersion

from .contracts import Data, Options

State = Job.State


class TrainingRun(models.Model):
    """One training (or its rehearsal), asked for by somebody or by the clock.

    Its folder, VAR_DIR/runs/<id>, is written by the engine: options, statistics, sheets of
    samples, checkpoints.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Random, so that a database made anew never meets an old run's folder."""
    kind = models.CharField(_("kind"), max_length=32)
    """One of webapp.registry.kinds.KINDS."""
    preset = models.CharField(_("preset"), max_length=32)
    data = models.JSONField(default=dict)
    """See contracts.Data."""
    options = models.JSONField(default=dict)
    """See contracts.Options."""
    is_dry_run = models.BooleanField(_("dry run"), default=False)
    nominate = models.BooleanField(_("make it the candidate"), default=False)
    parent = models.ForeignKey(
        ModelVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Whose weights were the start; null: from scratch."""
    judge = models.ForeignKey(
        ModelVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The embedder that served when the run began: the eyes that watch a generator, the same after
    a resume. Null: the shipped one; what is no generator has none."""
    model = models.ForeignKey(
        ModelVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """What was published."""
    metrics = models.JSONField(default=dict, blank=True)
    """Name: value, the last validation."""
    pictures = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("started by"),
    )
    """Null: the clock, or the command line."""
    created_at = models.DateTimeField(_("started"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("training run")
        verbose_name_plural = _("training runs")
        permissions = [("start_trainingrun", "Can start, cancel and resume training runs")]
        indexes = [models.Index(fields=["kind", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.short}"

    @property
    def short(self) -> str:
        """Enough of the number to tell runs apart."""
        return str(self.id)[:8]

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)

    @property
    def folder(self) -> Path:
        return Path(settings.VAR_DIR) / "runs" / str(self.id)

    @property
    def is_open(self) -> bool:
        return self.job.is_open

    @property
    def has_samples(self) -> bool:
        return is_generator(self.kind)

    @property
    def wants(self) -> Options:
        return Options(**self.options)

    @property
    def source(self) -> Data:
        return Data(**self.data)

    @property
    def has_checkpoint(self) -> bool:
        return (self.folder / "checkpoints" / "last.pt").exists()


class Plan(models.Model):
    """What the clock starts: the index every night, a model every week."""

    class Task(models.TextChoices):
        INDEX = "index", _("make the search index anew")
        MODEL = "model", _("train a model")

    class Day(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    task = models.CharField(_("task"), max_length=16, choices=Task, unique=True)
    is_on = models.BooleanField(_("switched on"), default=False)
    hour = models.PositiveSmallIntegerField(
        _("hour"),
        default=3,
        validators=[MaxValueValidator(23)],
        help_text=_("0 to 23, in the site's time zone."),
    )
    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=Day, null=True, blank=True, help_text=_("Empty: every day.")
    )
    kind = models.CharField(_("kind"), max_length=32, default="embedder")
    preset = models.CharField(_("preset"), max_length=32, blank=True)
    minutes = models.PositiveIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(1), MaxValueValidator(7 * 24 * 60)]
    )
    nominate = models.BooleanField(
        _("make it the candidate"),
        default=False,
        help_text=_("A candidate never serves by itself: somebody promotes it."),
    )
    last_at = models.DateTimeField(_("last started"), null=True, blank=True)
    note = models.CharField(_("what came of it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.get_task_display())

    def due_before(self, now: datetime) -> datetime:
        """The last moment, not after ``now``, at which it should have started."""
        moment = now.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        if self.weekday is not None:
            moment -= timedelta(days=(moment.weekday() - self.weekday) % 7)
        step = timedelta(days=1 if self.weekday is None else 7)
        return moment if moment <= now else moment - step


class SearchDay(models.Model):
    """How many photo searches a day had, and how many found nothing close. Counts alone: nothing
    here leads to a photo or a person."""

    day = models.DateField(default=date.today)
    model_version = models.CharField(max_length=64)
    """What answered: shares of two models cannot be compared."""
    searches = models.PositiveIntegerField(default=0)
    nothing_close = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "model_version"], name="one_row_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.nothing_close} of {self.searches}"


class DriftReading(models.Model):
    """One measurement of whether the world moved away from what the live embedder knows."""

    class What(models.TextChoices):
        UNANSWERED = "unanswered", _("photo searches that found nothing close")
        PRODUCTS = "products", _("how new products look")

    what = models.CharField(max_length=16, choices=What)
    value = models.FloatField()
    threshold = models.FloatField()
    moved = models.BooleanField(default=False)
    detail = models.JSONField(default=dict)
    """The counts that it was made from."""
    model_version = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.what} {self.value:.3g} of {self.threshold:.3g}"

    @property
    def percent(self) -> int:
        return round(100 * self.value)

    @property
    def percent_before(self) -> int:
        return round(100 * float(self.detail.get("before", 0)))

    @property
    def value_text(self) -> str:
        return f"{self.value:.3f}"

    @property
    def threshold_text(self) -> str:
        return f"{self.threshold:.3f}"
