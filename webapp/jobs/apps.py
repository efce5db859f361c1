from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "webapp.jobs"
    label = "jobs"

    def ready(self) -> None:
        import webapp.celery  # noqa: F401  tasks and messages need the configured application
        from webapp.core.health import probe

        from . import diagnoses  # noqa: F401  registers them
        from .selectors import jobs_waiting

        autodiscover_modules("tasks")  # registers the handlers of every app
        probe("jobs_waiting", jobs_waiting)
