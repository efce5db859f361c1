"""What the registry tells the apps above it, which it may not import."""

from django.dispatch import Signal

serving_changed = Signal()
"""Sent after another version of a kind has begun to serve, outside of any transaction.

Arguments: ``sender`` (str: the kind) and ``promotion`` (the row that says what changed).
"""
