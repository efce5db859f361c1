"""Production: everything secret comes from the environment, and unsafe values stop the start."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, REDIS_URL, TRUSTED_PROXY_COUNT, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure"):
    raise ImproperlyConfigured(
        "SECRET_KEY must be a random string of at least 50 characters. Make one with: "
        'python -c "import secrets; print(secrets.token_urlsafe(64))"'
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts, e.g. shop.example.org")
if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be set in production; unset it or use dev settings")
_broker = urlsplit(REDIS_URL)
if REDIS_URL and not _broker.password and _broker.hostname not in ("localhost", "127.0.0.1", "::1"):
    raise ImproperlyConfigured(
        "REDIS_URL points to another host without a password; use redis://:PASSWORD@HOST:6379/0"
    )

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
if TRUSTED_PROXY_COUNT:  # without a proxy of ours, the client itself would write this header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
