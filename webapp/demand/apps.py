from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemandConfig(AppConfig):
    name = "webapp.demand"
    label = "demand"
    verbose_name = _("Demand")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import pre_delete

        from webapp.search.signals import photo_judged, photos_expiring
        from webapp.studio.models import Sheet

        from . import figures  # noqa: F401  registered by being imported

        photo_judged.connect(_judge, dispatch_uid="demand.judge")
        photos_expiring.connect(_untie, dispatch_uid="demand.untie")
        user_logged_in.connect(_take_along, dispatch_uid="demand.person_merge")
        pre_delete.connect(_hand_on, sender=Sheet, dispatch_uid="demand.hand_on")


def _judge(sender: Any, *, query: Any, seen: Any, is_match: bool, **kwargs: Any) -> None:
    from .services import want_judge

    want_judge(query=query, seen=seen, is_match=is_match)


def _untie(sender: Any, *, ids: list[UUID], **kwargs: Any) -> None:
    from .services import wants_untie

    wants_untie(query_ids=ids)


def _take_along(request: Any, user: Any, **kwargs: Any) -> None:
    from webapp.search.selectors import VISITOR_KEY

    from .services import person_merge

    if visitor_key := request.session.get(VISITOR_KEY, ""):
        person_merge(visitor_key=visitor_key, user=user)


def _hand_on(sender: Any, *, instance: Any, **kwargs: Any) -> None:
    from .services import inspirations_hand_on

    inspirations_hand_on(sheet=instance)
