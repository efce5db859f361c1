"""Static files as the site serves them: hashed names, compressed, following their sources."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = ".collected"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Imports between our ES modules get hashed names too, so that every file may be immutable.

    gzip only: brotli's best level takes 15 s of a first start to save a tenth of the bytes.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",  # ours only: other packages' scripts name modules that they do not ship
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]
    )

    def create_compressor(self, **options: Any) -> Compressor:
        options["extensions"] = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return Compressor(**options, use_brotli=False)


def collect_if_changed() -> bool:
    """Run collectstatic unless nothing changed since the last time; True if it ran."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
