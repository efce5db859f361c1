"""Parts of films: what browsers ask for, through the view that serves every stored file."""

import http.client
import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.core.server import Server, listen

CONTENT = bytes(range(256)) * 40
SIZE = len(CONTENT)


@pytest.fixture
def film(media):
    path = media / "film.mp4"
    path.write_bytes(CONTENT)
    return "/media/film.mp4"


def ask(client, film, **headers):
    response = client.get(film, headers=headers)
    return response, b"".join(response)


def test_a_film_says_that_it_can_be_had_in_parts(client, film):
    response, body = ask(client, film)
    assert (response.status_code, body) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes"
    assert "Content-Range" not in response


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),  # Safari's first question
        ("bytes=0-0", 0, 0),
        (f"bytes=0-{SIZE - 1}", 0, SIZE - 1),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=5000-", 5000, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        ("bytes=100-99999999999", 100, SIZE - 1),
        ("bytes=-300", SIZE - 300, SIZE - 1),
        (f"bytes=-{SIZE + 1}", 0, SIZE - 1),
        ("Bytes=7-9", 7, 9),
        ("bytes= 7-9 ,", 7, 9),  # a list of one, with an empty member
    ],
)
def test_one_part_is_sent_alone(client, film, asked, first, last):
    response, body = ask(client, film, range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "video/mp4"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert body == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0"])
def test_what_lies_beyond_the_end_is_refused_with_the_size(client, film, asked):
    response, body = ask(client, film, range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert response["Cache-Control"] == "no-store"
    assert body == b""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-9",
        "bytes=9-7",
        "bytes=-",
        "bytes=",
        "bytes",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=--5",
        "bytes=+1-5",
        "bytes=1.5-2",
        "bytes=٣-٤",
        "bytes=" + "9" * 5000 + "-",
        "seconds=0-1",
    ],
)
def test_several_parts_and_nonsense_get_the_whole(client, film, asked):
    response, body = ask(client, film, range=asked)
    assert (response.status_code, body) == (200, CONTENT)
    assert response["Content-Length"] == str(SIZE)


@pytest.mark.parametrize("name", ["ETag", "Last-Modified"])
def test_a_part_fits_to_what_the_client_has_of_the_same_file(client, film, name):
    known = client.get(film)[name]
    response, body = ask(client, film, range="bytes=10-19", if_range=known)
    assert (response.status_code, body) == (206, CONTENT[10:20])


@pytest.mark.parametrize(
    "other", ['"another"', "W/{etag}", "Mon, 01 Jan 2035 00:00:00 GMT", "nonsense"]
)
def test_of_another_file_the_whole_is_sent(client, film, other):
    etag = client.get(film)["ETag"]
    response, body = ask(client, film, range="bytes=10-19", if_range=other.format(etag=etag))
    assert (response.status_code, body) == (200, CONTENT)


def test_a_client_that_has_it_all_is_told_so_whatever_part_it_asks_for(client, film):
    etag = client.get(film)["ETag"]
    response, body = ask(client, film, range="bytes=10-19", if_none_match=etag)
    assert (response.status_code, body) == (304, b"")


def test_only_reading_knows_parts(client, film):
    response = client.head(film, headers={"range": "bytes=10-19"})
    assert response.status_code == 200
    assert response["Content-Length"] == str(SIZE)


def test_of_an_empty_file_there_is_no_part(client, media):
    (media / "empty.mp4").write_bytes(b"")
    assert ask(client, "/media/empty.mp4", range="bytes=0-")[0].status_code == 416
    assert ask(client, "/media/empty.mp4", range="bytes=-5")[0].status_code == 200


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(0, SIZE + 3), length=st.integers(1, SIZE))
def test_parts_put_together_are_the_film(client, film, first, length):
    response, body = ask(client, film, range=f"bytes={first}-{first + length - 1}")
    assert body == CONTENT[first : first + length]
    assert response.status_code == (206 if first < SIZE else 416)


def test_the_server_sends_no_byte_more(film, settings):
    """Servers have a short way for files, which leads past the response's own reading."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    listener = listen("127.0.0.1", 0)
    server = Server(WSGIHandler(), listener, threads=1)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        connection = http.client.HTTPConnection(*listener.getsockname(), timeout=10)
        found = []
        for asked in ("bytes=0-1", "bytes=9000-9999", "bytes=-1", f"bytes={SIZE}-"):
            connection.request("GET", film, headers={"Range": asked})
            answer = connection.getresponse()
            found.append((answer.status, answer.read()))
    finally:
        server.stop()
        thread.join(timeout=20)
    assert found == [
        (206, CONTENT[:2]), (206, CONTENT[9000:10_000]), (206, CONTENT[-1:]), (416, b""),
    ]  # fmt: skip
