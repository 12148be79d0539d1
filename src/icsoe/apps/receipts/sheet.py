"""What the printed receipt says, in words: everything the template shows, and nothing it has to work out."""

import base64
import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from icsoe.apps.receipts.facts import ReceiptContract
from icsoe.apps.receipts.twin import CENTRAL, SealedTwin
from icsoe.lib.periods.period import Period

# The receipt is a legal document in Spanish, whatever language its reader chose for the screens.
TYPES = {
    "normal": "Normal",
    "sin_informacion": "Sin información",
    "correccion": "Complementaria: Corrección",
    "actualizacion": "Complementaria: Actualización",
    "sin_efectos": "Complementaria: Sin efectos",
}
PERSONS = {"moral": "Persona moral", "fisica": "Persona física"}
REVOCATION = {
    "good": "Vigente según la autoridad certificadora al presentarse",
    "revoked": "Revocado después de la firma",
    "unknown": "La autoridad certificadora no lo reconoció; verificación pendiente",
    "unavailable": "La autoridad certificadora no respondió; verificación pendiente",
    "not_asked": "No consultado (instalación de práctica)",
}
PROFILES = {
    "B-B": "PAdES B-B: el archivo no lleva sello de tiempo de un tercero.",
    "B-T": "PAdES B-T: con sello de tiempo.",
    "B-LT": "PAdES B-LT: con sello de tiempo y datos de validación.",
}
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
_LONG_WORD = re.compile(r"\S{25,}")
# What the bundled face can draw, of what people may write: Latin letters and usual signs. PDF/A forbids a
# character without a drawing, so any other stands as a box; the attached JSON keeps it as it was written.
_UNDRAWN = re.compile("[^ -~\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20a0-\u20bf\u2122]")
_BOX = "\u25a1"
_LINE = 120


def verification_address(twin: SealedTwin, *, origin: str) -> str:
    """Where anybody can check the receipt: folio and code, never personal data."""
    return f"{origin}/verificar/?{urlencode({'folio': twin.folio, 'codigo': twin.code})}"


def sheet(twin: SealedTwin, *, origin: str, profile: str) -> dict[str, Any]:
    """Texts of the printed receipt, by the names the template uses."""
    filing = twin.filing
    return {
        "folio": twin.folio,
        "code": twin.code,
        "address": f"{origin}/verificar/",
        "type": TYPES[filing.type],
        "period": Period(filing.year, filing.number).spanish_name,
        "name": _breakable(filing.provider_name),
        "rfc": filing.provider_rfc,
        "person": PERSONS[filing.person_type],
        "local": _instant(filing.presented_at.astimezone(CENTRAL)),
        "utc": _instant(filing.presented_at.astimezone(UTC)),
        "in_time": "Extemporánea" if filing.is_late else "En tiempo",
        "is_late": filing.is_late,
        "is_pending": filing.is_pending,
        "replaces": filing.replaces or "",
        "reason": _breakable(filing.reason or ""),
        "captured_by": _breakable(", ".join(filing.captured_by)),
        "contracts": [_contract(each) for each in filing.contracts],
        "contract_total": f"{filing.contract_total:,}",
        "worker_total": f"{filing.worker_total:,}",
        **_proof(twin, profile),
    }


def _proof(twin: SealedTwin, profile: str) -> dict[str, Any]:
    filing = twin.filing
    return {
        "document": _lines(filing.document_sha256),
        "cadena": _lines(filing.cadena),
        "signature": _lines(base64.b64encode(filing.signature).decode("ascii")),
        "certificate": filing.certificate_number,
        "revocation": REVOCATION[filing.revocation_status],
        "seal": _lines(base64.b64encode(twin.seal.signature).decode("ascii")),
        "seal_certificate": twin.seal.certificate_number,
        "profile": PROFILES[profile],
    }


def _contract(contract: ReceiptContract) -> dict[str, str]:
    return {
        "folio": contract.folio,
        "beneficiary": _breakable(contract.beneficiary),
        "service": _breakable(f"{contract.service_folio} {contract.service_text}"),
        "start": _short(contract.start_date),
        "end": _short(contract.end_date) if contract.end_date else "Indefinido",
        "workers": f"{contract.workers:,}",
    }


def _instant(instant: datetime) -> str:
    day = f"{instant.day} de {_MONTHS[instant.month - 1]} de {instant.year}"
    return f"{day}, {instant:%H:%M:%S}"


def _short(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _lines(text: str) -> list[str]:
    """A text without blanks cut into lines that fit the page in the fixed-width face."""
    return [text[start : start + _LINE] for start in range(0, len(text), _LINE)]


def _drawn(text: str) -> str:
    """The text with a box in place of what the face cannot draw."""
    return _UNDRAWN.sub(_BOX, text)


def _breakable(text: str) -> str:
    """Let a word longer than a column break anywhere (zero-width spaces); others stay as they are."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), _drawn(text))
