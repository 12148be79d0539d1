"""A receipt that somebody hands over, verified against the portal's own authorities and its records."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from icsoe.apps.access.gateways import trust_store
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.apps.receipts.sealers import current_sealer
from icsoe.apps.receipts.selectors import Standing, standing
from icsoe.apps.receipts.verdict import Kind, Verdict
from icsoe.apps.receipts.verification import verify_receipt, with_standing
from icsoe.lib.efirma.chain import TrustStore

KINDS = {
    ReceiptStatus.PENDING: Kind.VALID,
    ReceiptStatus.IN_FORCE: Kind.VALID,
    ReceiptStatus.SUPERSEDED: Kind.SUPERSEDED,
    ReceiptStatus.VOID: Kind.VOID,
}


@dataclass(frozen=True)
class Examined:
    """The verdict on a file, and how its receipt stands when the portal knows it."""

    verdict: Verdict
    standing: Standing | None


def examine(data: bytes, *, at: datetime) -> Examined:
    """Verify a receipt in PDF or JSON and look up what became of it. Writes nothing."""
    anchors = seal_anchors(current_sealer().chain[-1:], settings.SEAL_ANCHORS)
    verdict = verify_receipt(data, seal_anchors=anchors, trust=trust_store(), at=at)
    if not verdict.is_intact or verdict.twin is None:
        return Examined(verdict, None)
    found = standing(folio=verdict.twin.folio, code=verdict.twin.code)
    if found is None:
        return Examined(verdict, None)
    return Examined(with_standing(verdict, KINDS[found.status]), found)


@lru_cache(maxsize=4)
def seal_anchors(own: tuple[bytes, ...], folder: str) -> TrustStore:
    """Whose seals are the Institute's: the authority of the present one, and those in ``SEAL_ANCHORS``."""
    store = TrustStore.from_certificates(own)
    if folder:
        store = store.merge(TrustStore.from_directory(Path(folder), require_manifest=False))
    if not store.authorities:
        raise ImproperlyConfigured("the seal holds no authority of its own: name a folder in SEAL_ANCHORS")
    return store
