from typing import Any

from django.apps import AppConfig


class ClassifyConfig(AppConfig):
    name = "webapp.classify"
    label = "classify"

    def ready(self) -> None:
        from webapp.catalog.signals import catalog_changed

        catalog_changed.connect(_look_for_gaps, dispatch_uid="classify.suggest")


def _look_for_gaps(sender: Any, **kwargs: Any) -> None:
    from .services import suggestions_enqueue

    suggestions_enqueue()
