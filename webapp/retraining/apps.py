from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetrainingConfig(AppConfig):
    name = "webapp.retraining"
    label = "retraining"
    verbose_name = _("Retraining")

    def ready(self) -> None:
        from webapp.registry import doors
        from webapp.search.signals import photo_answered

        from .selectors import run_page

        doors.run_pages_from(run_page)
        photo_answered.connect(_count, dispatch_uid="retraining.count")


def _count(sender: Any, *, is_match: bool, model_version: str, **kwargs: Any) -> None:
    from .drift import search_count

    search_count(is_match=is_match, model_version=model_version)
