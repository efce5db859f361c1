from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "webapp.campaigns"
    label = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from django.conf import settings
        from django.db.models.signals import pre_delete

        from webapp.registry.signals import serving_changed
        from webapp.search import rows
        from webapp.studio import doors

        from . import nearness, selectors

        doors.public_when(selectors.design_is_public)
        rows.register(nearness.row)
        serving_changed.connect(_look_again, dispatch_uid="campaigns.look")
        pre_delete.connect(
            _withdraw, sender=settings.AUTH_USER_MODEL, dispatch_uid="campaigns.withdraw"
        )


def _look_again(sender: Any, **kwargs: Any) -> None:
    from webapp.registry.kinds import EMBEDDER

    from .nearness import embeddings_enqueue

    if sender == EMBEDDER:
        embeddings_enqueue()


def _withdraw(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An account that goes takes its pledges with it, and the counts must stay right."""
    from .pledging import pledges_withdraw_all

    pledges_withdraw_all(user=instance)
