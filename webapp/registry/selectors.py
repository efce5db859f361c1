"""Which versions exist and which serve."""

from django.db.models import QuerySet

from .models import IndexVersion, ModelVersion, Promotion


def model_live(kind: str) -> ModelVersion | None:
    return ModelVersion.objects.filter(kind=kind, is_live=True).first()


def index_live() -> IndexVersion | None:
    """With its ``model``; embedder and index always belong together."""
    return IndexVersion.objects.select_related("model").filter(is_live=True).first()


def models_of(kind: str) -> QuerySet[ModelVersion]:
    return ModelVersion.objects.filter(kind=kind)


def promotion_last() -> Promotion | None:
    """The newest change of what serves."""
    return Promotion.objects.select_related("previous_model", "previous_index").first()
