"""Designs that nobody sells yet and that look like a shopper's photo.

    strength = cos(shape) + ½ · p(kind of the design | photo)

is the measure that the embedder's "nothing close" is calibrated on, a threshold a category (see
recommender.search). A design is shown if the shop would call it a match, were it a product: one
rule for both, so that the row never shows what the shop would call "nothing close". Of those the
most alike come first, in cut and colour.
"""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webapp.catalog.models import Category
from webapp.jobs.handlers import JobContext
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue
from webapp.registry import selectors as registry
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import ModelVersion
from webapp.search import engine as search
from webapp.search.contracts import Seen
from webapp.search.rows import Card, Row
from webapp.studio.selectors import design_file

from . import engine, selectors
from .models import Campaign, Embedding
from .products import SIDE

KIND = "campaigns.embed"
MOST_CARDS = 8
CATEGORY_WEIGHT = 0.5
"""As recommender.search.CATEGORY_WEIGHT, which a page must not import; a test compares them."""


def embeddings_enqueue() -> Job:
    """Have the model look at the pictures it has not seen yet."""
    return job_enqueue(kind=KIND, payload={}, dedupe_key=KIND)


def embeddings_make(context: JobContext) -> dict[str, int]:
    """Handler of "campaigns.embed": look at every live campaign that the serving model has not
    seen. Without a model there is nothing to do: the first one to serve starts this anew."""
    model = registry.model_live(EMBEDDER)
    if model is None:
        return {"seen": 0}
    due = Campaign.objects.filter(state=Campaign.State.LIVE).filter(
        Q(embedding=None) | ~Q(embedding__model=model)
    )
    campaigns = {str(campaign.pk): campaign for campaign in due.select_related("design")}
    classes = _class_indices()
    pictures = [(pk, design_file(entry.design, SIDE)) for pk, entry in campaigns.items()]
    done = 0
    for seen, unread in search.embed_products(model.folder, pictures):
        for place, pk in enumerate(seen.names):
            told = classes.get(campaigns[pk].design.category)
            kind = int(seen.kinds[place]) if told is None else told
            _save(model, pk, seen.shape[place].tolist(), seen.colour[place].tolist(), kind)
        for pk in unread:
            context.log(
                _("The picture of “%(title)s” could not be read.") % {"title": campaigns[pk].title}
            )
        done += len(seen.names)
        context.progress(done, len(pictures), _("Looking at designs"))
    return {"seen": done}


def row(seen: Seen) -> Row | None:
    """Live campaigns that look like a photo; see webapp.search.rows."""
    found = nearest(seen)[:MOST_CARDS]
    if not found:
        return None
    return Row(
        key="designs",
        title=_("Nobody sells this yet"),
        more_url=reverse("campaigns:board"),
        more_text=_("All designs"),
        cards=[_card(campaign) for campaign in found],
    )


def nearest(seen: Seen) -> list[Campaign]:
    """Live campaigns that would count as a match for a photo, the most alike first."""
    embeddings = Embedding.objects.filter(
        model__kind=EMBEDDER, model__version=seen["model_version"]
    )
    if not embeddings.exists():  # half a millisecond, where what follows takes two
        return []
    close = []
    for each in embeddings.filter(campaign__in=selectors.campaigns_open()).select_related(
        "campaign__design", "campaign__owner"
    ):
        cut = _dot(each.shape, seen["shape"])
        chances = seen["categories"]
        chance = chances[each.category] if each.category < len(chances) else 0.0
        if cut + CATEGORY_WEIGHT * chance >= each.threshold:
            close.append((cut + _dot(each.colour, seen["colour"]), each.campaign))
    close.sort(key=lambda entry: -entry[0])
    return [campaign for _alike, campaign in close]


def _save(
    model: ModelVersion, pk: str, shape: list[float], colour: list[float], category: int
) -> None:
    Embedding.objects.update_or_create(
        campaign_id=pk,
        defaults={
            "model": model,
            "shape": _rounded(shape),
            "colour": _rounded(colour),
            "category": category,
            "threshold": engine.threshold_of(model.manifest, category),
        },
    )


def _class_indices() -> dict[str, int]:
    rows = Category.objects.values_list("name", "class_index")
    return {name: index for name, index in rows if index is not None}


def _card(campaign: Campaign) -> Card:
    return Card(
        url=campaign.get_absolute_url(),
        image=reverse("campaigns:picture", args=[campaign.pk, 256]),
        title=campaign.title,
        lines=[
            _("AI concept, %(percent)d %% funded") % {"percent": campaign.percent},
            ngettext("%(days)d day left", "%(days)d days left", campaign.days_left)
            % {"days": campaign.days_left},
        ],
        facts={
            "id": str(campaign.pk),
            "percent": campaign.percent,
            "price": str(campaign.price),
            "ends_at": campaign.ends_at.isoformat(),
        },
    )


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(value, 5) for value in values]


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(one * other for one, other in zip(left, right, strict=True))
