"""A designer's account goes: what is theirs alone goes with it, what others rely on loses its name.

See webapp.core.leaving.
"""

from django.db import transaction

from webapp.core.models import User

from . import keeping, making
from .models import Board, Design, Sheet


def studio_leave(user: User) -> None:
    """Boards, sheets and designs with their files; but for the designs that an app above or
    somebody else's design needs, which stay without an owner and without the title they were
    given."""
    with transaction.atomic():
        Board.objects.filter(owner=user).delete()
        needed = keeping.relied_on(user)
        nobodys = Design.objects.filter(pk__in=needed)
        nobodys.update(owner=None, title="", is_shortlisted=False)
        own = Design.objects.filter(owner=user)
        own.update(is_kept=False)
        making.designs_delete(own)
        making.sheets_delete(Sheet.objects.filter(owner=user))
        for design in nobodys:
            keeping.release(design)
