"""What the search tells the apps above it."""

from django.dispatch import Signal

photo_answered = Signal()
"""A photo got its first answer: ``is_match``, ``model_version``; nothing of the photo itself."""
