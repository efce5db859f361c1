"""A whole site in processes of its own, for tests that kill them."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """``manage.py`` on a folder of its own; ``up()`` serves on a free port.

    ``environment`` may name other services (DATABASE_URL, REDIS_URL).
    """

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("COV_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "tests.support.site_settings",
            "ATELIER_VAR": str(folder),
            "OMP_NUM_THREADS": "1",
            "DATABASE_URL": f"sqlite:///{folder / 'atelier.sqlite3'}",
            "REDIS_URL": "",
            "JOB_LEASE_SECONDS": "10",
            "JOB_STOP_SECONDS": "1",
            "JOB_BACKOFF_SECONDS": "0.2,0.5",
            **(environment or {}),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), *arguments]

    def manage(self, *arguments: str, timeout: float = 100) -> str:
        """The command's output; raises CalledProcessError with it on failure."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if done.returncode:
            raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def enqueue(self, kind: str, count: int = 1, **payload: object) -> list[str]:
        """Job ids; each job gets a file of its own (see ``marks``)."""
        code = (
            "import json; from webapp.jobs.services import job_enqueue\n"
            f"for n in range({count}):\n"
            f"    payload = json.loads({json.dumps(json.dumps(payload))})\n"
            f"    job = job_enqueue(kind={kind!r}, payload=payload)\n"
            f"    job.payload['file'] = {str(self.folder)!r} + f'/marks-{{job.id}}'\n"
            "    open(job.payload['file'], 'w').close(); job.save(update_fields=['payload'])\n"
            "    print(job.id)\n"
        )
        code = "from django.db import transaction\nwith transaction.atomic():\n" + "".join(
            f"    {line}\n" for line in code.splitlines()
        )
        return self.manage("shell", "-v0", "-c", code).split()

    def job(self, job_id: str) -> dict[str, Any]:
        """The job's row, read past the site."""
        return self.query(
            "SELECT state, attempts, token, error, result, done, log FROM jobs_job WHERE id = %s",
            job_id,
        )[0]

    def query(self, sql: str, *values: str) -> list[dict[str, Any]]:
        url = self.environment["DATABASE_URL"]
        connection: Any
        if url.startswith("sqlite"):
            connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)
            sql, values = sql.replace("%s", "?"), tuple(v.replace("-", "") for v in values)
        else:
            connection = psycopg.connect(url)
        with closing(connection):
            cursor = connection.execute(sql, values)
            if cursor.description is None:
                connection.commit()
                return []
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def ended(self, job_id: str, *, seconds: float = 60) -> dict[str, Any]:
        """The row of a job once it has ended."""
        wait_for(
            lambda: self.job(job_id)["state"] not in ("queued", "running"),
            lambda: f"the job has not ended: {self.job(job_id)}",
            seconds=seconds,
        )
        return self.job(job_id)

    def marks(self, job_id: str) -> list[str]:
        """What the job wrote into its file: "ran 1 4711" = word, attempt, process id."""
        return (self.folder / f"marks-{job_id}").read_text().splitlines()

    def start(self, *command: str, log: str) -> "subprocess.Popen[bytes]":
        with (self.folder / log).open("ab") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )
        self.processes.append(process)
        return process

    def up(self) -> "Running":
        log = self.folder / "up.log"
        log.write_bytes(b"")
        process = self.start(*self.command("up", "--port", "0"), log="up.log")
        address = wait_for(
            lambda: re.search(r"http://\S+/", log.read_text()),
            lambda: f"the site did not start:\n{log.read_text()}",
            while_true=lambda: process.poll() is None,
        )
        return Running(process, address[0], log)

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


class Running:
    """A started site: its process, its address and its log."""

    def __init__(self, process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
        self.process = process
        self.url = url
        self.log = log

    def stop(self, number: int = signal.SIGTERM, timeout: float = 30) -> float:
        """Seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=timeout)
        return time.monotonic() - began


@contextmanager
def site(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Site]:
    """A migrated site; whatever it started is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Site(folder, environment)
    try:
        made.manage("migrate", "--verbosity", "0")
        yield made
    finally:
        made.close()


def wait_for(
    condition: Callable[[], Any],
    otherwise: Callable[[], str] | str = "waited in vain",
    *,
    seconds: float = 60,
    while_true: Callable[[], bool] = lambda: True,
) -> Any:
    """Poll until ``condition()`` is true and return it; AssertionError after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and while_true():
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(otherwise() if callable(otherwise) else otherwise)
