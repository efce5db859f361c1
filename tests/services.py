"""Private Redis and PostgreSQL servers on free ports, for tests marked ``services``.

A server that is not installed skips the test and is named in the last lines of the run; with
CI=true it fails it instead.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from tests.support.site import wait_for


def require(package: str, program: str | None) -> str:
    """The program's path, or no test: skipped here, failed on CI."""
    if program is not None:
        return program
    sentence = f"needs the Debian package {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class RedisServer:
    """redis-server with a password; ``kill``, ``start`` again and ``wipe`` at will."""

    def __init__(self, folder: Path) -> None:
        self.program = require("redis-server", shutil.which("redis-server"))
        self.folder = folder
        self.port = free_port()
        self.password = secrets.token_hex(8)
        self.url = f"redis://:{self.password}@127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                self.program,
                *("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)),
                *("--requirepass", self.password, "--save", "", "--appendonly", "no"),
            ],
            stdout=subprocess.DEVNULL,
        )
        wait_for(self._answers, "redis-server did not start")

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.exceptions.RedisError:
            return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def wipe(self) -> None:
        with self.client() as client:
            client.flushall()


class PostgresServer:
    """A cluster of its own, run by an unprivileged user when the tests run as root."""

    def __init__(self, folder: Path) -> None:
        initdb = require("postgresql", _postgres_program("initdb"))
        self.bin = Path(initdb).parent
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._user = _unprivileged_user()
        if self._user is not None:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self._run(
            str(self.bin / "initdb"),
            *("-D", str(folder / "data"), "-U", "atelier", "--auth=trust", "--no-sync"),
            *("-E", "UTF8", "--locale=C"),
        )

    def url(self, database: str) -> str:
        return f"postgresql://atelier@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        command = [
            str(self.bin / "postgres"),
            *("-D", str(self.folder / "data"), "-p", str(self.port), "-h", "127.0.0.1"),
            *("-k", str(self.folder), "-c", "fsync=off", "-c", "log_min_messages=fatal"),
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._as_user()
        )
        wait_for(self._answers, "postgres did not start")

    def create_database(self) -> str:
        """A new empty database's URL."""
        name = f"test_{secrets.token_hex(4)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """At once, as if the machine had lost its power (SIGQUIT: no checkpoint, no goodbye)."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=20)

    def _run(self, *command: str) -> None:
        done = subprocess.run(command, capture_output=True, text=True, **self._as_user())
        assert done.returncode == 0, done.stderr

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {"cwd": "/"}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "cwd": "/"}


def _postgres_program(name: str) -> str | None:
    newest_first = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(newest_first[0]) if newest_first else shutil.which(name)


def _unprivileged_user() -> "pwd.struct_passwd | None":
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("needs an unprivileged user to run PostgreSQL")


@contextmanager
def _short_folder(prefix: str) -> Iterator[Path]:
    """Below /tmp, because a socket's path may have 107 characters only, and open to that user."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A running Redis of this test alone."""
    with _short_folder("atelier-redis-") as folder:
        server = RedisServer(folder)
        server.start()
        yield server
        server.kill()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL; each test makes its own database in it."""
    with _short_folder("atelier-postgres-") as folder:
        server = PostgresServer(folder)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A fresh database."""
    return postgres_server.create_database()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for package in ("redis-server", "postgresql", "chromium"):
        if any(f"needs the Debian package {package}" in reason for reason in skipped):
            terminalreporter.write_line(
                f"Tests were skipped: install {package} to run them (apt-get install {package})."
            )
