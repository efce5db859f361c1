"""The studio's one door to the engines, in four rooms: drawing, searching (after a photo, or what
people look for), directions, and looking at what was drawn.

Engines are imported inside the functions, so that a process that only shows pages loads none.
"""

from .designers import Unavailable
from .directions import direction
from .drawing import draw, enlarge, export, gif
from .looking import look
from .searching import after_photo, nearest

__all__ = [
    "Unavailable",
    "after_photo",
    "direction",
    "draw",
    "enlarge",
    "export",
    "gif",
    "look",
    "nearest",
]
