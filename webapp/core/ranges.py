"""One part of a file, as a browser asks for it to seek in a film (RFC 9110, section 14).

WhiteNoise, which we have, reads ranges too, but refuses a range of one byte, ignores If-Range, and
serves only what it knows as a static file.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

_ONE_RANGE = re.compile(
    r"bytes\s*=[\s,]*(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})[\s,]*", re.ASCII | re.IGNORECASE
)
"""A list of one: senders may leave members of a list empty. 18 digits are an exabyte."""


class Unsatisfiable(Exception):
    """A range of which the file has no byte: 416."""


@dataclass(frozen=True)
class ByteRange:
    """``first`` to ``last``, both included, of a file of ``size`` bytes."""

    first: int
    last: int
    size: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        """As Content-Range writes it."""
        return f"bytes {self.first}-{self.last}/{self.size}"


def range_read(header: str, size: int) -> ByteRange | None:
    """What a Range header asks of a file of ``size`` bytes.

    None, which stands for the whole file, where there is no header, where it makes no sense, and
    where it asks for several parts at once: a server may ignore all of these, and no browser asks
    for several. Raises Unsatisfiable.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if found is None or found["first"] == found["last"] == "":
        return None
    if not found["first"]:
        return _suffix(int(found["last"]), size)
    first, last = int(found["first"]), int(found["last"] or size)
    if found["last"] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return ByteRange(first, min(last, size - 1), size)


def is_unchanged(header: str, *, etag: str, last_modified: str) -> bool:
    """Whether If-Range lets the part through, so that it fits to what the client has already.

    Only the very same validator will do: a weak one says nothing about bytes, and a date that is
    merely later may be another file's.
    """
    return not header or header.strip() in (etag, last_modified)


def _suffix(length: int, size: int) -> ByteRange | None:
    """The last ``length`` bytes, or all where there are fewer."""
    if not length:
        raise Unsatisfiable
    if not size:
        return None  # all of nothing, for which Content-Range has no words
    return ByteRange(max(0, size - length), size - 1, size)


class Part:
    """A range of a file to read, and nothing after it.

    It cannot seek or tell, so that no server takes it for the whole file and sends that.
    """

    def __init__(self, file: BinaryIO, wanted: ByteRange) -> None:
        self._file = file
        self._left = len(wanted)
        file.seek(wanted.first)

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(found)
        return found

    def close(self) -> None:
        self._file.close()
