"""Pages and small files that need nothing from the catalogue."""

from datetime import timedelta

from allauth.account.forms import ReauthenticateForm
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from webapp.campaigns import selectors as campaigns
from webapp.core.leaving import account_delete as delete
from webapp.core.quotas import quota_take


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The signed-in person's own page. Context: pledges, which are theirs."""
    assert request.user.is_authenticated  # by login_required
    return render(
        request,
        "storefront/account.html",
        {"pledges": campaigns.pledges_of(request.user)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account_delete(request: HttpRequest) -> HttpResponse:
    """What will go and what stays; POST ``password``: delete the account and sign out.

    Context: form, with the field password.
    """
    assert request.user.is_authenticated  # by login_required
    form = ReauthenticateForm(request.POST or None, user=request.user)
    if request.method == "POST":
        quota_take(request, "password")
        if form.is_valid():
            delete(user=request.user)
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("storefront:home")
    status = 422 if form.is_bound else 200
    return render(request, "storefront/account_delete.html", {"form": form}, status=status)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/privacy.html")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest: what a phone shows when the shop is put on its home screen."""
    return JsonResponse(
        {
            "name": settings.SITE_NAME,
            "short_name": settings.SITE_NAME,
            "description": _("A clothing shop that answers a photo."),
            "start_url": reverse("storefront:home"),
            "display": "minimal-ui",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
            "icons": [
                {"src": static("img/favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
            ],
            "shortcuts": [{"name": _("Search by photo"), "url": reverse("search:start")}],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Shoppers' photos, accounts and designers' drafts are nobody's to index; the shop is."""
    private = ("/search/", "/account/", "/wishlist", "/studio/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    host = request.get_host().partition(":")[0]
    contact = settings.SECURITY_CONTACT or f"mailto:security@{host}"
    here = request.build_absolute_uri(reverse("storefront:security_txt"))
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {here}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
