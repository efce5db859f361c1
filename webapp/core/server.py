"""Waitress, with a stop that drops nobody and a limit that holds before a body is stored."""

import copy
import ctypes
import errno
import io
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import create_server

from .limits import body_limit

THREADS = 8
FIRST_PORT = 8000
PORTS_TO_TRY = 100
DRAIN_SECONDS = 8.0
QUIET_SECONDS = 0.2
READ_AWAY_FACTOR = 10
"""A refused body of up to this many times the limit is read away, so that a browser, which
sends before it listens, sees the answer instead of a broken connection."""

_SO_ATTACH_FILTER = 26
_BPF_RETURN = 0x06
"""Linux's numbers, which the socket module does not name."""


class _Nothing:
    """Where the bytes of a refused body go."""

    def append(self, data: bytes) -> None:
        pass

    def getfile(self) -> io.BytesIO:
        return io.BytesIO()

    def close(self) -> None:
        pass

    def __len__(self) -> int:
        return 0


class _Parser(HTTPRequestParser):
    """Stores no body above the limit of its path; BodyLimitMiddleware then answers 413."""

    adj: Any
    expect_continue: bool

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        limit = body_limit(self.path)
        self.adj = copy.copy(self.adj)
        self.adj.max_request_body_size = limit  # holds for chunked bodies, of unknown length
        if self.content_length <= limit:
            return
        self.adj.max_request_body_size = self.content_length + 1
        self.connection_close = True
        if self.expect_continue or self.content_length > READ_AWAY_FACTOR * limit:
            self.expect_continue = False
            self.body_rcv = None
        else:
            self.body_rcv = FixedStreamReceiver(self.content_length, _Nothing())


class _Channel(HTTPChannel):
    parser_class = _Parser


class Server:
    """``run()`` serves in the calling thread until ``stop()``, which any thread may call."""

    def __init__(
        self, application: Callable[..., Any], listener: socket.socket, *, threads: int = THREADS
    ) -> None:
        self._stopping = threading.Event()
        self._server = create_server(
            application,
            sockets=[listener],
            threads=threads,
            ident=None,
            channel_timeout=60,
            cleanup_interval=10,
            connection_limit=1000,
            asyncore_use_poll=True,
            max_request_body_size=settings.ADMIN_UPLOAD_MAX_BYTES,
            # Only with proxies of ours in front are their headers believed (core.addresses).
            clear_untrusted_proxy_headers=settings.TRUSTED_PROXY_COUNT == 0,
        )
        self._server.channel_class = _Channel

    def run(self) -> None:
        while not self._stopping.is_set():
            self._turn(1.0)
        self._drain()

    def stop(self) -> None:
        self._stopping.set()
        self._server.pull_trigger()

    def _turn(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, map=self._server._map, use_poll=True, count=1)

    def _drain(self) -> None:
        """Answer whoever has connected or asked already; then close."""
        close_the_door(self._server.socket)
        for _ in range(50):  # connections the kernel has accepted for us
            self._turn(0.001)
        self._server.accepting = False
        self._server.del_channel()
        self._server.socket.close()
        quiet_since = time.monotonic()
        deadline = quiet_since + DRAIN_SECONDS
        # Who has just connected gets a moment to ask; who only keeps a connection open does not.
        while time.monotonic() < min(deadline, quiet_since + QUIET_SECONDS):
            self._turn(0.02)
            if any(map(_is_busy, self._channels())):
                quiet_since = time.monotonic()
        self._server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._server._map)

    def _channels(self) -> list[HTTPChannel]:
        return list(self._server.active_channels.values())


def _is_busy(channel: HTTPChannel) -> bool:
    return bool(channel.requests or channel.request or channel.total_outbufs_len)


def close_the_door(listener: socket.socket) -> None:
    """Let no new connection begin, while those that the kernel has made already can be accepted.

    A socket that is merely closed resets whoever connected after the last accept. On Linux a
    packet filter that lets nothing through (socket(7), SO_ATTACH_FILTER) turns newcomers away
    unanswered; they ask again and find the next process, or nobody. Elsewhere: does nothing.
    """
    if sys.platform != "linux":
        return
    drop_all = ctypes.create_string_buffer(struct.pack("HBBI", _BPF_RETURN, 0, 0, 0))
    program = struct.pack("HP", 1, ctypes.addressof(drop_all))
    with suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)


def listen(host: str, port: int | None) -> socket.socket:
    """A bound socket: on ``port``, or on the first free one from FIRST_PORT on.

    Raises OSError (EADDRINUSE and the like) if the wanted port, or every one tried, is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY)
    for candidate in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(1024)
            return listener
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE or candidate == ports[-1]:
                raise
    raise AssertionError("unreachable: the last port raises")
