"""Write requirements.lock and requirements-dev.lock from pyproject.toml (`make lock`).

pip-compile pins whatever wheel it meets first, so the one special case is repaired here:
torch is pinned without its local version label and with the hashes of both builds, the
CPU wheel (190 MB) and the package index's own (CUDA on Linux). Whichever of the two an
installer finds, it is accepted, and any third file is refused.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TORCH_HASHES = (
    "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",  # +cpu, Linux x86-64
    "60fcdcb2f3876e21146cb4524ef06397d727ca9ad5f020818547e25075fe3cb7",  # index, Linux x86-64
    "092790c696a760c729fd5722835f50b9d81fd7c8f141571f3f3cf4081a8f664c",  # index, Linux ARM
    "e76f9bcecc52b8ff711239a2f7547d5353df95878ab232f0773c1d95928b92f8",  # index, macOS ARM
)
FLAGS = [
    "--quiet",
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--no-header",
    "--no-emit-find-links",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
]


def pip_compile(output: str, *extra: str) -> None:
    command = [sys.executable, "-m", "piptools", "compile", *FLAGS, *extra]
    subprocess.run([*command, "-o", output, "pyproject.toml"], cwd=ROOT, check=True)
    repair_torch(ROOT / output)


def repair_torch(path: Path) -> None:
    hashes = " \\\n".join(f"    --hash=sha256:{value}" for value in TORCH_HASHES)
    text, count = re.subn(
        r"^torch==([\d.]+)(?:\+\w+)? \\\n(?:    --hash=\S+(?: \\)?\n)+",
        rf"torch==\1 \\\n{hashes}\n".replace("\\\n", "\\\\\n"),
        path.read_text(),
        flags=re.MULTILINE,
    )
    if count != 1:
        raise SystemExit(f"{path.name}: expected one torch pin, found {count}")
    path.write_text(text)


if __name__ == "__main__":
    pip_compile("requirements.lock")
    pip_compile("requirements-dev.lock", "--extra", "dev", "-c", "requirements.lock")
