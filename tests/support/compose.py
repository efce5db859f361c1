"""docker-compose.yml, read as Compose reads it, and its services started without containers."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / ".env.example"
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?:(?P<sign>:[-?])(?P<word>[^}]*))?\}")


def variables() -> set[str]:
    """Names of the environment variables that the file asks for."""
    return {found["name"] for found in _VARIABLE.finditer(FILE.read_text())}


def example() -> dict[str, str]:
    """.env.example, with what is commented out, which is the default."""
    lines = re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE)
    return dict(lines)


def document(values: Mapping[str, str]) -> dict[str, Any]:
    """The file with its merges resolved and ``values`` put in, as `docker compose config` shows it.

    Raises KeyError for a value that the file demands.
    """

    def put(found: re.Match[str]) -> str:
        value = values.get(found["name"], "")
        if value or not found["sign"]:
            return value
        if found["sign"] == ":?":
            raise KeyError(f"{found['name']}: {found['word']}")
        return str(found["word"])

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(value) for value in node]
        return _VARIABLE.sub(put, node) if isinstance(node, str) else node

    found: dict[str, Any] = walk(yaml.safe_load(FILE.read_text()))
    return found


class Stack:
    """The services as processes of this machine.

    What a container has for itself is replaced: names of services by addresses, /tmp and the
    volume by folders, the port by a free one. The command, the environment and the health check
    are those of the file.
    """

    def __init__(
        self,
        folder: Path,
        values: Mapping[str, str],
        places: Mapping[str, str],
    ) -> None:
        """``places``: text in the file → text here."""
        self.folder = folder
        self.services: dict[str, Any] = document(values)["services"]
        self._places = {"/var/lib/atelier": str(folder / "var"), **places}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        (folder / "var").mkdir(parents=True)

    def _here(self, text: str, service: str) -> str:
        for there, here in self._places.items():
            text = text.replace(there, here)
        return text.replace("/tmp/alive", str(self._tmp(service) / "alive"))

    def _tmp(self, service: str) -> Path:
        path = self.folder / "tmp" / service
        path.mkdir(parents=True, exist_ok=True)
        return path

    def environment(self, service: str) -> dict[str, str]:
        """Only what the file gives, and what a machine needs to start a program."""
        given = {k: self._here(str(v), service) for k, v in self._given(service).items()}
        here = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "OPENBLAS_CORETYPE")}
        tmp = str(self._tmp(service))
        return {**here, "HOME": tmp, "OMP_NUM_THREADS": "1", **given}

    def _given(self, service: str) -> dict[str, str]:
        given: dict[str, str] = self.services[service]["environment"]
        return given

    def command(self, service: str) -> list[str]:
        return self._program(self.services[service]["command"], service)

    def health(self, service: str) -> list[str]:
        kind, *test = self.services[service]["healthcheck"]["test"]
        assert kind == "CMD"
        return self._program(test, service)

    def _program(self, command: list[str], service: str) -> list[str]:
        name, *arguments = command
        programs = {"python": [sys.executable, "-W", "ignore"]}
        scripts = Path(sys.executable).parent
        program = programs.get(name) or [str(shutil.which(name, path=str(scripts)) or name)]
        return [*program, *(self._here(argument, service) for argument in arguments)]

    def run(self, service: str, *command: str, timeout: float = 120) -> str:
        """Like `docker compose run --rm SERVICE COMMAND`; without one, the service's own."""
        done = subprocess.run(
            self._program(list(command), service) if command else self.command(service),
            cwd=ROOT,
            env=self.environment(service),
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        assert done.returncode == 0, f"{shlex.join(command)}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, service: str) -> None:
        with self.log(service).open("ab") as log:
            self.processes[service] = subprocess.Popen(
                self.command(service),
                cwd=ROOT,
                env=self.environment(service),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def log(self, service: str) -> Path:
        return self.folder / f"{service}.log"

    def is_healthy(self, service: str) -> bool:
        assert self.processes[service].poll() is None, self.log(service).read_text()
        done = subprocess.run(
            self.health(service), cwd=ROOT, env=self.environment(service), capture_output=True
        )
        return done.returncode == 0

    def stop(self) -> dict[str, int]:
        """SIGTERM to all, as `docker compose stop`; exit codes by service."""
        for process in self.processes.values():
            process.terminate()
        return {name: process.wait(timeout=40) for name, process in self.processes.items()}

    def close(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
            process.wait()
