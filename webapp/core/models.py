"""The account: one user model of our own, so that it can grow without a painful migration."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A shopper, a designer or (``is_staff``) an admin."""

    class Role(models.TextChoices):
        SHOPPER = "shopper", _("shopper")
        DESIGNER = "designer", _("designer")

    email = models.EmailField(_("email address"), unique=True)
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.SHOPPER)
