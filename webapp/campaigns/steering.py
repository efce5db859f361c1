"""Votes steer: what people pledge for becomes a direction in the generator's latent space."""

from collections import defaultdict

from webapp.jobs.handlers import JobContext
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue
from webapp.registry.models import ModelVersion
from webapp.studio import services as studio
from webapp.studio.models import Design

from .models import Campaign
from .selectors import PUBLISHED

KIND = "campaigns.steer"


def steering_enqueue() -> Job:
    return job_enqueue(kind=KIND, payload={}, dedupe_key=KIND)


def directions_refresh(context: JobContext) -> dict[str, int]:
    """Handler of "campaigns.steer": hand the studio each model's published designs with the pieces
    that were pledged for them, by category and over all categories (""). Those that nobody wanted
    count too: a direction leads away from something."""
    votes: dict[tuple[ModelVersion, str], list[tuple[Design, int]]] = defaultdict(list)
    shown = Campaign.objects.filter(state__in=PUBLISHED, is_hidden=False)
    for campaign in shown.select_related("design__model"):
        design = campaign.design
        for category in {design.category, ""}:
            votes[design.model, category].append((design, campaign.pledged))
    for number, ((model, category), designs) in enumerate(votes.items()):
        if context.should_stop():
            break
        studio.direction_fit(model=model, category=category, votes=designs)
        context.progress(number + 1, len(votes))
    return {"directions": len(votes)}
