from typing import Any

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "webapp.storefront"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        user_logged_in.connect(_take_wishes_along, dispatch_uid="storefront.wishlist_merge")


def _take_wishes_along(request: Any, user: Any, **kwargs: Any) -> None:
    from . import selectors, services

    if visitor_key := request.session.pop(selectors.VISITOR_KEY, ""):
        services.wishlist_merge(visitor_key=visitor_key, user=user)
