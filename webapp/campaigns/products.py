"""What happens once a campaign has ended: money or none, and a product of what was funded."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from webapp.catalog.drafts import Draft, Names
from webapp.catalog.images import BadImage, image_store
from webapp.catalog.models import UNSORTED, Category, Product
from webapp.catalog.pictures import Loaded
from webapp.catalog.services import catalog_touched
from webapp.catalog.writing import ProductWriter
from webapp.jobs.handlers import JobRefused
from webapp.studio.selectors import design_file

from .models import Campaign, Pledge
from .payments import provider

SOURCE = "designs"
SIDE = 512
"""Pixels; what a generator draws is enlarged to this."""


def campaign_close(*, campaign_id: UUID) -> Product | None:
    """Collect what a funded campaign's backers promised and make the product, or let the backers
    of another one go. Safe to repeat. Raises JobRefused for a campaign that is gone, or whose
    picture is."""
    campaign = Campaign.objects.select_related("design", "owner").filter(pk=campaign_id).first()
    if campaign is None:
        raise JobRefused(_("The campaign was deleted before it was closed."))
    pledges = campaign.pledges.filter(state=Pledge.State.ACTIVE).select_related("campaign")
    settle = provider().collect if campaign.is_funded else provider().release
    for pledge in pledges.iterator():
        settle(pledge)
    return campaign_to_product(campaign=campaign) if campaign.is_funded else None


def campaign_to_product(*, campaign: Campaign) -> Product:
    """The funded design in the shop, made to order; the same product if there is one already.

    It is found by words and photos as every new product is, once the index has taken it in.
    Raises JobRefused if its picture cannot be read, and RuntimeError, which the job outlives,
    while it cannot be enlarged.
    """
    if campaign.product is not None:
        return campaign.product
    path = design_file(campaign.design, SIDE)
    if path.suffix != ".webp":  # as it was drawn: too small to stay in the shop for good
        raise RuntimeError("The picture cannot be enlarged just now.")
    try:
        picture = Loaded(stored=image_store(path.read_bytes()))
    except (BadImage, OSError) as error:
        raise JobRefused(
            _("The picture of “%(title)s” cannot be used: %(error)s")
            % {"title": campaign.title, "error": error}
        ) from error
    draft = _draft(campaign)
    writer = ProductWriter()
    before = writer.existing([draft]).get((draft.source, draft.external_id))
    with transaction.atomic():
        writer.write([(draft, before, [picture])])
        product = Product.objects.get(source=draft.source, external_id=draft.external_id)
        Campaign.objects.filter(pk=campaign.pk).update(product=product)
        catalog_touched(products=1)
    campaign.product = product
    return product


def _draft(campaign: Campaign) -> Draft:
    category, group = _category(campaign)
    return Draft(
        external_id=str(campaign.pk),
        source=SOURCE,
        sku=f"D-{str(campaign.pk)[:8].upper()}",
        name=campaign.title,
        brand=campaign.owner.get_username()[:80] if campaign.owner else "",
        description=campaign.story,
        category=category,
        group=group,
        colour="",
        colour_hex="",
        gender="",
        usage="",
        season="",
        year=None,
        price=campaign.price,
        sizes=tuple((label, 0) for label in campaign.sizes),
        design_code="",
        is_hidden=True if campaign.is_hidden or category == UNSORTED else None,
        is_made_to_order=True,
    )


def _category(campaign: Campaign) -> tuple[str, str]:
    """(name, department): as the generator was told, else as the search's model sees it."""
    if campaign.design.category:
        return Names().category(campaign.design.category, "", "", is_exact=True)
    embedding = getattr(campaign, "embedding", None)
    seen = Category.objects.filter(class_index=embedding.category).first() if embedding else None
    return (seen.name, seen.group) if seen else (UNSORTED, _("More"))
