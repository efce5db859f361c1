"""The whole site in one process: web threads, the queues' workers, the sweeper.

With ``--web-only`` the pages alone, for a site whose queues are worked by other processes: the
same server, with its limits on bodies and a stop that drops nobody.
"""

import os
import signal
import socket
import sys
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from webapp.core import startup, static
from webapp.core.server import FIRST_PORT, Server, listen
from webapp.jobs.dispatch import is_embedded
from webapp.jobs.embedded import EmbeddedWorkers


class Command(BaseCommand):
    help = "Serve the site and work its queues in one process, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument(
            "--port", type=int, help=f"default: the first free one from {FIRST_PORT} on"
        )

        parser.add_argument(
            "--web-only",
            action="store_true",
            help="work no queue and keep no time: Celery workers and beat do (needs REDIS_URL)",
        )

    def handle(
        self, *args: Any, host: str, port: int | None, web_only: bool, **options: Any
    ) -> None:
        if web_only and is_embedded():
            raise CommandError(
                "--web-only needs REDIS_URL: without it nobody else can work the queues."
            )
        require_migrations()
        static.collect_if_changed()
        listener = open_port(host, port)
        from webapp.wsgi import application  # after collecting: whitenoise lists the files now

        server = Server(application, listener)

        def stop(number: int, frame: FrameType | None) -> None:
            if number == signal.SIGINT:
                self.stdout.write("\nStopping …")
            signal.signal(number, signal.SIG_DFL)  # a second one ends the process at once
            server.stop()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        workers = None if web_only else EmbeddedWorkers()
        if workers is not None:
            workers.start()
        self.stdout.write(f"{settings.SITE_NAME} is at {address(listener)} (Ctrl-C stops it)")
        self.stdout.flush()
        startup.run_in_background()
        try:
            server.run()
        finally:
            if workers is not None:
                workers.stop()
        sys.stdout.flush()
        os._exit(0)  # a graph that is still being loaded in the background cannot be interrupted


def require_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date. Run: python manage.py migrate")
    connection.close()


def open_port(host: str, port: int | None) -> socket.socket:
    try:
        return listen(host, port)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host}, port {port or 'any from ' + str(FIRST_PORT)}: "
            f"{error.strerror}. Choose another port with --port (or `make demo PORT=…`)."
        ) from error


def address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{host}:{port}/"
