"""Which versions exist, which serve, and what a rollback would return to."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from .kinds import EMBEDDER, KINDS, Kind
from .models import Comparison, IndexVersion, ModelVersion, Promotion

SERVING = (Promotion.Action.PROMOTE, Promotion.Action.PUBLISH, Promotion.Action.ROLL_BACK)
"""Changes of what serves; the others are about candidates."""
GENERATIONS = 2
"""That came before the one that serves, and whose files are kept to return to."""


@dataclass(frozen=True)
class Standing:
    """How a kind stands: what the overview shows."""

    kind: Kind
    champion: ModelVersion | None
    candidate: ModelVersion | None
    previous: ModelVersion | None
    """What a rollback returns to."""
    count: int


def model_live(kind: str) -> ModelVersion | None:
    return ModelVersion.objects.filter(kind=kind, is_live=True).first()


def model_candidate(kind: str) -> ModelVersion | None:
    return ModelVersion.objects.filter(kind=kind, is_candidate=True).first()


def model_get(kind: str, version: str) -> ModelVersion | None:
    """By its name, or "champion" or "candidate"."""
    if version == "champion":
        return model_live(kind)
    if version == "candidate":
        return model_candidate(kind)
    return models_of(kind).filter(version=version).first()


def index_live() -> IndexVersion | None:
    """With its ``model``; embedder and index always belong together."""
    return IndexVersion.objects.select_related("model").filter(is_live=True).first()


def index_of(model: ModelVersion) -> IndexVersion | None:
    """The last index of an embedder: the one that served last, else the newest built."""
    kept = model.indexes.exclude(folder="").select_related("model")
    served = kept.filter(promoted_at__isnull=False).order_by("-promoted_at", "-id").first()
    return served or kept.order_by("-id").first()


def index_newest(model: ModelVersion) -> IndexVersion | None:
    """The newest built of an embedder, served or not."""
    return model.indexes.exclude(folder="").select_related("model").order_by("-id").first()


def models_of(kind: str) -> QuerySet[ModelVersion]:
    return ModelVersion.objects.filter(kind=kind)


def audit(model: ModelVersion | None = None) -> QuerySet[Promotion]:
    """The log, newest first; of one version, what came to it and what left it."""
    rows = Promotion.objects.select_related(
        "model", "index", "previous_model", "previous_index", "by"
    )
    if model is None:
        return rows
    return rows.filter(model=model) | rows.filter(previous_model=model)


def generations(kind: str) -> list[int]:
    """Primary keys of the versions that served one on top of the other, the present one last.

    A promotion puts one on top; a rollback takes all above its target away, so that a second
    rollback goes further back instead of forward again.
    """
    rows = Promotion.objects.filter(model__kind=kind, action__in=SERVING).order_by("id")
    rows = rows.exclude(previous_model=F("model"))  # a new index of the same: one an import
    stack: list[int] = []
    for action, pk in rows.values_list("action", "model_id"):
        if stack and stack[-1] == pk:
            continue
        if action == Promotion.Action.ROLL_BACK and pk in stack:
            del stack[stack.index(pk) + 1 :]
        else:
            stack.append(pk)
    return stack


def model_previous(kind: str) -> ModelVersion | None:
    """What a rollback returns to: the version that served before, if its files are there."""
    before = generations(kind)[:-1][-GENERATIONS:]
    known = ModelVersion.objects.in_bulk(before)
    for pk in reversed(before):
        model = known.get(pk)
        if model is None or model.is_live or not model.has_files:
            continue
        if kind != EMBEDDER or index_of(model) is not None:
            return model
    return None


def standings() -> list[Standing]:
    """Every kind of which there is a version, in the order of KINDS."""
    found = []
    for kind in KINDS.values():
        count = models_of(kind.name).count()
        if count:
            found.append(
                Standing(
                    kind,
                    model_live(kind.name),
                    model_candidate(kind.name),
                    model_previous(kind.name),
                    count,
                )
            )
    return found


def comparison_get(left: ModelVersion, right: ModelVersion) -> Comparison | None:
    return Comparison.objects.filter(left=left, right=right).first()
