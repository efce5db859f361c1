"""What the classifier would fill in where the catalogue says nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from webapp.catalog.labels import category_label
from webapp.catalog.models import Product, Usage


class Suggestion(models.Model):
    """A value for one empty field of one product.

        open ──▶ accepted   (the product has the value)
          └────▶ rejected   (and is not suggested again)

    A newer model version replaces what is open; what a person has decided stays.
    """

    class Field(models.TextChoices):
        CATEGORY = "category", _("category")
        USAGE = "usage", _("style")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="suggestions")
    field = models.CharField(max_length=16, choices=Field)
    value = models.CharField(_("suggestion"), max_length=80)
    """A category's name, or a style's value."""
    confidence = models.FloatField()
    """Probability, 0 to 1."""
    model_version = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-confidence", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "field"], name="one_suggestion_per_field")
        ]
        indexes = [models.Index(fields=["state", "-confidence"])]

    def __str__(self) -> str:
        return f"{self.get_field_display()} of {self.product_id}: {self.label}"

    @property
    def label(self) -> str:
        """The value as a shopper reads it."""
        if self.field == self.Field.CATEGORY:
            return category_label(self.value)
        return str(Usage(self.value).label)
