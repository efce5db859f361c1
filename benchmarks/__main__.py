"""``python -m benchmarks [--threads N] [--only …] [--json FILE]``: what this machine can do."""

import argparse
import json
import os
import sys
from pathlib import Path

ENGINES = ("recommender", "classifier", "generator")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--threads", type=int, default=1, help="cores of one answer (default: 1)")
    parser.add_argument(
        "--only", nargs="+", choices=ENGINES, default=ENGINES, help="measure these engines"
    )
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    # Before NumPy and FAISS are imported: they read these once.
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)
    from benchmarks import classifier, generator, recommender

    engines = {"recommender": recommender, "classifier": classifier, "generator": generator}
    figures = []
    for name in options.only:
        for figure in engines[name].figures(options.threads):
            print(
                f"{figure.name:<58}{figure.value:>10.2f} {figure.unit:<10}{figure.target}",
                flush=True,
            )
            figures.append(figure._asdict())
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
