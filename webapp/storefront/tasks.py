"""What the shop tidies up by itself."""

from webapp.jobs.periodic import periodic

from . import services


@periodic(seconds=24 * 3600)
def wishlist_forget_visitors() -> None:
    services.wishlist_forget_visitors()
