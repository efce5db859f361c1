"""docker-compose.yml, .env.example, Dockerfile: whole, in agreement, and locked down.

No container engine is needed: compose-spec reads the file as strictly as Compose does.
"""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from tests.support import compose
from webapp.jobs.handlers import QUEUES

ROOT = compose.ROOT
DEMANDED = {
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "shop.example.org",
    "POSTGRES_PASSWORD": "p",
    "REDIS_PASSWORD": "r",
}
DOCUMENT = compose.document(DEMANDED)
SERVICES: dict[str, Any] = DOCUMENT["services"]
OURS = [name for name, service in SERVICES.items() if service["image"].startswith("atelier:")]
STORES = ["redis", "postgres"]


def test_the_file_is_valid():
    parsed = PyCompose.from_yaml(yaml.safe_dump(DOCUMENT))
    assert set(parsed.service_names()) == set(SERVICES)


def test_a_key_that_compose_does_not_know_would_be_found():
    wrong = yaml.safe_dump(DOCUMENT).replace("read_only:", "readonly:", 1)
    with pytest.raises(Exception, match="readonly"):
        PyCompose.from_yaml(wrong)


@pytest.mark.parametrize("name", list(DEMANDED))
def test_what_must_be_secret_has_no_default(name):
    with pytest.raises(KeyError, match=name):
        compose.document({key: value for key, value in DEMANDED.items() if key != name})


def test_every_variable_is_explained_in_the_example_and_every_example_is_used():
    by_compose_itself = {"COMPOSE_PROFILES"}
    assert set(compose.example()) == compose.variables() | by_compose_itself


def test_the_defaults_in_the_example_are_those_of_the_file():
    shown = compose.example()
    for name, default in re.findall(r"\$\{(\w+):-([^}]*)\}", compose.FILE.read_text()):
        if name not in ("PROXY_HOST", "SECURITY_CONTACT"):  # examples, not defaults
            assert shown[name] == default, name


def test_every_setting_that_is_passed_on_exists():
    page = (ROOT / "docs" / "settings.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE))
    not_ours = {"DJANGO_SETTINGS_MODULE", "TMPDIR"}
    for name in OURS:
        assert set(SERVICES[name]["environment"]) - not_ours <= documented


@pytest.mark.parametrize("name", OURS)
def test_what_is_uploaded_goes_to_the_volume_and_not_to_memory(name):
    (volume,) = SERVICES[name]["volumes"]
    folder = Path(volume.partition(":")[2])
    assert Path(SERVICES[name]["environment"]["TMPDIR"]).is_relative_to(folder)
    (memory,) = SERVICES[name]["tmpfs"]
    assert memory == "/tmp:size=64m,mode=1777"
    assert Path(SERVICES[name]["environment"]["WORKER_ALIVE_FILE"]).parent == Path("/tmp")


def test_somebody_works_every_queue():
    worked = {
        queue
        for name in OURS
        if "-Q" in (command := SERVICES[name]["command"])
        for queue in command[command.index("-Q") + 1].split(",")
    }
    assert worked == set(QUEUES)


@pytest.mark.parametrize("name", list(SERVICES))
def test_a_service_can_do_no_more_than_it_must(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert "privileged" not in service
    assert service["logging"]["options"]["max-size"]
    if name != "proxy":  # which binds the ports below 1024
        assert service["user"] not in ("root", "0", "0:0")


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_a_service_that_stays_is_watched_and_started_again(name):
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_the_stores_are_reached_from_inside_only():
    assert DOCUMENT["networks"]["backend"]["internal"] is True
    for name in STORES:
        assert SERVICES[name]["networks"] == ["backend"]
        assert "ports" not in SERVICES[name]
    published = {name for name in SERVICES if "ports" in SERVICES[name]}
    assert published == {"web", "proxy"}
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "--requirepass" in SERVICES["redis"]["command"]
    assert SERVICES["redis"]["command"][1:3] == ["--appendonly", "yes"]


def test_a_full_redis_refuses_to_write_and_forgets_no_message():
    command = SERVICES["redis"]["command"]
    options = dict(itertools.pairwise(command))
    assert options["--maxmemory-policy"] == "noeviction"
    limit = SERVICES["redis"]["deploy"]["resources"]["limits"]["memory"]
    assert int(options["--maxmemory"].removesuffix("mb")) < int(limit.removesuffix("m"))


def test_postgres_is_healthy_only_once_it_listens_where_the_site_asks():
    test = SERVICES["postgres"]["healthcheck"]["test"]
    assert test[test.index("--host") + 1] == "127.0.0.1"


def test_what_must_last_lies_in_named_volumes():
    mounted = {
        volume.partition(":")[0] for service in SERVICES.values() for volume in service["volumes"]
    }
    assert mounted == set(DOCUMENT["volumes"])


def test_foreign_images_are_pinned_to_a_release():
    for name, service in SERVICES.items():
        if name not in OURS:
            assert re.search(r":\d", service["image"]), name


def test_one_of_the_two_training_workers_has_the_gpu():
    cpu, cuda = SERVICES["worker-training"], SERVICES["worker-training-cuda"]
    assert (cpu["profiles"], cuda["profiles"]) == (["cpu"], ["cuda"])
    assert cpu["command"] == cuda["command"]
    (device,) = cuda["deploy"]["resources"]["reservations"]["devices"]
    assert device["capabilities"] == ["gpu"]
    concurrency = cuda["command"].index("--concurrency")
    assert cuda["command"][concurrency + 1] == "1"


# The image ---------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    steps = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in steps]


def test_the_image_is_built_by_hash_and_runs_as_nobody():
    steps = instructions()
    stages = [rest for word, rest in steps if word == "FROM"]
    assert [stage.split()[0] for stage in stages] == ["python:3.11-slim"] * 2
    assert ("RUN", "python scripts/setup.py") in steps  # which installs with --require-hashes
    assert [rest for word, rest in steps if word == "USER"] == ["10001:10001"]
    assert SERVICES["web"]["user"] == "10001:10001"


def test_what_is_copied_exists_and_reaches_the_builder():
    ignore = (ROOT / ".dockerignore").read_text().split()
    allowed = {line[1:] for line in ignore if line.startswith("!")}
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            *sources, target = rest.split()
            for source in sources:
                path = source + Path(target).name if source.endswith("/") else source
                assert (ROOT / path).exists(), path
                assert path in allowed or f"{target}{path}" in allowed, path


def test_nothing_of_a_workplace_reaches_the_builder():
    ignore = (ROOT / ".dockerignore").read_text().split()
    rules = [line for line in ignore if not line.startswith("#")]
    assert "*" in rules
    for kept_out in (".env", ".git", "var", ".venv", "tests"):
        assert f"!{kept_out}" not in rules


def test_the_image_holds_every_package_that_the_site_imports():
    copied = {rest.split()[0] for word, rest in instructions() if word == "COPY"}
    assert {"webapp", "recommender", "generator", "ml", "templates", "static"} <= copied
