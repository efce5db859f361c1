"""Install the Debian packages that some tests need, where that is possible (`make test`).

Root on Debian with apt-get gets them; everybody else is told by the test run's last lines.
"""

import os
import shutil
import subprocess
from pathlib import Path

PACKAGES = {
    "redis-server": lambda: shutil.which("redis-server"),
    "postgresql": lambda: (
        any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb")
    ),
    "chromium": lambda: shutil.which("chromium"),
    "ffmpeg": lambda: shutil.which("ffmpeg"),
}


def missing() -> list[str]:
    return [package for package, is_there in PACKAGES.items() if not is_there()]


def install() -> None:
    """Quietly; a failure is reported and left to the tests, which skip (or fail on CI)."""
    wanted = missing()
    is_debian_root = (
        os.geteuid() == 0
        and shutil.which("apt-get") is not None
        and Path("/etc/debian_version").exists()
    )
    if not wanted or not is_debian_root:
        return
    print(f"Installing {', '.join(wanted)} for the tests …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Packages start their services when installed; the tests start private ones instead.
    policy = Path("/usr/sbin/policy-rc.d")
    wrote_policy = not policy.exists()
    if wrote_policy:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        for command in (
            ["apt-get", "-qq", "update"],
            ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *wanted],
        ):
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            if done.returncode:
                print(f"{' '.join(command)} failed: {done.stderr.strip()[-500:]}", flush=True)
                return
    finally:
        if wrote_policy:
            policy.unlink()


if __name__ == "__main__":
    install()
