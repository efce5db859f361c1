"""A secret key for a machine that was given none."""

import os
import secrets
import tempfile
from pathlib import Path


def local_secret_key(folder: Path) -> str:
    """The key kept in ``folder/secret_key``, made on first use and readable by its owner only.

    Two processes may start at once: each writes a whole file under a name of its own and links
    it to the final one. The first link wins, and the loser reads a file that is never half-written.
    """
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".secret_key.")
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
                file.flush()
                os.fsync(file.fileno())
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(temporary)
    return path.read_text()
