"""Invented receipts for the tests: sealed by the suite's own authority, signed by its own cast."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from tests.pki import authority as pki

from icsoe.apps.receipts.facts import ReceiptContract, ReceiptFacts
from icsoe.apps.receipts.pdf import make_pdf
from icsoe.apps.receipts.sealers import FileSealer, Sealer, seal
from icsoe.apps.receipts.twin import SealedTwin, Twin, add_seal, sealed_bytes, twin_bytes
from icsoe.lib.canonical.cadena import filing_cadena
from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.efirma.practice.keys import KeyPool
from icsoe.lib.efirma.practice.seal import mint_seal

AT = datetime(2026, 5, 4, 23, 4, 5, tzinfo=UTC)
ORIGIN = "https://icsoe.example"
FOLIO, CODE = "N261000042", "7Q2M-0KD9-XWZ4"
DOCUMENT = b"the signed document"


def contract(sequence: int = 1, **changes: object) -> ReceiptContract:
    facts: dict[str, object] = {
        "folio": f"A26P{sequence:07}",
        "beneficiary": "COMERCIAL ÑANDÚ & ESPEJO SA DE CV",
        "service_folio": "1234",
        "service_text": "Limpieza especializada de quirófanos",
        "start_date": date(2026, 2, 1),
        "end_date": date(2026, 12, 31),
        "workers": 12,
    }
    return ReceiptContract(**{**facts, **changes})  # type: ignore[arg-type]


def facts(*contracts: ReceiptContract, holder: str = "moral", **changes: object) -> ReceiptFacts:
    """What a filing of ``holder`` (one of the cast) hands over; totals, cadena and signature follow."""
    certificate = pki.certificate(holder)
    members: dict[str, object] = {
        "type": "normal" if contracts else "sin_informacion",
        "year": 2026,
        "number": 1,
        "provider_rfc": certificate.rfc,
        "provider_name": certificate.name,
        "person_type": certificate.person_type,
        "presented_at": AT,
        "is_late": False,
        "contracts": contracts,
        "contract_total": len(contracts),
        "worker_total": sum(each.workers for each in contracts),
        "document_sha256": sha256_hex(DOCUMENT),
        "certificate": certificate.der,
        "certificate_number": certificate.number,
        "issuer": pki.authority().ac.certificate,
        "revocation_status": "not_asked",
        "revocation_evidence": None,
        "captured_by": ("MARÍA PRÁCTICA LÓPEZ",),
        "replaces": None,
        "reason": None,
        **changes,
    }
    members.setdefault("cadena", cadena_of(members))
    members.setdefault("signature", pki.signature(holder, str(members["cadena"])))
    return ReceiptFacts(**members)  # type: ignore[arg-type]


def cadena_of(members: dict[str, object]) -> str:
    return filing_cadena(
        rfc=members["provider_rfc"],  # type: ignore[arg-type]
        year=members["year"],  # type: ignore[arg-type]
        number=members["number"],  # type: ignore[arg-type]
        type=members["type"],  # type: ignore[arg-type]
        replaces=members["replaces"],  # type: ignore[arg-type]
        contracts=members["contract_total"],  # type: ignore[arg-type]
        workers=members["worker_total"],  # type: ignore[arg-type]
        document_sha256=members["document_sha256"],  # type: ignore[arg-type]
    )


@cache
def sealer() -> Sealer:
    return FileSealer(pki.seal().pkcs12("practica"), b"practica")


@cache
def other_sealer() -> Sealer:
    """A sealer of an authority with the same names and other keys."""
    other = mint_seal(not_before=pki.SINCE, not_after=pki.UNTIL, keys=KeyPool())
    return FileSealer(other.pkcs12("practica"), b"practica")


def twin(filing: ReceiptFacts | None = None, *, by: Sealer | None = None, **changes: object) -> SealedTwin:
    """A sealed receipt; ``changes`` are made before the seal."""
    unsealed = Twin.of(filing or facts(contract()), folio=FOLIO, code=CODE)
    unsealed = replace(unsealed, **changes)  # type: ignore[arg-type]
    return add_seal(unsealed, seal(by or sealer(), sealed_bytes(unsealed)))


def json_receipt(filing: ReceiptFacts | None = None, *, by: Sealer | None = None) -> bytes:
    return twin_bytes(twin(filing, by=by))


@cache
def pdf_receipt() -> bytes:
    return make_pdf(twin(), sealer=sealer(), origin=ORIGIN, at=AT).content
