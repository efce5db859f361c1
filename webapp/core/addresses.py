"""Whose request is this? Only what our own proxies say is believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's IP address.

    Each of the ``TRUSTED_PROXY_COUNT`` proxies of ours appends the address it was called from
    to X-Forwarded-For, so the entry that many places from the end is the client; anything
    further left was written by the client and is ignored.
    """
    remote = str(request.META.get("REMOTE_ADDR", ""))
    count: int = settings.TRUSTED_PROXY_COUNT
    if count:
        entries = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(entries) >= count:
            try:
                return str(ipaddress.ip_address(entries[-count]))
            except ValueError:
                return remote
    return remote


def address_group(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
