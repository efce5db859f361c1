"""Writes for what a shopper keeps."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from webapp.catalog.models import Product
from webapp.core.models import User

from .models import WishlistItem
from .selectors import VISITOR_KEY, wishlist_items


def wishlist_set(*, request: HttpRequest, product: Product, kept: bool) -> bool:
    """Keep or drop a product for this account or browser; returns ``kept``. Safe to repeat."""
    if not kept:
        wishlist_drop(request=request, product_id=product.pk)
    elif request.user.is_authenticated:
        WishlistItem.objects.get_or_create(product=product, user=request.user)
    else:
        WishlistItem.objects.get_or_create(
            product=product, user=None, visitor_key=_visitor_key(request)
        )
    return kept


def wishlist_drop(*, request: HttpRequest, product_id: int) -> None:
    """Safe to repeat."""
    wishlist_items(request).filter(product_id=product_id).delete()


@transaction.atomic
def wishlist_merge(*, visitor_key: str, user: User) -> int:
    """Give an account what its owner kept before signing in; returns how many were new to it."""
    items = WishlistItem.objects.filter(user=None, visitor_key=visitor_key)
    has = set(WishlistItem.objects.filter(user=user).values_list("product_id", flat=True))
    moved = items.exclude(product_id__in=has).update(user=user, visitor_key="")
    items.delete()
    return moved


def wishlist_forget_visitors() -> int:
    """Delete what visitors kept whose sessions have ended since; returns how many."""
    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    deleted, _ = WishlistItem.objects.filter(user=None, created_at__lt=oldest).delete()
    return deleted


def _visitor_key(request: HttpRequest) -> str:
    key: str = request.session.setdefault(VISITOR_KEY, secrets.token_hex(16))
    return key
