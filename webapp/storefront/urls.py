"""Addresses of the shop's pages."""

from django.urls import path
from django.views.generic import RedirectView

from . import pages, views

app_name = "storefront"

urlpatterns = [
    path("", views.home, name="home"),
    path("shop", views.listing, name="listing"),
    path("shop/department/<slug:slug>", views.department, name="department"),
    path("shop/<slug:slug>", views.category, name="category"),
    path("product/<int:pk>", views.product, name="product_short"),
    path("product/<int:pk>/<slug:slug>", views.product, name="product"),
    path("product/<int:pk>/<slug:slug>/similar", views.similar, name="similar"),
    path("wishlist", views.wishlist, name="wishlist"),
    path("wishlist/<int:pk>", views.wishlist_toggle, name="wishlist_toggle"),
    path("you", pages.account, name="account"),
    path("you/delete", pages.account_delete, name="account_delete"),
    path("privacy", pages.privacy, name="privacy"),
    path("site.webmanifest", pages.manifest, name="manifest"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security_txt, name="security_txt"),
    path("favicon.ico", RedirectView.as_view(url="/static/img/favicon.svg"), name="favicon"),
]
