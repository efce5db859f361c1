"""Fetching what a catalogue only names by address. Used only where the person importing asks.

Public addresses alone: a feed must not make the server read its own network.
"""

import ipaddress
import socket
import urllib.request
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from webapp.catalog.formats.containers import MAX_PICTURE, Unreadable

TIMEOUT = 20
HUB = "hub:"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect could lead to an address that was not checked."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def fetch_picture(address: str) -> bytes:
    """Raises Unreadable with the reason."""
    parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable(_("“%(url)s” is not a web address") % {"url": address[:120]})
    try:
        for *_rest, where in socket.getaddrinfo(parts.hostname, parts.port or 443):
            if not ipaddress.ip_address(where[0]).is_global:
                raise Unreadable(_("“%(host)s” is not a public address") % {"host": parts.hostname})
        opener = urllib.request.build_opener(_NoRedirects)
        with opener.open(parts.geturl(), timeout=TIMEOUT) as response:
            data: bytes = response.read(MAX_PICTURE + 1)
    except (URLError, OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            _("“%(url)s” could not be downloaded (%(error)s)")
            % {"url": address[:120], "error": error}
        ) from error
    if len(data) > MAX_PICTURE:
        raise Unreadable(_("“%(url)s” is too large") % {"url": address[:120]})
    return data


def hub_download(address: str) -> Path:
    """Fetch the parquet files of "hub:owner/name" into var/imports/hub and return the folder.

    Complete files are kept, so that a broken download goes on where it stopped.
    Raises Unreadable without a network or for an unknown data set.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    name = address.removeprefix(HUB)
    folder = Path(settings.VAR_DIR) / "imports" / "hub" / name.replace("/", "--")
    try:
        snapshot_download(name, repo_type="dataset", allow_patterns=["*.parquet"], local_dir=folder)
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        raise Unreadable(
            _(
                "The data set “%(name)s” could not be downloaded: %(error)s. Check the name and "
                "the network, then run the command again; what is complete is kept."
            )
            % {"name": name, "error": str(error).split("\n")[0][:200]}
        ) from error
    return folder
