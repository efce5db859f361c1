"""An account goes: what each app does about what it leaves behind.

    leaving.on_leaving(step)    in AppConfig.ready

Steps run however the account is deleted (its own page, the admin, a shell), in the transaction
that deletes it, and the apps above before those below, as the apps stand in INSTALLED_APPS: what
nothing above relies on any more may go below. What simply belongs to the account needs no step:
``on_delete`` takes it along.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from .models import User
from .problems import Problem

Step = Callable[[User], None]
_steps: list[Step] = []


def on_leaving(step: Step) -> None:
    """Safe to repeat."""
    if step not in _steps:
        _steps.append(step)


def account_delete(*, user: User) -> None:
    """For whoever the account is. Raises Problem 403 for staff."""
    if user.is_staff:
        raise Problem(
            403,
            _("You run this shop"),
            _("Another admin deletes your account, so that the shop is never left alone."),
        )
    with transaction.atomic():
        # Whatever the account begins in another tab just now waits here, and is then refused.
        User.objects.select_for_update().get(pk=user.pk)
        user.delete()


def leave(sender: Any, *, instance: User, **kwargs: Any) -> None:
    """Receiver of pre_delete."""
    for step in reversed(_steps):
        step(instance)
