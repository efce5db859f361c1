"""`make check`: what must hold before a change goes in, besides the tests. Runs all, then reports.

.venv/bin/python scripts/check.py
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "-W", "ignore", "manage.py"]
CHECKS = {
    "style": [str(BIN / "ruff"), "check"],
    "format": [str(BIN / "ruff"), "format", "--check"],
    "types": [str(BIN / "mypy")],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}


def environment(var: str) -> dict[str, str]:
    """Settings as in production, made up: nothing here reaches a service."""
    return {
        **os.environ,
        "ATELIER_VAR": var,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "shop.example.org",
    }


def audit() -> None:
    """Known holes in the pinned packages; only reports, and passes without a network."""
    command = [str(BIN / "pip-audit"), "--disable-pip", "--no-deps", "-r", "requirements.lock"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        print("audit        not done: no answer from the vulnerability database")
        return
    print(done.stdout.strip() or f"audit        {done.stderr.strip().splitlines()[-1][:160]}")


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="atelier-check-") as var:
        for name, command in CHECKS.items():
            settings = "prod" if name == "deployment" else "test"
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment(var) | {"DJANGO_SETTINGS_MODULE": f"webapp.settings.{settings}"},
                capture_output=True,
                text=True,
            )
            print(f"{name:<12} {'failed' if done.returncode else 'fine'}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    if "--audit" in sys.argv[1:]:
        audit()
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
