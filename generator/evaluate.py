"""How good is a generator on this data: one command, JSON and Markdown out.

As many designs as photos are looked at, in the photos' own proportions of classes, and other
photos stand beside them as the floor: nothing that is finite in number is at distance zero.
Features are those of a frozen network (``--features``), by default the project's own embedder:
``fd_fashion51`` is the Fréchet distance of its features, and is not comparable with FID.
"""

import argparse
import json
import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator import data, fidelity, judge, serving
from generator.data import TEST, TRAIN, VAL, ImageSet
from generator.judge import Judge, Seen
from generator.novelty import Novelty
from generator.serving import Designer
from ml.markdown import table

log = logging.getLogger(__name__)

MOST = 5000
"""Photos, and as many designs: what papers take for sets of this size."""
COMPARED = 20_000
"""Training photos among which a design's nearest is looked for, at most."""
LEARNED = 10_000
"""Images that the classifiers of the accuracy score learn from, at most."""
EPOCHS = 6
AT_ONCE = 32
ROUNDED = 5

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Designs:
    """N designs with the classes they were asked for."""

    pixels: NDArray[np.uint8]
    labels: Ints


def evaluate(
    designer: Designer,
    images: ImageSet,
    eyes: Judge,
    *,
    most: int = MOST,
    truncation: float = 1.0,
    seed: int = 0,
    codes: NDArray[np.float32] | None = None,
) -> dict[str, Any]:
    """Every measure the data allows, as the JSON file holds it.

    ``codes`` (N × D, in the set's order) are what a photo-conditioned designer is told. Raises
    ValueError if the model and the set do not fit.
    """
    places = _places(designer, images)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(images.labels))
    count = min(most, len(order) // 2)
    if count < 10:
        raise ValueError(f"{len(order)} photos are too few to measure anything by.")
    first, second = order[:count], order[count : 2 * count]

    def design(rows: Ints, salt: int) -> Designs:
        return _design(designer, images, rows, places, truncation, seed + salt, codes)

    made = design(first, 1)
    log.info("looking at %d photos and %d designs", 2 * count, count)
    real, floor = eyes(images.pixels[first]), eyes(images.pixels[second])
    fake = eyes(made.pixels)
    measures: dict[str, float] = _distances(real, floor, fake)
    measures |= _novelty(images, eyes, made, fake)
    rows: list[dict[str, Any]] = []
    if images.labelled and designer.space.condition:
        labels = images.labels[first]
        measures |= _accuracy(labels, real, made.labels, fake)
        rows = per_class(images, labels, real, made.labels, fake)
        covered = [row["coverage"] for row in rows if row["coverage"] is not None]
        if covered:
            measures["coverage_min_class"] = min(covered)
        measures |= scores(images, design)
    return {
        "model": {"version": designer.version, "preset": designer.manifest.get("preset")},
        "data": images.name,
        "judge": eyes.name,
        "photos": count,
        "truncation": truncation,
        "measures": {name: round(float(value), ROUNDED) for name, value in measures.items()},
        "per_class": rows,
    }


def per_class(
    images: ImageSet, labels: Ints, real: Seen, asked: Ints, fake: Seen
) -> list[dict[str, Any]]:
    """A row for each class: how many photos, and the share of them that designs cover."""
    classes = len(images.categories)
    covered = fidelity.class_coverage(real.vectors, labels, fake.vectors, asked, classes)
    counts = np.bincount(images.labels, minlength=classes)
    return [
        {
            "category": name,
            "photos": int(counts[i]),
            "coverage": None if np.isnan(covered[i]) else round(float(covered[i]), 4),
        }
        for i, name in enumerate(images.categories)
    ]


def scores(images: ImageSet, design: Callable[[Ints, int], Designs]) -> dict[str, float]:
    """Classification accuracy score (Ravuri and Vinyals, 2019): accuracy on held-back photos of
    a classifier that learned from designs alone, beside one that learned from photos.

    Where the set has grey images it is also reported as ``gan_train`` (Shmelkov et al., 2018).
    """
    import torch

    from generator import classifier

    cpu = torch.device("cpu")
    train, held_back = images.rows(TRAIN), images.rows(VAL, TEST)
    train = train[classifier.balanced(images.labels[train], LEARNED)]
    made = design(train, 2)
    found = {}
    log.info("training a classifier on %d designs, and one on as many photos", len(train))
    for name, pixels, labels in (
        ("cas", made.pixels, made.labels),
        ("cas_real", images.pixels[train], images.labels[train]),
    ):
        model = classifier.fit(pixels, labels, len(images.categories), epochs=EPOCHS, device=cpu)
        _, said = classifier.look(model, images.pixels[held_back], cpu)
        found[name] = float((said == images.labels[held_back]).mean())
    if images.channels == 1:
        found["gan_train"] = found["cas"]
    return found


def _design(
    designer: Designer,
    images: ImageSet,
    rows: Ints,
    places: Ints | None,
    truncation: float,
    seed: int,
    codes: NDArray[np.float32] | None,
) -> Designs:
    """As many designs as rows, asked for the rows' classes, or after the rows' photos."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((len(rows), designer.space.latent), np.float32) * truncation
    condition = np.zeros((len(rows), designer.space.condition), np.float32)
    if codes is not None:
        condition = codes[rows]
    elif places is not None:
        condition[np.arange(len(rows)), places[images.labels[rows]]] = 1
    return Designs(designer.images(z.astype(np.float32), condition, AT_ONCE), images.labels[rows])


def _places(designer: Designer, images: ImageSet) -> Ints | None:
    """For each class of the set its place among the model's; None where nothing is asked."""
    if (designer.size, designer.channels) != (images.pixels.shape[1], images.channels):
        raise ValueError(
            f"The model makes {designer.size} px images of {designer.channels} channels, and "
            f"{images.name} has {images.pixels.shape[1]} px and {images.channels}."
        )
    if not designer.space.condition or designer.space.encoder is not None:
        return None
    known = list(designer.categories)
    if unknown := [name for name in images.categories if name not in known]:
        raise ValueError(f"The model makes no {', '.join(unknown[:5])}: measure it on other data.")
    return np.array([known.index(name) for name in images.categories], np.int64)


def _distances(real: Seen, floor: Seen, fake: Seen) -> dict[str, float]:
    found = fidelity.manifolds(real.vectors, fake.vectors)
    return {
        "fd_fashion51": fidelity.frechet_distance(fake.vectors, real.vectors),
        "fd_floor": fidelity.frechet_distance(floor.vectors, real.vectors),
        "kid": fidelity.kernel_distance(fake.vectors, real.vectors),
    } | found._asdict()


def _accuracy(labels: Ints, real: Seen, asked: Ints, fake: Seen) -> dict[str, float]:
    if (real.classes < 0).any():
        return {}
    return {
        "class_accuracy": float((fake.classes == asked).mean()),
        "class_accuracy_real": float((real.classes == labels).mean()),
    }


def _novelty(images: ImageSet, eyes: Judge, made: Designs, fake: Seen) -> dict[str, float]:
    """Against the photos of the training part, a seeded sample of them where there are many."""
    rows = images.rows(TRAIN)
    rows = np.sort(np.random.default_rng(0).permutation(rows)[:COMPARED])
    photos = images.pixels[rows]
    novelty = Novelty(photos, eyes(photos).vectors, images.groups[rows])
    verdicts = novelty.check(made.pixels, fake.vectors)
    return {
        "novelty_copies": float(verdicts.copies.mean()),
        "novelty_copies_features": float(verdicts.by_features.mean()),
        "novelty_copies_pixels": float(verdicts.by_pixels.mean()),
    }


def markdown(result: dict[str, Any]) -> str:
    """The measures, and a row a class."""
    model = result["model"]
    rows = [{"measure": f"`{k}`", "value": f"{v:.4g}"} for k, v in result["measures"].items()]
    lines = [
        f"# Evaluation of generator {model['version']} ({model['preset']})",
        "",
        f"{result['photos']} designs against as many photos of {result['data']}, judged by "
        f"{result['judge']}.",
        "",
        *table(rows),
    ]
    if result["per_class"]:
        lines += ["", "## Each category", "", *table(result["per_class"])]
    return "\n".join(lines) + "\n"


def measured(
    designer: Designer,
    path: str,
    *,
    features: str | None,
    cache: Path,
    most: int = MOST,
    truncation: float = 1.0,
    threads: int | None = None,
) -> dict[str, Any]:
    """``evaluate`` on a set's path. Raises ValueError if it cannot be used."""
    import torch

    config = designer.manifest["config"]
    images = data.load(path, cache, side=designer.size, fit=config["fit"])
    eyes = judge.appoint(features, images, torch.device("cpu"), threads)
    codes = None
    if designer.space.encoder is not None:
        from generator.codes import encode

        found, version = encode(images, features or "shipped", config["neighbours"], cache, threads)
        if version != designer.space.encoder:
            raise ValueError(
                f"The model was trained on codes of embedder {designer.space.encoder}, not of "
                f"{version}: name the right one with --features."
            )
        codes = found.vectors
    return evaluate(designer, images, eyes, most=most, truncation=truncation, codes=codes)


def write(result: dict[str, Any], target: Path) -> str:
    """The JSON file and a .md beside it; gives the Markdown."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    text = markdown(result)
    target.with_suffix(".md").write_text(text, encoding="utf-8")
    return text


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m generator evaluate``."""
    parser.add_argument("--model", default="shipped", help="a model folder, or shipped")
    parser.add_argument("--data", required=True, metavar="PATH", help="as for train")
    parser.add_argument("--json", required=True, help="file to write; a .md comes beside it")
    parser.add_argument("--features", metavar="DIR", help="whose eyes: a folder, shipped or own")
    parser.add_argument("--limit", type=int, default=MOST, help=f"photos (default: {MOST})")
    parser.add_argument("--truncation", type=float, default=1.0, help="of the designs (default: 1)")
    parser.add_argument("--cache", help="where decoded photos are kept (default: nowhere)")
    parser.add_argument("--threads", type=int, help="cores to use (default: all)")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    designer = serving.load(options.model, threads=options.threads)
    if options.threads:
        import torch

        torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as nowhere:
        result = measured(
            designer,
            options.data,
            features=options.features,
            cache=Path(options.cache or nowhere),
            most=options.limit,
            truncation=options.truncation,
            threads=options.threads,
        )
    say(write(result, Path(options.json)))
    return 0
