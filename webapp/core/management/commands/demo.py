"""From nothing to a served shop: database, people, catalogue, index, site."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from webapp.core.demo import DemoState, database_mark, demo_logins, demo_users_create
from webapp.core.health import health

SAMPLE = "sample"


class Command(BaseCommand):
    help = "Prepare the demo shop, skipping what is done already, and serve it (see `make demo`)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--data", default="", help="a catalogue to import instead of the sample"
        )
        parser.add_argument("--port", type=int, help="default: the first free one from 8000 on")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--prepare-only", action="store_true", help="do not serve")

    def handle(
        self,
        *args: Any,
        data: str,
        port: int | None,
        host: str,
        prepare_only: bool,
        **options: Any,
    ) -> None:
        call_command("migrate", verbosity=0)
        state = DemoState.load()
        demo_users_create(state=state)
        state.save()
        self._fill(state, data or SAMPLE)
        self.stdout.write("Sign in as:")
        for name, password in demo_logins(state=state):
            self.stdout.write(f"  {name:<9} {password or '(the password you gave it)'}")
        if not prepare_only:
            call_command("up", host=host, **({"port": port} if port is not None else {}))

    def _fill(self, state: DemoState, catalogue: str) -> None:
        """Load the catalogue and make it searchable, unless this database has both."""
        if (state.catalogue, state.database) != (catalogue, database_mark()):
            with self._timed("Loading the catalogue"):
                if catalogue == SAMPLE:
                    call_command("load_sample", only=True)
                else:
                    call_command("import_catalog", catalogue, only=True)
            state.catalogue, state.database = catalogue, database_mark()
            state.save()
            self._index()
        elif health()["index"] is None:
            self._index()

    def _index(self) -> None:
        """A shop whose photos cannot be searched is still a shop: say why, and go on."""
        try:
            with self._timed("Making it searchable by photo"):
                call_command("reindex")
        except CommandError as error:
            self.stderr.write(f"Search by photo is not ready: {error}")

    def _timed(self, title: str) -> "_Timed":
        return _Timed(self, title)


class _Timed:
    def __init__(self, command: BaseCommand, title: str) -> None:
        self._command = command
        self._title = title

    def __enter__(self) -> None:
        self._began = time.monotonic()
        self._command.stdout.write(f"{self._title} …")
        self._command.stdout.flush()

    def __exit__(self, *exception: object) -> None:
        if exception[0] is None:
            seconds = time.monotonic() - self._began
            self._command.stdout.write(f"{self._title}: {seconds:.0f} s")
