"""What shoppers looked for and did not find, as groups of bare vectors; who wants to be told.

What remains of a search that found nothing
-------------------------------------------

While its photo lives (an hour at most) a Want is tied to it, is in no group, and goes with it
when the shopper deletes the photo or objects. When the photo has merely expired, the tie is cut,
and for 90 days there remain: category, colour and style as the models named them; two vectors of
rounded numbers, from which something alike can be drawn, but the photo not restored; the day,
without the time; and a visitor's mark. Which photo it was, is not written anywhere.

The mark is a keyed hash of the account's number, or of the random name in the browser's session.
Each month has a key of its own, thrown away when the month is over: until then whoever holds the
database could try the accounts and sessions it knows and find whose mark it is; after that nobody
can, and two marks of different months say nothing about each other.

A person is thus counted once a month, as far as an account, or a browser without one, is a person.
Marks of several months may be the same people: so those of a group are counted in its best month.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from webapp.catalog.labels import category_label, colour_label
from webapp.catalog.models import Usage
from webapp.search.models import PhotoQuery
from webapp.studio.models import Design, Sheet

LEAST_PEOPLE = 5
"""Groups of fewer are shown to nobody, not even as a count."""


class MonthKey(models.Model):
    """What this month's visitors are hashed with."""

    month = models.DateField(unique=True)
    """Its first day."""
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Kind(models.Model):
    """What wants and groups have in common: only vectors of one embedder can be compared, and
    only things of one category and colour are the same thing."""

    embedder_version = models.CharField(max_length=64)
    category = models.CharField(max_length=80)
    """As the taxonomy writes it."""
    colour = models.CharField(max_length=40)
    shape_vector = models.JSONField()
    """Unit length, as recommender.model.Embedder makes it."""
    colour_vector = models.JSONField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.category_label}, {self.colour_label.lower()}"

    @property
    def category_label(self) -> str:
        return category_label(self.category)

    @property
    def colour_label(self) -> str:
        return colour_label(self.colour)


class Group(Kind):
    """Wants of one kind and much the same shape.

    A memberless group waits for new wants as long as somebody follows it.
    """

    # Numbers that count up would tell how many groups are not shown.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    style = models.CharField(max_length=40, blank=True)
    """The one guessed most, as the taxonomy writes it."""
    people = models.PositiveIntegerField(default=0)
    """Different visitors of its best month."""
    recent = models.PositiveIntegerField(default=0)
    """Different marks of the last four weeks."""
    weeks = models.JSONField(default=dict)
    """ISO week ("2026-W05"): different visitors."""
    nearest = models.JSONField(default=list)
    """Ids of the shop's most similar products, best first."""
    first_day = models.DateField()
    last_day = models.DateField()
    """Of its wants."""
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-people", "-last_day", "id"]
        verbose_name = _("what people look for")
        verbose_name_plural = _("what people look for")
        indexes = [models.Index(fields=["embedder_version", "category", "colour"])]

    @property
    def style_label(self) -> str:
        labels = {str(value): str(label) for value, label in Usage.choices}
        return labels.get(slugify(self.style), self.style)


class Want(Kind):
    """One search that found nothing close; see above for what it is, and is not."""

    # Numbers that count up would keep the order of a day's searches.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    query = models.OneToOneField(
        PhotoQuery, null=True, on_delete=models.CASCADE, related_name="want"
    )
    """While the photo lives; a want with a photo can still be taken back, and is not counted."""
    visitor = models.CharField(max_length=32)
    """The mark: HMAC-SHA256 with the month's key."""
    day = models.DateField()
    styles = models.JSONField(default=list)
    """See webapp.search.contracts.Named."""
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="wants")

    class Meta:
        indexes = [models.Index(fields=["embedder_version", "category", "colour"])]


class Person(models.Model):
    """An account, or somebody known by the random name in their browser's session."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    visitor_key = models.CharField(max_length=32, blank=True)
    """As webapp.search.models.PhotoQuery.visitor_key."""

    class Meta:
        abstract = True


class Objection(Person):
    """Somebody who wants none of their searches remembered."""

    day = models.DateField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(user__isnull=False), name="objects_once_per_user"
            ),
            models.UniqueConstraint(
                fields=["visitor_key"],
                condition=Q(user__isnull=True),
                name="objects_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"objection of {self.user_id or 'a visitor'}"


class Follower(Person):
    """“Tell me when somebody makes this.”

        follows a want ──▶ follows its group

    The second as soon as there is one; then nothing ties the person to the want any more.
    """

    want = models.ForeignKey(Want, null=True, on_delete=models.CASCADE, related_name="followers")
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="followers")
    day = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(want__isnull=True) ^ Q(group__isnull=True),
                name="follows_a_want_or_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"follower of {self.want or self.group}"

    @property
    def what(self) -> Kind:
        found = self.group or self.want
        assert found is not None  # the constraint sees to it
        return found


class Notice(Person):
    """Something a person asked to be told, waiting on the site."""

    title = models.CharField(max_length=120)
    """Of what was made."""
    url = models.CharField(max_length=300)
    """Where it is, on this site."""
    about = models.CharField(max_length=130)
    """What they looked for: "Handbags, red"."""
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "url"], condition=Q(user__isnull=False), name="told_once_per_user"
            ),
            models.UniqueConstraint(
                fields=["visitor_key", "url"],
                condition=Q(user__isnull=True),
                name="told_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Inspiration(models.Model):
    """A sheet that was begun from a group, or, once the sheet is cleared away, a design of it."""

    group = models.ForeignKey(
        Group, null=True, on_delete=models.SET_NULL, related_name="inspirations"
    )
    people = models.PositiveIntegerField()
    """That the group had then; it may lose its wants to age, this stays true."""
    sheet = models.OneToOneField(
        Sheet, null=True, on_delete=models.CASCADE, related_name="inspiration"
    )
    design = models.OneToOneField(
        Design, null=True, on_delete=models.CASCADE, related_name="inspiration"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sheet__isnull=True) ^ Q(design__isnull=True),
                name="inspired_a_sheet_or_a_design",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.people} people behind {self.sheet or self.design}"
