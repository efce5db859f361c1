"""Settings of a worker process that works for a test: on the test's own database and media."""

import os
from pathlib import Path

from webapp.settings.base import *  # noqa: F403
from webapp.settings.base import DATABASES

SECRET_KEY = "only-for-tests"
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
MEDIA_ROOT = Path(os.environ["TEST_MEDIA"])
INFERENCE_TRANSPORT = "celery"
INFERENCE_THREADS = 1
