from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "webapp.core"
    label = "core"

    def ready(self) -> None:
        from django.conf import settings
        from django.db.models.signals import pre_delete

        from . import diagnoses, leaving  # noqa: F401  registers the diagnoses

        pre_delete.connect(
            leaving.leave, sender=settings.AUTH_USER_MODEL, dispatch_uid="core.leaving"
        )
