"""What a new document says otherwise than an old one, for sentences to people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from icsoe.lib.canonical.document import ContractFacts, DocumentFacts, RegistrationFacts

Value = str | int | date | Any | None
Path = tuple[str, ...]


class Kind(StrEnum):
    """How a fact differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One fact that differs.

    ``path`` goes from the document inwards: ``("contracts", "A26P0000001", "end_date")``; services go by
    their folio. A whole contract, address, registration or service that came or went is one difference
    whose ``new`` or ``old`` is its record (for a service, its text).
    """

    path: Path
    kind: Kind
    old: Value
    new: Value


def differences(old: DocumentFacts, new: DocumentFacts) -> list[Difference]:
    """Every fact that differs, in order of path: provider, registration, then contracts by folio.

    Type, period, reason and what is replaced belong to the filing, not to what it reports: not compared.
    """
    return [
        *_compare(("provider",), old.provider, new.provider),
        *_compare(("registration",), old.registration, new.registration),
        *_compare(("contracts",), _by_folio(old.contracts), _by_folio(new.contracts)),
    ]


def _by_folio(contracts: tuple[ContractFacts, ...]) -> dict[str, ContractFacts]:
    return {contract.folio: contract for contract in contracts}


def _compare(path: Path, old: Value, new: Value) -> Iterator[Difference]:
    if old == new:
        return
    before, after = _members(old), _members(new)
    if before is None or after is None:
        yield Difference(path, _kind(old, new), old, new)
        return
    for name in dict.fromkeys([*before, *after]):
        yield from _compare((*path, name), before.get(name), after.get(name))


def _kind(old: Value, new: Value) -> Kind:
    if old in (None, ""):
        return Kind.ADDED
    if new in (None, ""):
        return Kind.REMOVED
    return Kind.CHANGED


def _members(value: Value) -> Mapping[str, Value] | None:
    """The named members inside ``value``, or None when it is one fact."""
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    if is_dataclass(value):
        members = {field.name: getattr(value, field.name) for field in fields(value)}
        if isinstance(value, RegistrationFacts):
            members["services"] = {service.folio: service.text for service in value.services}
        return members
    return None
