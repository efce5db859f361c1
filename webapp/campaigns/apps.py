from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "webapp.campaigns"
    label = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from webapp.core.leaving import on_leaving
        from webapp.registry.signals import serving_changed
        from webapp.search import rows
        from webapp.studio import doors

        from . import leaving, nearness, selectors

        doors.public_when(selectors.design_is_public)
        rows.register(nearness.row)
        serving_changed.connect(_look_again, dispatch_uid="campaigns.look")
        on_leaving(leaving.account_leave)


def _look_again(sender: Any, **kwargs: Any) -> None:
    from webapp.registry.kinds import EMBEDDER

    from .nearness import embeddings_enqueue

    if sender == EMBEDDER:
        embeddings_enqueue()
