"""Doors from the clock and the job queue to the services."""

from typing import Any
from uuid import UUID

from webapp.jobs.handlers import JobContext, handler
from webapp.jobs.periodic import periodic

from . import nearness, services, steering
from .models import Campaign
from .products import campaign_close

SETTLE_SECONDS = 20
STEER_SECONDS = 6 * 3600


@periodic(seconds=SETTLE_SECONDS)
def campaigns_settle() -> None:
    services.campaigns_settle()


@periodic(seconds=STEER_SECONDS)
def directions_refresh() -> None:
    if Campaign.objects.exists():
        steering.steering_enqueue()


@handler(services.END)
def end(context: JobContext) -> dict[str, Any]:
    """Money and product of a campaign that has ended; the job's result names the product."""
    product = campaign_close(campaign_id=UUID(context.payload["campaign_id"]))
    return {"product": product.pk if product else None}


@handler(nearness.KIND, isolated=True)
def embed(context: JobContext) -> dict[str, int]:
    return nearness.embeddings_make(context)


@handler(steering.KIND, isolated=True)
def steer(context: JobContext) -> dict[str, int]:
    return steering.directions_refresh(context)
