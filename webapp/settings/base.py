"""What every way of running shares. Each environment variable read here is in docs/settings.md."""

import os
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

# One search is one thread's work. A pool of OpenMP threads per library spins while it waits,
# and on a busy machine that costs a search ten times its own time. Libraries read this once,
# when they load, and settings come before all of them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("ATELIER_VAR", default=str(BASE_DIR / "var"))).resolve()
"""Everything the running program writes lies below this folder."""

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_NAME = env.str("ATELIER_SITE_NAME", default="Atelier")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
"""Who reads reports of weaknesses, as a URI; empty: mailto:security@ the site's host."""
CURRENCY = env.str("ATELIER_CURRENCY", default="EUR")

INSTALLED_APPS = [
    "webapp.core",
    "webapp.jobs",
    "webapp.catalog",
    "webapp.registry",
    "webapp.classify",
    "webapp.search",
    "webapp.studio",
    "webapp.demand",
    "webapp.campaigns",
    "webapp.storefront",
    "webapp.retraining",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "webapp.core.middleware.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "webapp.core.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "webapp.urls"
WSGI_APPLICATION = "webapp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "webapp.core.context.site",
                "webapp.storefront.context.shop",
                "webapp.demand.context.bell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data ------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'atelier.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers go on while one writes; a writer takes its lock at once instead of failing
        # half-way through a transaction that began as a read.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
            "PRAGMA mmap_size=134217728;PRAGMA cache_size=-32000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
_LOCAL_CACHE = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
CACHES = {
    "default": {
        "BACKEND": "webapp.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
    }
    if REDIS_URL
    else _LOCAL_CACHE,
    "local": {**_LOCAL_CACHE, "LOCATION": "local"},
}

# Background work -------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_RESULT_BACKEND = REDIS_URL or "cache+memory://"
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = 300  # an answer that nobody fetched is about a shopper's photo
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_timeout": 5, "socket_connect_timeout": 2} if REDIS_URL else {"polling_interval": 0.1}
)
# Long jobs are child processes anyway; threads stop and share the exported graph more gladly.
CELERY_WORKER_POOL = "threads"

CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULER = "webapp.jobs.beat:JobScheduler"
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", default=30.0)
"""A worker that is silent for this long has lost its job to the next one."""
JOB_BACKOFF_SECONDS: list[float] = env.list("JOB_BACKOFF_SECONDS", cast=float, default=[2.0, 10.0])
"""Before the second, third, … attempt; each is varied by a quarter either way."""
JOB_STOP_SECONDS = env.float("JOB_STOP_SECONDS", default=5.0)
"""Between asking a job's process to stop and killing it."""
WORKER_ALIVE_FILE = env.str("WORKER_ALIVE_FILE", default="")
"""Touched every few seconds for health checks: by a worker while the database answers, by beat
while its rounds succeed too."""

INFERENCE_TRANSPORT = env.str("INFERENCE_TRANSPORT", default="celery" if REDIS_URL else "local")
"""Where photos are embedded: "local" (this process) or "celery" (the queue ``inference``)."""
INFERENCE_THREADS = env.int("INFERENCE_THREADS", default=0)
"""Threads of the exported graph; 0 leaves the choice to the runtime."""
EMBEDDER = env.str("ATELIER_EMBEDDER", default="shipped")
CLASSIFIER = env.str("ATELIER_CLASSIFIER", default="shipped")
"""What classifies while the registry has no live classifier."""

TRAINING_THREADS = env.int("TRAINING_THREADS", default=0)
"""Processor cores of a training; 0 = all but one, which stays for the shop."""
TRAINING_PHONE = env.str("TRAINING_PHONE", default="")
TRAINING_PHONE_MAP = env.str("TRAINING_PHONE_MAP", default="")
"""People's photos that trainings may learn from: a folder or zip, and a CSV of label,categories."""

# Files -----------------------------------------------------------------------------------

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "webapp.core.static.StaticFiles"},
}
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_PIXELS = 25_000_000
BATCH_UPLOAD_MAX_BYTES = 64 * 1024 * 1024
"""Photos that are classified together."""
ADMIN_UPLOAD_MAX_BYTES = env.int("ADMIN_UPLOAD_MAX_MB", default=2048) * 1024 * 1024
"""Catalogues that admins upload; every other body is limited to UPLOAD_MAX_BYTES."""
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES
FILE_UPLOAD_PERMISSIONS = 0o644
SEARCH_PHOTO_LIFETIME_MINUTES = 60
"""A shopper's photo and all that was computed from it are gone after this time at the latest."""

# People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "webapp.core.errors.csrf_failure"

# Language and formats --------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# Security headers ------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),  # django-unfold's pages carry inline scripts
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
"""How many proxies of ours stand in front; only their X-Forwarded-For entries are believed."""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT  # allauth limits attempts to sign in

QUOTAS = {
    # name: (allowed, window in seconds), each counted per session, per account and per address
    "photo": (env.int("QUOTA_PHOTOS_PER_MINUTE", default=120), 60),
    "crop": (env.int("QUOTA_CROPS_PER_MINUTE", default=480), 60),
    "design": (env.int("QUOTA_DESIGNS_PER_MINUTE", default=60), 60),
    "preview": (env.int("QUOTA_PREVIEWS_PER_MINUTE", default=600), 60),
    "report": (env.int("QUOTA_REPORTS_PER_HOUR", default=20), 3600),
    "password": (10, 300),  # asked for once more by whoever is signed in already
}

PAYMENTS = env.str("ATELIER_PAYMENTS", default="webapp.campaigns.payments.NoPayments")
"""Who moves money for pledges: a class with the methods of webapp.campaigns.payments.Payments."""

UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_SYMBOL": "checkroom",
    "SHOW_HISTORY": True,
    "STYLES": [lambda request: static("css/admin.css")],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": "ext://webapp.core.logging.render",
            "foreign_pre_chain": "ext://webapp.core.logging.PROCESSORS",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "celery": {"level": "WARNING"},
        "faiss": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # every 404 of every crawler is no news
        "kombu": {"level": "ERROR"},
        "waitress": {"level": "WARNING"},
    },
}
