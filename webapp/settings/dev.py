"""One machine, nothing installed: SQLite, embedded broker, debug pages off unless asked for."""

from webapp.core.secrets import local_secret_key

from .base import *  # noqa: F403
from .base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key(VAR_DIR)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
