from typing import Any

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "webapp.search"
    label = "search"

    def ready(self) -> None:
        from django.conf import settings

        from webapp.catalog.signals import catalog_changed
        from webapp.core.startup import on_start
        from webapp.registry import doors
        from webapp.registry.kinds import EMBEDDER
        from webapp.registry.signals import serving_changed

        from . import diagnoses, engine, figures, indexing, inference, promotion  # noqa: F401  registered by being imported

        doors.register(EMBEDDER, promotion.door())
        doors.photos_from(promotion.photos)
        serving_changed.connect(promotion.refresh, dispatch_uid="search.refresh")
        catalog_changed.connect(_make_searchable, dispatch_uid="search.reindex")
        if settings.INFERENCE_TRANSPORT == "local":
            on_start(engine.warm)
        on_start(indexing.index_refresh)


def _make_searchable(sender: Any, **kwargs: Any) -> None:
    from .indexing import index_enqueue

    index_enqueue()
