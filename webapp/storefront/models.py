"""What a shopper keeps."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from webapp.catalog.models import Product


class WishlistItem(models.Model):
    """A kept product, of an account or, before signing in, of a visitor."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    visitor_key = models.CharField(max_length=32, blank=True)
    """Random, kept in the visitor's session: the session's own key changes at login."""
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "product"],
                condition=Q(user__isnull=False),
                name="wished_once_per_user",
            ),
            models.UniqueConstraint(
                fields=["visitor_key", "product"],
                condition=Q(user__isnull=True),
                name="wished_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} kept"
