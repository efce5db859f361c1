"""The server by itself: limits before bodies, and a stop that drops nobody."""

import http.client
import socket
import sys
import threading

import pytest

from webapp.core.server import Server, close_the_door, listen


@pytest.fixture
def serve(settings):
    settings.UPLOAD_MAX_BYTES = 100_000
    started = []

    def start(application):
        listener = listen("127.0.0.1", 0)
        server = Server(application, listener, threads=2)
        thread = threading.Thread(target=server.run)
        thread.start()
        started.append((server, thread))
        return server, listener.getsockname()[1]

    yield start
    for server, thread in started:
        server.stop()
        thread.join(timeout=10)
        assert not thread.is_alive()


def echo_length(environ, start_response):
    """Answers with the length that was announced and the length that arrived."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ.get('CONTENT_LENGTH')} {len(body)}".encode()]


def post(port, path, size, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", path, body=b"x" * size, headers=headers)
    return connection.getresponse().read().decode()


def test_a_body_within_the_limit_arrives(serve):
    _server, port = serve(echo_length)
    assert post(port, "/search/photo", 100_000) == "100000 100000"


def test_a_body_above_the_limit_is_announced_and_never_stored(serve):
    _server, port = serve(echo_length)
    assert post(port, "/search/photo", 900_000) == "900000 0"


def test_an_admins_catalogue_may_be_large(serve):
    _server, port = serve(echo_length)
    assert post(port, "/admin/catalog/import", 900_000) == "900000 900000"


def test_a_body_of_unknown_length_is_cut_off_at_the_limit(serve):
    # given an application that would note a request, and a sender that never says how much comes
    asked = []
    _server, port = serve(lambda environ, start_response: asked.append(environ) or [])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(
            b"POST /search/photo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        # then the connection breaks long before 50 MB are through
        with pytest.raises(ConnectionError):
            client.sendall((b"2710\r\n" + b"x" * 10_000 + b"\r\n") * 5000)
    assert asked == []


def test_a_stop_answers_what_was_asked_and_then_refuses(serve):
    entered, go_on = threading.Event(), threading.Event()

    def slow(environ, start_response):
        entered.set()
        assert go_on.wait(10)
        start_response("200 OK", [])
        return [b"finished"]

    server, port = serve(slow)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/")
    assert entered.wait(10)
    server.stop()
    go_on.set()
    assert connection.getresponse().read() == b"finished"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can close the door like this")
def test_behind_a_closed_door_who_came_before_is_let_in_and_nobody_after():
    listener = listen("127.0.0.1", 0)
    address = listener.getsockname()
    with listener, socket.create_connection(address, timeout=5) as before:
        close_the_door(listener)
        with pytest.raises(TimeoutError):
            socket.create_connection(address, timeout=0.2)
        accepted, _ = listener.accept()
        with accepted:
            before.sendall(b"hello")
            assert accepted.recv(5) == b"hello"


def test_without_a_wish_the_first_free_port_is_taken():
    first = listen("127.0.0.1", None)
    second = listen("127.0.0.1", None)
    try:
        assert 8000 <= first.getsockname()[1] < second.getsockname()[1] < 8100
    finally:
        first.close()
        second.close()


def test_a_wanted_port_that_is_taken_is_an_error():
    taken = listen("127.0.0.1", 0)
    try:
        with pytest.raises(OSError, match="in use"):
            listen("127.0.0.1", taken.getsockname()[1])
    finally:
        taken.close()
