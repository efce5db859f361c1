"""A secret key for a machine that was given none."""

import os
import secrets
from pathlib import Path


def local_secret_key(folder: Path) -> str:
    """The key kept in ``folder/secret_key``, made on first use and readable by its owner only.

    Two processes may start at once: the file is created exclusively, and the loser reads it.
    """
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(64)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
