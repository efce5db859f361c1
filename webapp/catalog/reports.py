"""An import's report: a CSV that grows with the import and is cut back when one is resumed."""

import csv
import io
import os
from pathlib import Path

COLUMNS = ("line", "id", "outcome", "reason")


class Report:
    """Appends lines; ``length`` belongs into the same transaction as the rows it speaks of."""

    def __init__(self, path: Path, length: int) -> None:
        """Open ``path`` and cut off what was written after ``length`` bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("r+b" if path.exists() else "w+b")
        self._stream.truncate(length)
        self._stream.seek(length)
        if not length:
            self.write([COLUMNS])

    def write(self, rows: list[tuple[object, ...]]) -> int:
        """Append, make durable, and return the new length in bytes."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([[_cell(value) for value in row] for row in rows])
        self._stream.write(text.getvalue().encode())
        self._stream.flush()
        os.fsync(self._stream.fileno())
        return self._stream.tell()

    def close(self) -> None:
        self._stream.close()


def _cell(value: object) -> str:
    """A spreadsheet takes a text that begins with "=" for a formula; an apostrophe stops it."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
