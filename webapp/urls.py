"""Every address of the site: composition only."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from webapp.api import api
from webapp.core.media import media

handler400 = "webapp.core.errors.bad_request"
handler403 = "webapp.core.errors.permission_denied"
handler404 = "webapp.core.errors.not_found"
handler500 = "webapp.core.errors.server_error"

# One way to sign in, with its limits on attempts, for staff too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media, name="media"),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("jobs/", include("webapp.jobs.urls")),
    path("search/", include("webapp.search.urls")),
    path("demand/", include("webapp.demand.urls")),
    path("designs/", include("webapp.campaigns.urls")),
    path("studio/", include("webapp.studio.urls")),
    path("", include("webapp.storefront.urls")),
]
