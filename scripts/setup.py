"""Create .venv from a lock file (`make setup`); do nothing when it is already up to date.

    python3.11 scripts/setup.py [--dev]

Every package is installed by hash and without resolving, because the lock is complete.
torch goes first and by a detour: pip prefers a file whose index names its hash over a local
wheel that has none, so a plain install would take the CUDA build (and gigabytes of CUDA
libraries) even where the CPU wheel is at hand. Downloading first, with pip's ordinary
preference for the "+cpu" version, and then installing that file by hash, keeps both.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def pip(*arguments: str) -> None:
    subprocess.run(
        [PYTHON, "-m", "pip", "--disable-pip-version-check", "-qq", *arguments], check=True
    )


def requirement(lock: str, package: str) -> str:
    """The lock's entry of one package, hashes included."""
    found = re.search(rf"^{package}==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit(f"the lock file does not pin {package}")
    return found[0]


def is_installed(pin: str) -> bool:
    name, version = pin.split("==")
    code = f"import importlib.metadata as m; print(m.version({name!r}))"
    result = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True)
    return result.stdout.strip().split("+")[0] == version


def install_torch(lock: str) -> None:
    entry = requirement(lock, "torch")
    pin = entry.split()[0]
    if is_installed(pin):
        return
    with tempfile.TemporaryDirectory() as folder:
        pip("download", "--no-deps", "--dest", folder, pin)
        hashed = Path(folder, "torch.txt")
        hashed.write_text(entry)
        pip(
            "install",
            "--no-deps",
            "--no-index",
            "--find-links",
            folder,
            "--require-hashes",
            "-r",
            str(hashed),
        )
    is_cuda = "import importlib.metadata as m; exit('+cpu' in m.version('torch'))"
    requires_cuda = (
        "import importlib.metadata as m; "
        "exit(not any(r.startswith(('nvidia', 'cuda')) for r in m.requires('torch')))"
    )
    if all(
        subprocess.run([PYTHON, "-c", code]).returncode == 0 for code in (is_cuda, requires_cuda)
    ):
        print(
            "This index has only the CUDA build of torch: installing its CUDA libraries "
            "too (about 3 GB)."
        )
        pip("install", pin)


def install(*, dev: bool) -> None:
    """Bring .venv up to date with its lock file; ``dev`` adds the tools for tests and checks."""
    if sys.version_info[:2] != (3, 11):
        raise SystemExit(
            f"Atelier needs Python 3.11; this is {sys.version.split()[0]}. "
            "Run `make PYTHON=/path/to/python3.11 …`."
        )
    name = "requirements-dev.lock" if dev else "requirements.lock"
    lock = (ROOT / name).read_text()
    digest = hashlib.sha256(lock.encode()).hexdigest()
    # The dev lock holds all of the other one, so its stamp serves both.
    runtime_digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()
    stamp = VENV / "installed"
    done = stamp.read_text().split() if stamp.exists() else []
    if digest in done:
        return
    print(f"Installing {name} into .venv (a few minutes the first time) …", flush=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    install_torch(lock)
    pip("install", "--no-deps", "--require-hashes", "-r", str(ROOT / name))
    stamp.write_text("\n".join({digest, runtime_digest}) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="with the tools for tests and checks")
    install(dev=parser.parse_args().dev)


if __name__ == "__main__":
    main()
