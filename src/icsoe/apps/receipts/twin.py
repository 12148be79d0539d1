"""The receipt as JSON: the exact bytes that are sealed, stored and attached to the PDF.

Members: ``kind``, ``version``, ``folio``, ``code``, ``presented_local`` (central time), ``filing`` (see
``facts.ReceiptFacts``) and ``seal``. The file is RFC 8785 canonical JSON. **What the Institute seals is the
canonical JSON of the same members without ``seal``**: it holds the cadena, the provider's signature and the
time, among everything else. No Django here: verification reads it offline.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from icsoe.apps.receipts.facts import ReceiptFacts
from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.canonical.shape import canonical_json, from_plain, load_json, to_plain

KIND = "ICSOE-ACUSE"
# Stands legible in every sealed PDF, so that a damaged receipt of ours is still known for one.
MARK = "Acuse ICSOE"
VERSION = "1.0"
ATTACHMENT = "acuse.json"
CENTRAL = ZoneInfo("America/Mexico_City")


@dataclass(frozen=True, kw_only=True)
class SealFacts:
    """The Institute's seal: RSASSA-PKCS1-v1_5 with SHA-256. Certificates in DER; ``chain`` is what stands
    between the seal's certificate and its root, the root included when the sealer holds it."""

    certificate_number: str
    certificate: bytes
    chain: tuple[bytes, ...]
    signature: bytes


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A receipt still to be sealed."""

    folio: str
    code: str
    filing: ReceiptFacts
    kind: str = KIND
    version: str = VERSION
    presented_local: str

    @classmethod
    def of(cls, facts: ReceiptFacts, *, folio: str, code: str) -> "Twin":
        """The receipt of ``facts`` under this folio and verification code."""
        return cls(folio=folio, code=code, filing=facts, presented_local=local_text(facts.presented_at))


@dataclass(frozen=True, kw_only=True)
class SealedTwin(Twin):
    """A receipt as it is handed out."""

    seal: SealFacts


def local_text(instant: datetime) -> str:
    """The instant in the central zone, ISO 8601 to the second with its offset."""
    return instant.astimezone(CENTRAL).isoformat(timespec="seconds")


def sealed_bytes(twin: Twin) -> bytes:
    """The bytes under the seal: everything but the seal itself."""
    members = to_plain(twin)
    members.pop("seal", None)
    return canonical_json(members)


def add_seal(twin: Twin, seal: SealFacts) -> SealedTwin:
    """The same receipt with its seal."""
    members = {field.name: getattr(twin, field.name) for field in fields(Twin)}
    return SealedTwin(**members, seal=seal)


def seal_twin(twin: Twin, seal: Callable[[bytes], SealFacts]) -> bytes:
    """The bytes of the receipt once ``seal`` has sealed it: what ``twin_bytes`` would write."""
    members = to_plain(twin)
    members["seal"] = to_plain(seal(canonical_json(members)))
    return canonical_json(members)


def twin_bytes(twin: SealedTwin) -> bytes:
    """The JSON receipt, byte by byte as it is stored and handed out."""
    return canonical_json(to_plain(twin))


def read_twin(data: bytes) -> SealedTwin:
    """The receipt in ``data``. CanonicalError on another kind or version, and on any byte that ``twin_bytes``
    would not have written."""
    members = load_json(data)
    if not isinstance(members, dict) or members.get("kind") != KIND:
        raise CanonicalError("wrong_kind", "el archivo no es un acuse", ("kind",))
    if members.get("version") != VERSION:
        raise CanonicalError("version_unknown", "versión de acuse desconocida", ("version",))
    twin = from_plain(SealedTwin, members)
    if twin_bytes(twin) != data:
        raise CanonicalError("not_canonical", "el acuse no está en su forma canónica")
    return twin
