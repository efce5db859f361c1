"""Reading CSV and TSV tables as people really write them."""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from webapp.catalog.formats.base import NeedsDownload, Picture, PictureMissing
from webapp.catalog.formats.containers import Container

csv.field_size_limit(4 * 2**20)
TABLES = (".csv", ".tsv", ".txt")
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic")


def table_names(container: Container) -> list[str]:
    """Tables, the least deep first."""
    found = [n for n in container.names if PurePosixPath(n).suffix.lower() in TABLES]
    return sorted(found, key=lambda name: (name.count("/"), name))


def read_table(container: Container, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row that is not empty, header included. Not strict UTF-8: a byte
    that is wrong becomes a visible replacement character instead of ending the import."""
    with container.stream(name) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
        first = text.readline()
        text.seek(0)
        delimiter = "\t" if first.count("\t") > first.count(",") else ","
        reader = csv.reader((line.replace("\0", "") for line in text), delimiter=delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                continue
            if any(cells):
                yield reader.line_num, [cell.strip() for cell in cells]


def header_of(container: Container, name: str) -> list[str]:
    """The first row, or [] for a table that cannot be read."""
    return next((cells for _, cells in read_table(container, name)), [])


def as_dicts(container: Container, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, column → cell); cells without a column are dropped."""
    rows = read_table(container, name)
    header = next((cells for _, cells in rows), [])
    for line, cells in rows:
        yield line, dict(zip(header, cells, strict=False))


def count_rows(container: Container, name: str) -> int:
    return max(0, sum(1 for _ in read_table(container, name)) - 1)


def beside(table: str, name: str) -> str:
    """The path of a file that a table names relative to itself."""
    folder = PurePosixPath(table).parent
    return (folder / name.strip().replace("\\", "/").removeprefix("./")).as_posix()


def file_picture(container: Container, *names: str) -> Picture:
    """The first of these files that is there."""

    def read() -> bytes:
        for name in names:
            try:
                return container.read(name)
            except (FileNotFoundError, IsADirectoryError):
                continue
        raise PictureMissing(names[0])

    return Picture(names[0], read)


def named_picture(container: Container, table: str, name: str) -> Picture:
    """A picture by a table's cell: a path relative to the table, or a web address."""
    if not name.lower().startswith(("http://", "https://", "//")):
        return file_picture(container, beside(table, name))

    def read() -> bytes:
        if container.fetch is None:
            raise NeedsDownload(name)
        return container.fetch(name)

    return Picture(name, read)
