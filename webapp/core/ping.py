"""Health checks of containers: quick, because they run for ever, so without Django.

    python -m webapp.core.ping http://127.0.0.1:8000/api/v1/health
    python -m webapp.core.ping /tmp/alive

Ends with 0 if the page answers 200, or if the file was touched lately; else with 1 and a sentence.
"""

import os
import sys
import time
import urllib.request
from pathlib import Path

SECONDS = 5
FRESH_SECONDS = 30
"""Workers touch the file every five."""


def main(target: str) -> str:
    """What is wrong; empty if nothing is."""
    return _page(target) if target.startswith("http") else _file(Path(target))


def _page(url: str) -> str:
    """Asked as a proxy would: for one of the site's own hosts, over https."""
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    if host := os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip():
        headers["Host"] = host.lstrip(".")
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return "" if response.status == 200 else f"{url} answers {response.status}"
    except OSError as error:
        return f"{url}: {error}"


def _file(path: Path) -> str:
    try:
        age = time.time() - path.stat().st_mtime
    except OSError as error:
        return f"{path}: {error.strerror}"
    return "" if age < FRESH_SECONDS else f"{path} was last touched {age:.0f} s ago"


if __name__ == "__main__":
    problem = main(sys.argv[1])
    print(problem or "well")
    sys.exit(bool(problem))
