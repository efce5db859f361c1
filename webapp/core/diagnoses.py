"""The doctor's own examinations: program, settings, database, disk, services."""

import os
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu import Connection

from .doctor import Finding, diagnosis

PACKAGES = ("django", "celery", "torch", "openvino", "faiss-cpu", "numpy", "pillow", "redis")
LOW_DISK = 2 * 1024**3
GIB = 1024**3


@diagnosis("Program")
def program() -> Iterator[Finding]:
    yield Finding("ok", f"Python {platform.python_version()} on {platform.platform()}")
    yield Finding("ok", ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    yield Finding("ok", f"{os.cpu_count()} processors, {_memory()}")


def _memory() -> str:
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return "memory unknown"
    return f"{pages * size / GIB:.1f} GiB of memory"


@diagnosis("Settings")
def configuration() -> Iterator[Finding]:
    yield Finding("ok", f"{os.environ.get('DJANGO_SETTINGS_MODULE')}, files in {settings.VAR_DIR}")
    yield Finding("ok", f"inference: {settings.INFERENCE_TRANSPORT}, embedder {settings.EMBEDDER}")
    if settings.DEBUG:
        yield Finding(
            "warning", "DEBUG is on: errors show code and settings", "Unset DEBUG to serve people."
        )


@diagnosis("Database")
def database() -> Iterator[Finding]:
    name = connection.settings_dict["NAME"]
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Finding(
            "error",
            f"{connection.vendor} {name} does not answer: {error}",
            "Start the database, or correct DATABASE_URL.",
        )
        return
    yield Finding("ok", f"{connection.display_name} {'.'.join(map(str, _version()))}, {name}")
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan[:5])
        yield Finding(
            "error", f"{len(plan)} migrations are missing ({names})", "Run: manage.py migrate"
        )
    else:
        yield Finding("ok", "all migrations are applied")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            verdict = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            yield Finding(
                "error", f"the database file is damaged: {verdict}", "Restore the last backup."
            )


def _version() -> tuple[int, ...]:
    return connection.get_database_version()


@diagnosis("Disk")
def disk() -> Iterator[Finding]:
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    usage = shutil.disk_usage(folder)
    text = f"{usage.free / GIB:.1f} of {usage.total / GIB:.1f} GiB free below {folder}"
    if usage.free < LOW_DISK:
        yield Finding("warning", text, "Free some space: imports and indexes need room.")
    else:
        yield Finding("ok", text)
    if not os.access(folder, os.W_OK):
        yield Finding(
            "error", f"{folder} cannot be written", "Correct its owner or set ATELIER_VAR."
        )


@diagnosis("Services")
def services() -> Iterator[Finding]:
    if not settings.REDIS_URL:
        yield Finding("ok", "no Redis configured: queues and cache live inside manage.py up")
        return
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=3)
    except Exception as error:
        yield Finding(
            "error",
            f"{settings.REDIS_URL} does not answer: {error}",
            "Start Redis, or correct REDIS_URL. Until then jobs wait and pages are slower.",
        )
        return
    yield Finding("ok", f"{settings.REDIS_URL} answers")
