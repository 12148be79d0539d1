"""The document a provider signs: everything a filing says, in one canonical form.

The bytes are JSON in the form of RFC 8785, with ``"version": "1.0"``: members in order of name, no blanks,
UTF-8, texts in Unicode NFC, dates in ISO 8601, contracts in order of folio. Whoever reads a roster's hash
here can check it against the roster's own bytes (see ``roster``).

Version 1.1 is that of an actualización with workers in or out: each contract has one member more,
``movements_sha256``, the hash of who came and left and when (see ``movements``), or null. A document without
movements is always of version 1.0, so that every set of facts has one form.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.canonical.shape import canonical_json, from_plain, load_json, to_plain

VERSION = "1.0"
VERSION_WITH_MOVEMENTS = "1.1"
FILING_TYPES = ("normal", "sin_informacion", "correccion", "actualizacion", "sin_efectos")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class AddressFacts:
    """An address; ``inside_number`` and ``between_streets`` may be empty, ``state`` is its INEGI code."""

    postal_code: str
    colonia: str
    street: str
    outside_number: str
    inside_number: str
    between_streets: str
    municipality: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PartyFacts:
    """One side of a contract; what was not given is an empty text."""

    rfc: str
    name: str
    person_type: str
    email: str
    mobile: str
    landline: str
    conventional_address: AddressFacts | None
    social_address: AddressFacts | None


@dataclass(frozen=True, kw_only=True)
class ProviderFacts(PartyFacts):
    """The side that files, with the legal representative its certificate names."""

    representative_rfc: str | None


class ServiceFacts(NamedTuple):
    """A service the register authorises."""

    folio: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RegistrationFacts:
    """The REPSE registration the filing rests on."""

    number: str
    registered_on: date
    valid_until: date
    services: tuple[ServiceFacts, ...]


@dataclass(frozen=True, kw_only=True)
class ContractFacts:
    """One contract; no ``end_date`` means an indefinite term. ``roster_sha256``: hash of its workers;
    ``movements_sha256``: of who came and left, in an actualización that has any."""

    folio: str
    reference: str
    beneficiary: PartyFacts
    service_folio: str
    service_text: str
    object: str
    start_date: date
    end_date: date | None
    estimated_workers: int | None
    workers: int
    roster_sha256: str
    movements_sha256: str | None = None


class Replaced(NamedTuple):
    """The filing that this one replaces: its folio and the hash of its document."""

    folio: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """A whole informativa; ``type`` is one of ``FILING_TYPES``, ``number`` the four-month period, 1 to 3."""

    provider: ProviderFacts
    registration: RegistrationFacts | None
    year: int
    number: int
    type: str
    replaces: Replaced | None
    reason: str | None
    contracts: tuple[ContractFacts, ...]

    @property
    def workers(self) -> int:
        """Worker lines of all contracts."""
        return sum(contract.workers for contract in self.contracts)


def document_bytes(facts: DocumentFacts) -> bytes:
    """The bytes to sign. Contracts and services may come in any order; CanonicalError on impossible facts."""
    ordered = _in_order(facts)
    _check(ordered)
    members = to_plain(ordered)
    if any(contract.movements_sha256 for contract in ordered.contracts):
        return canonical_json({"version": VERSION_WITH_MOVEMENTS, **members})
    for contract in members["contracts"]:
        del contract["movements_sha256"]
    return canonical_json({"version": VERSION, **members})


def read_document(data: bytes) -> DocumentFacts:
    """What signed bytes say. CanonicalError on another version, or on any byte that ``document_bytes`` would
    not have written."""
    facts = _facts(data)
    if document_bytes(facts) != data:
        raise CanonicalError("not_canonical", "el documento no está en su forma canónica")
    return facts


def read_kept_document(data: bytes, sha256: str) -> DocumentFacts:
    """What bytes say that ``document_bytes`` wrote: their hash is the proof. CanonicalError otherwise."""
    if sha256_hex(data) != sha256:
        raise CanonicalError("wrong_hash", "el documento no es el de esa huella")
    return _facts(data)


def _facts(data: bytes) -> DocumentFacts:
    members = load_json(data)
    if not isinstance(members, dict):
        raise CanonicalError("wrong_type", "el documento debe ser un objeto")
    version = members.pop("version", None)
    if version not in (VERSION, VERSION_WITH_MOVEMENTS):
        raise CanonicalError("version_unknown", f"versión {version!r} desconocida", ("version",))
    if version == VERSION:
        _add_no_movements(members.get("contracts"))
    return from_plain(DocumentFacts, members)


def _add_no_movements(contracts: Any) -> None:
    """Give each contract of a version 1.0 the member it lacks; any other shape is left to be refused."""
    for contract in contracts if isinstance(contracts, list) else ():
        if isinstance(contract, dict):
            contract.setdefault("movements_sha256", None)


def _in_order(facts: DocumentFacts) -> DocumentFacts:
    registration = facts.registration
    if registration is not None:
        services = sorted(registration.services, key=lambda one: (_nfc(one.folio), _nfc(one.text)))
        registration = replace(registration, services=tuple(services))
    contracts = tuple(sorted(facts.contracts, key=lambda contract: _nfc(contract.folio)))
    return replace(facts, registration=registration, contracts=contracts)


def _nfc(text: str) -> str:
    """As it will be written: the order is that of the bytes, however the text came."""
    return unicodedata.normalize("NFC", text)


def _check(facts: DocumentFacts) -> None:
    if facts.type not in FILING_TYPES:
        raise CanonicalError("wrong_value", f"tipo {facts.type!r} desconocido", ("type",))
    if facts.year < 2021 or facts.number not in (1, 2, 3):
        raise CanonicalError("wrong_value", f"no existe el periodo {facts.year}-{facts.number}", ("number",))
    if facts.replaces is not None and not _SHA256.fullmatch(facts.replaces.sha256):
        raise CanonicalError("wrong_value", "no es un SHA-256", ("replaces", "sha256"))
    if len({contract.folio for contract in facts.contracts}) != len(facts.contracts):
        raise CanonicalError("contract_repeated", "un folio de contrato aparece dos veces", ("contracts",))
    for contract in facts.contracts:
        _check_contract(contract)


def _check_contract(contract: ContractFacts) -> None:
    path = ("contracts", contract.folio)
    if not _SHA256.fullmatch(contract.roster_sha256):
        raise CanonicalError("wrong_value", "no es un SHA-256", (*path, "roster_sha256"))
    if contract.movements_sha256 is not None and not _SHA256.fullmatch(contract.movements_sha256):
        raise CanonicalError("wrong_value", "no es un SHA-256", (*path, "movements_sha256"))
    if contract.workers < 0 or (contract.estimated_workers or 0) < 0:
        raise CanonicalError("wrong_value", "un número de trabajadores no puede ser negativo", path)
