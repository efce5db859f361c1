"""What the search tells the apps above it."""

from django.dispatch import Signal

photo_answered = Signal()
"""A photo got its first answer: ``is_match``, ``model_version``; nothing of the photo itself."""

photo_judged = Signal()
"""A photo was compared with everything in the shop, perhaps not for the first time: ``query``
(PhotoQuery), ``seen`` (contracts.Seen), ``is_match``. The last time counts: a shopper may have
pointed at the part that matters.

What a receiver keeps of it goes when the photo is deleted, and leads nowhere once
``photos_expiring`` was sent.
"""

photos_expiring = Signal()
"""Photos whose time is over are about to be deleted: ``ids``. Not sent for a photo that is deleted
because somebody asked for it."""
