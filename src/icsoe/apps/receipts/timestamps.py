"""The time-stamping authority the settings name (RFC 3161), if any."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pyhanko.sign.timestamps import HTTPTimeStamper

from icsoe.apps.receipts.pdf_seal import TimestampAuthority
from icsoe.lib.efirma.chain import TrustStore

TIMEOUT_SECONDS = 5


def current_authority() -> TimestampAuthority | None:
    """None without ``TIMESTAMP_URL``; ``TIMESTAMP_ANCHORS`` (a folder) makes its certificates known too."""
    return _make(settings.TIMESTAMP_URL, settings.TIMESTAMP_ANCHORS)


@lru_cache(maxsize=4)
def _make(url: str, folder: str) -> TimestampAuthority | None:
    if not url:
        return None
    anchors = TrustStore.from_directory(Path(folder), require_manifest=False).authorities if folder else ()
    return TimestampAuthority(HTTPTimeStamper(url, timeout=TIMEOUT_SECONDS), anchors)
