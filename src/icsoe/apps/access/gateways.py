"""The outside world of an e.firma: the authorities trusted and the revocation service."""

import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from icsoe.lib.efirma.breaker import CircuitBreaker
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.policy import RevocationPolicy
from icsoe.lib.efirma.revocation import MAX_RESPONSE_BYTES

OcspTransport = Callable[[bytes], bytes]
TIME_OUT_SECONDS = 3


@lru_cache(maxsize=4)
def _trust(folders: tuple[Path, ...], *, require_manifest: bool) -> TrustStore:
    store = TrustStore.from_certificates([])
    for folder in folders:
        store = store.merge(TrustStore.from_directory(folder, require_manifest=require_manifest))
    return store


def trust_store() -> TrustStore:
    """The authorities of every folder in the settings; a folder in doubt stops everything."""
    return _trust(tuple(settings.EFIRMA_TRUST_ANCHORS), require_manifest=settings.EFIRMA_REQUIRE_MANIFEST)


def revocation_policy() -> RevocationPolicy:
    return RevocationPolicy(settings.EFIRMA_REVOCATION)


def post_ocsp(request: bytes) -> bytes:
    """POST the request to the responder of the settings; OSError when it does not answer in three seconds."""
    if not settings.EFIRMA_OCSP_URL:
        raise OSError("no OCSP responder in the settings")
    question = urllib.request.Request(  # noqa: S310 - the address is the operator's, not the person's
        settings.EFIRMA_OCSP_URL, data=request, headers={"Content-Type": "application/ocsp-request"}
    )
    try:
        with urllib.request.urlopen(  # noqa: S310 - as above
            question, timeout=TIME_OUT_SECONDS, context=ssl.create_default_context()
        ) as answer:
            raw: bytes = answer.read(MAX_RESPONSE_BYTES + 1)
            return raw
    except (urllib.error.URLError, ValueError) as error:
        raise OSError("the OCSP responder does not answer") from error


# One breaker a process: each learns on its own that the responder is down.
BREAKER = CircuitBreaker()
