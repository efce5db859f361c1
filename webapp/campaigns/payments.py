"""The door to whoever moves money. The project comes with nobody behind it.

A provider is a class with the three methods of ``Payments``, named by settings.PAYMENTS. Each is
called after the change it belongs to is committed, and may be called again for the same pledge:
a provider tells a repetition by ``pledge.pk``.
"""

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Pledge


class Payments(Protocol):
    def hold(self, pledge: Pledge) -> None:
        """The shopper promises ``pledge.amount``, in settings.CURRENCY."""

    def release(self, pledge: Pledge) -> None:
        """The promise is over: withdrawn, or the campaign ended without being funded."""

    def collect(self, pledge: Pledge) -> None:
        """The campaign is funded: take the money."""


class NoPayments:
    """No money moves. A pledge is a word."""

    def hold(self, pledge: Pledge) -> None:
        pass

    def release(self, pledge: Pledge) -> None:
        pass

    def collect(self, pledge: Pledge) -> None:
        pass


def provider() -> Payments:
    return cast(Payments, import_string(settings.PAYMENTS)())
