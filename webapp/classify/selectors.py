"""Which products lack something that the classifier could say."""

from django.db.models import Q, QuerySet

from webapp.catalog.models import UNSORTED, Product

from .models import Suggestion

MISSING = {
    Suggestion.Field.CATEGORY: Q(category__name=UNSORTED),
    Suggestion.Field.USAGE: Q(usage=""),
}


def products_with_gaps(model_version: str) -> QuerySet[Product]:
    """Products of the shop, or waiting to be sorted, with a picture and an empty field for which
    nobody has decided and this model version has not spoken."""
    gaps = Q()
    for field, missing in MISSING.items():
        answered = Suggestion.objects.filter(
            Q(model_version=model_version) | ~Q(state=Suggestion.State.OPEN), field=field
        )
        gaps |= missing & ~Q(pk__in=answered.values("product"))
    wanted = Q(is_active=True) | MISSING[Suggestion.Field.CATEGORY]
    pictured = Product.objects.filter(wanted, gaps, images__isnull=False)
    return pictured.select_related("category").distinct().order_by("pk")
