"""Every address of the site: composition only."""

import warnings

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from webapp.api import api
from webapp.core.media import media

handler400 = "webapp.core.errors.bad_request"
handler403 = "webapp.core.errors.permission_denied"
handler404 = "webapp.core.errors.not_found"
handler500 = "webapp.core.errors.server_error"

urlpatterns = [
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media, name="media"),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("jobs/", include("webapp.jobs.urls")),
]
for _app, _prefix in (("search", "search/"), ("storefront", "")):
    try:
        urlpatterns.append(path(_prefix, include(f"webapp.{_app}.urls")))
    except ImportError as error:
        warnings.warn(f"webapp.{_app}.urls is left out: {error}", stacklevel=1)
