"""The production shape for real: the processes of docker-compose.yml, started with the commands,
the environment and the health checks of that file, on a Redis with a password and a PostgreSQL."""

import json
import secrets
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pytest
import redis

from ml.drawings.dataset import write_dataset
from tests.browser.conftest import photo as drawn_photo
from tests.services import PostgresServer, RedisServer, free_port
from tests.support.compose import ROOT, Stack
from tests.support.site import wait_for

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.timeout(600)]
HOST = "shop.example.org"
PRODUCTS = 102
RETRAIN = """
from webapp.retraining.contracts import Data
from webapp.retraining.services import Wish, run_start
tiny = ("size=32", "final_size=32", "batch=12", "surfaces=6", "minutes=0", "epochs=2", "ema=0.9")
wish = Wish(kind="embedder", data=Data(), start="scratch", knobs=tiny)
print(run_start(wish=wish, by=None).job_id)
"""
PROCESSES = ["web", "worker-default", "worker-inference", "worker-training", "beat"]


@pytest.fixture
def stack(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[Stack]:
    """Everything started, as `docker compose up --wait` would."""
    database = postgres_server.create_database().rpartition("/")[2]
    values = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": HOST,
        "POSTGRES_PASSWORD": secrets.token_urlsafe(12),
        "REDIS_PASSWORD": secrets.token_urlsafe(12),
        "HTTP_PORT": str(free_port()),
    }
    broker = free_port()
    places = {
        "@postgres:5432/atelier": f"@127.0.0.1:{postgres_server.port}/{database}",
        "@redis:6379": f"@127.0.0.1:{broker}",
        "0.0.0.0": "127.0.0.1",
        "8000": values["HTTP_PORT"],
    }
    made = Stack(tmp_path / "stack", values, places)
    server = start_redis(made, tmp_path / "redis", broker)
    try:
        made.run("migrate")
        for name in PROCESSES:
            made.start(name)
        for name in PROCESSES:
            wait_for(lambda n=name: made.is_healthy(n), made.log(name).read_text, seconds=90)
        yield made
    finally:
        made.close()
        server.kill()
        server.wait()


def start_redis(stack: Stack, folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """By the file's own command; only the port and the folder are ours."""
    folder.mkdir()
    RedisServer(folder)  # skips the test where there is none
    command = stack.command("redis")
    own = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    server = subprocess.Popen([*command, *own], stdout=subprocess.DEVNULL)
    password = stack.environment("redis")["REDISCLI_AUTH"]

    def answers() -> bool:
        try:
            with redis.Redis(port=port, password=password) as client:
                return bool(client.ping())
        except redis.exceptions.RedisError:
            return False

    wait_for(answers, "redis did not start")
    with pytest.raises(redis.exceptions.AuthenticationError), redis.Redis(port=port) as stranger:
        stranger.ping()
    return server


def shell(stack: Stack, code: str) -> str:
    return stack.run("web", "python", "manage.py", "shell", "-v0", "-c", code).strip()


def ended(stack: Stack, job: str, seconds: float = 120) -> dict[str, str]:
    """The job's row, read past the site."""
    url = stack.environment("web")["DATABASE_URL"]

    def row() -> dict[str, str] | None:
        with psycopg.connect(url) as connection:
            found = connection.execute(
                "SELECT state, error, result::text, worker FROM jobs_job WHERE id = %s", [job]
            ).fetchone()
        assert found is not None
        names = ("state", "error", "result", "worker")
        is_open = found[0] in ("queued", "running")
        return None if is_open else dict(zip(names, found, strict=True))

    done: dict[str, str] = wait_for(row, f"{job} has not ended", seconds=seconds)
    assert done["state"] == "succeeded", done
    return done


def ask(stack: Stack, path: str, data: bytes | None = None, **headers: str) -> bytes:
    """As the proxy in front would."""
    command = stack.command("web")
    port = command[command.index("--port") + 1]
    request = Request(
        f"http://127.0.0.1:{port}{path}",
        data=data,
        headers={"Host": HOST, "X-Forwarded-Proto": "https", **headers},
    )
    with urlopen(request, timeout=60) as response:
        return bytes(response.read())


def search(stack: Stack, photo: bytes) -> dict[str, object]:
    """Patiently: the first photo waits for the model, and the site may say "in a moment"."""
    mark = uuid.uuid4().hex
    body = (
        (
            f'--{mark}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
        ).encode()
        + photo
        + f"\r\n--{mark}--\r\n".encode()
    )
    kind = f"multipart/form-data; boundary={mark}"
    told: list[str] = []

    def answer() -> bytes | None:
        try:
            return ask(stack, "/api/v1/search/photo?limit=5", body, **{"Content-Type": kind})
        except HTTPError as error:
            told.append(error.read().decode())
            if error.code != 503:
                raise
            return None

    found: dict[str, object] = json.loads(wait_for(answer, lambda: f"{told}", seconds=120))
    return found


def test_import_search_and_training_through_the_processes_of_compose(
    stack: Stack, tmp_path: Path
) -> None:
    # Nothing of the deployment check is left to say, in the very environment of the file.
    check = stack.run("web", "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in check

    # The default worker imports a drawn catalogue and makes it searchable.
    catalogue = tmp_path / "catalogue"
    write_dataset(catalogue, PRODUCTS)
    job = shell(
        stack,
        "from pathlib import Path\n"
        "from webapp.catalog.services import catalog_import_start as start\n"
        f"made = start(path=Path({str(catalogue)!r}), source='drawn', dry_run=False, by=None)\n"
        "print(made.job_id)",
    )
    result = json.loads(ended(stack, job)["result"])
    assert (result["created"], result["bad"]) == (PRODUCTS, 0)
    rebuild = shell(
        stack, "from webapp.search.indexing import index_enqueue; print(index_enqueue().id)"
    )
    ended(stack, rebuild, seconds=180)
    health = json.loads(ask(stack, "/api/v1/health"))
    assert health["status"] == "ok"
    assert f"{PRODUCTS}" in ask(stack, "/shop").decode()

    # The web process holds no model: the photo is looked at by the inference worker.
    found = search(stack, drawn_photo("Handbags", "Red"))
    assert found["results"]
    assert "recommender" not in shell(stack, "import sys; print(sorted(sys.modules))")

    # The training worker retrains, in a process of its own, and registers what it made.
    training = shell(stack, RETRAIN)
    trained = ended(stack, training, seconds=240)
    assert trained["worker"].endswith(f":{stack.processes['worker-training'].pid}")
    made = shell(
        stack,
        "from webapp.retraining.models import TrainingRun\n"
        "model = TrainingRun.objects.get().model\n"
        "print(model.is_live, model.folder)",
    )
    is_live, folder = made.split()
    assert is_live == "False"  # nobody has promoted it
    assert (Path(folder) / "manifest.json").exists()
    assert Path(folder).is_relative_to(stack.folder / "var")

    # The overview names every process, and nobody has written beside the volume and /tmp.
    names = shell(
        stack,
        "from webapp.jobs.selectors import workers\n"
        "print(sorted(','.join(w.queues) for w in workers() if not w.is_silent))",
    )
    assert names == "['', 'default', 'inference', 'training']"
    assert not (ROOT / "celerybeat-schedule").exists()
    assert not (ROOT / "celerybeat.pid").exists()

    # A stop is clean, and says goodbye.
    assert set(stack.stop().values()) == {0}
    assert (
        shell(stack, "from webapp.jobs.models import Worker; print(Worker.objects.count())") == "0"
    )
