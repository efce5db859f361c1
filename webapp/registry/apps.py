from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "webapp.registry"
    label = "registry"

    def ready(self) -> None:
        from webapp.core.health import probe
        from webapp.core.startup import on_start

        from . import diagnoses, selectors, shipped  # noqa: F401  registers the diagnoses

        probe("model", lambda: getattr(selectors.model_live("embedder"), "version", None))
        probe("index", lambda: getattr(selectors.index_live(), "version", None))
        on_start(shipped.shipped_refresh)
