"""Whose a request is: the account's, else the browser's."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from webapp.core.models import User
from webapp.search.models import PhotoQuery
from webapp.search.selectors import VISITOR_KEY


@dataclass(frozen=True)
class Asker:
    """Empty for a browser that has never searched by photo: it has nothing here either."""

    user_id: int | None = None
    visitor_key: str = ""

    def __bool__(self) -> bool:
        return self.user_id is not None or bool(self.visitor_key)

    @property
    def name(self) -> str:
        """To be hashed; never stored as it is."""
        return f"visitor:{self.visitor_key}" if self.user_id is None else f"user:{self.user_id}"

    @property
    def columns(self) -> dict[str, Any]:
        """Of a Person that is theirs; also to find it by."""
        if self.user_id is None:
            return {"user_id": None, "visitor_key": self.visitor_key}
        return {"user_id": self.user_id, "visitor_key": ""}

    @property
    def theirs(self) -> Q:
        """Persons that are theirs; nothing for an empty one."""
        return Q(**self.columns) if self else Q(pk=None)


def asker_of(request: HttpRequest) -> Asker:
    if request.user.is_authenticated:
        return Asker(user_id=request.user.pk)
    return Asker(visitor_key=request.session.get(VISITOR_KEY, ""))


def owner_of(query: PhotoQuery) -> Asker:
    if query.user_id is not None:
        return Asker(user_id=query.user_id)
    return Asker(visitor_key=query.visitor_key)


def of_account(user: User) -> Asker:
    return Asker(user_id=user.pk)
