"""The health checks of containers."""

import http.server
import os
import subprocess
import sys
import threading
import time

import pytest

from webapp.core import ping


@pytest.fixture
def page():
    """A server of one page; ``page["status"]`` is its answer, ``page["headers"]`` what it heard."""
    state = {"status": 200}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            state["headers"] = self.headers
            self.send_response(state["status"])
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    state["url"] = f"http://127.0.0.1:{server.server_port}/"
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_asked_for_as_by_the_proxy(page, monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", ".shop.example.org,other")
    assert ping.main(page["url"]) == ""
    assert page["headers"]["Host"] == "shop.example.org"
    assert page["headers"]["X-Forwarded-Proto"] == "https"


def test_a_sick_page_and_a_closed_door_are_told(page):
    page["status"] = 503
    assert "503" in ping.main(page["url"])
    assert ping.main("http://127.0.0.1:1/")


def test_a_file_is_well_while_it_is_touched(tmp_path):
    alive = tmp_path / "alive"
    assert "No such file" in ping.main(str(alive))
    alive.touch()
    assert ping.main(str(alive)) == ""
    os.utime(alive, (time.time() - 60,) * 2)
    assert "last touched 60 s ago" in ping.main(str(alive))


def test_the_command_ends_with_the_verdict_and_without_django(tmp_path):
    command = [sys.executable, "-X", "importtime", "-m", "webapp.core.ping", str(tmp_path / "no")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "No such file" in done.stdout
    assert "django" not in done.stderr
