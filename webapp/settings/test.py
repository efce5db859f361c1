"""Tests: nothing outside a temporary folder, cheap passwords, no compressed static files."""

import os
import tempfile

# Before base reads it: a test run never touches a developer's var/.
if "ATELIER_VAR" not in os.environ:
    os.environ["ATELIER_VAR"] = tempfile.mkdtemp(prefix="atelier-test-")

from .base import *  # noqa: F403
from .base import DATABASES, VAR_DIR

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A file, like in earnest: threads of a live server share it, which a database in memory forbids.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
WHITENOISE_AUTOREFRESH = True  # serve from the source folders, no collected copy
WHITENOISE_USE_FINDERS = True
