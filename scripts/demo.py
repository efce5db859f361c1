"""`make demo`: install what is missing, prepare the shop and serve it until Ctrl-C.

    python3.11 scripts/demo.py [--data PATH] [--port N] [--var PATH] [--host ADDRESS]

Everything it writes lies in .venv and below var/ (or --var).
"""

import argparse
import os
import sys
from pathlib import Path

import setup

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", help="a catalogue (folder, zip or CSV) instead of the sample")
    parser.add_argument("--port", help="instead of the first free one from 8000 on")
    parser.add_argument("--host", help="instead of 127.0.0.1 (this machine only)")
    parser.add_argument("--var", help="where to keep the database, media and indexes")
    options = parser.parse_args()
    setup.install(dev=False)
    if options.var:
        os.environ["ATELIER_VAR"] = str(Path(options.var).expanduser().resolve())
    command = [str(setup.PYTHON), str(ROOT / "manage.py"), "demo"]
    if options.data:
        command += ["--data", str(Path(options.data).expanduser().resolve())]
    for name in ("port", "host"):
        if value := getattr(options, name):
            command += [f"--{name}", value]
    sys.stdout.flush()
    os.execv(command[0], command)  # Ctrl-C and SIGTERM reach the site itself


if __name__ == "__main__":
    main()
