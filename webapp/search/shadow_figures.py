"""How two versions compare over the searches that both answered."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.registry.models import ModelVersion

from .models import ShadowAnswer, ShadowClick

NEWEST = 5_000
"""Answers that the figures are about."""


@dataclass(frozen=True)
class Clicks:
    count: int
    champion_share: float
    candidate_share: float
    """Of the products opened, those among a version's ten best."""
    champion_rank: float
    candidate_rank: float
    """Mean reciprocal rank: 1 if everything opened was in first place, 0 if nothing was there."""


@dataclass(frozen=True)
class Figures:
    count: int
    overlap: float
    same_category: float
    champion_ms: tuple[float, float]
    candidate_ms: tuple[float, float]
    """The median and the 95th percentile."""
    clicks: Clicks | None


def figures(*, champion: ModelVersion, candidate: ModelVersion) -> Figures | None:
    """None before the first search that both answered."""
    newest = ShadowAnswer.objects.filter(champion=champion, candidate=candidate)[:NEWEST]
    rows = list(newest.values_list("overlap", "same_category", "champion_ms", "candidate_ms"))
    if not rows:
        return None
    overlaps, same, ones, others = zip(*rows, strict=True)
    return Figures(
        count=len(rows),
        overlap=sum(overlaps) / len(rows),
        same_category=sum(same) / len(rows),
        champion_ms=(_percentile(ones, 0.5), _percentile(ones, 0.95)),
        candidate_ms=(_percentile(others, 0.5), _percentile(others, 0.95)),
        clicks=_clicks(champion, candidate),
    )


def _clicks(champion: ModelVersion, candidate: ModelVersion) -> Clicks | None:
    clicks = ShadowClick.objects.filter(answer__champion=champion, answer__candidate=candidate)
    places = list(clicks.order_by("-id").values_list("champion_rank", "candidate_rank")[:NEWEST])
    if not places:
        return None
    ones, others = zip(*places, strict=True)
    return Clicks(
        count=len(places),
        champion_share=_share(ones),
        candidate_share=_share(others),
        champion_rank=_reciprocal(ones),
        candidate_rank=_reciprocal(others),
    )


def _percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not exceeded by ``share`` of them (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _share(places: Sequence[int | None]) -> float:
    return sum(place is not None for place in places) / len(places)


def _reciprocal(places: Sequence[int | None]) -> float:
    return sum(1 / place for place in places if place) / len(places)
