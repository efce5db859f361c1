from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "webapp.storefront"
    label = "storefront"
