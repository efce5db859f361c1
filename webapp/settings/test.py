"""Tests: nothing outside a temporary folder, cheap passwords, no compressed static files."""

import os
import tempfile

# Before base reads it: a test run never touches a developer's var/.
os.environ.setdefault("ATELIER_VAR", tempfile.mkdtemp(prefix="atelier-test-"))

from .base import *  # noqa: E402, F403

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
