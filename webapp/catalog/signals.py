"""What the catalogue tells the apps above it, which it may not import."""

from django.dispatch import Signal

catalog_changed = Signal()
"""Sent after products were added, changed or taken out, outside of any transaction.

Arguments: ``sender`` (str: the source's name) and ``products`` (int: how many changed).
"""
