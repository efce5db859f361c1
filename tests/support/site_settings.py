"""The settings of `manage.py up` as people run it, plus the test jobs."""

from webapp.settings.dev import *  # noqa: F403
from webapp.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.jobapp"]
