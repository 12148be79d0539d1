"""What a receipt says of a filing, whoever made the filing. No Django here: verification reads it offline."""

from dataclasses import dataclass
from datetime import date, datetime

from icsoe.lib.identifiers.folio import FilingKind

# Types of filing, and the prefix of the folio each one takes.
KINDS = {
    "normal": FilingKind.NORMAL,
    "sin_informacion": FilingKind.NIL,
    "correccion": FilingKind.CORRECTION,
    "actualizacion": FilingKind.UPDATE,
    "sin_efectos": FilingKind.VOID,
}


@dataclass(frozen=True, kw_only=True)
class ReceiptContract:
    """One contract as the receipt lists it; no ``end_date`` means an indefinite term."""

    folio: str
    beneficiary: str
    service_folio: str
    service_text: str
    start_date: date
    end_date: date | None
    workers: int


@dataclass(frozen=True, kw_only=True)
class ReceiptFacts:
    """Everything a receipt states, except what the receipt adds itself (folio, code, seal).

    ``type`` is one of ``icsoe.lib.canonical.document.FILING_TYPES``; ``year`` and ``number`` the period;
    ``presented_at`` aware; ``signature`` the raw bytes over ``cadena`` in UTF-8; ``certificate`` and
    ``issuer`` in DER; ``revocation_status`` one of good, revoked, unknown, unavailable, not_asked, with
    ``revocation_evidence`` the raw OCSP answer when there was one; ``is_pending`` while the certificate's
    validity still has to be confirmed; ``captured_by`` names; ``replaces`` the folio replaced.
    """

    type: str
    year: int
    number: int
    provider_rfc: str
    provider_name: str
    person_type: str
    presented_at: datetime
    is_late: bool
    is_pending: bool = False
    contracts: tuple[ReceiptContract, ...]
    contract_total: int
    worker_total: int
    document_sha256: str
    cadena: str
    signature: bytes
    certificate: bytes
    certificate_number: str
    issuer: bytes
    revocation_status: str
    revocation_evidence: bytes | None
    captured_by: tuple[str, ...]
    replaces: str | None
    reason: str | None
