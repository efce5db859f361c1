"""Catalogues and photos as training data: tables, pixels, splits and composed scenes."""
