"""Designs larger than they were made: by Lanczos' filter, or by a small network."""
