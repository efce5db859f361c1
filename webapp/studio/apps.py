from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudioConfig(AppConfig):
    name = "webapp.studio"
    label = "studio"
    verbose_name = _("Studio")

    def ready(self) -> None:
        from webapp.core.leaving import on_leaving
        from webapp.registry import doors

        from . import diagnoses, inference, leaving, selectors  # noqa: F401  registered by being imported

        doors.in_use(selectors.is_pinned_to)
        on_leaving(leaving.studio_leave)
