"""Ports to the Institute's registers, their PostgreSQL adapters and their shipped fakes.

Every port is asked in batches. What a register does not hold is absent from the answer. Unless it is
complete, absence means that it has no data, and the check is said to be "no disponible" (never a silent pass).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from icsoe.apps.registries.models import Coverage, InsuredPerson, InsuredSalary, Taxpayer


@dataclass(frozen=True)
class Insured:
    """What the Institute knows of a person; ``sbc`` is the last one registered by the date asked."""

    nss: str
    curp: str
    primer_apellido: str
    segundo_apellido: str
    nombre: str
    sbc: Decimal | None


class InsuredRegister(Protocol):
    def complete(self) -> bool:
        """Whether it holds everybody, so that who is not in it is unknown to the Institute."""
        ...

    def lookup(self, keys: Iterable[str], *, by: date) -> Mapping[str, Insured]: ...


class TaxpayerRegister(Protocol):
    def available(self) -> bool: ...

    def names(self, rfcs: Iterable[str]) -> Mapping[str, str]: ...


class PostgresInsuredRegister:
    """Insured persons in the portal's own database."""

    def complete(self) -> bool:
        return Coverage.objects.filter(register="insured", is_complete=True).exists()

    def lookup(self, keys: Iterable[str], *, by: date) -> Mapping[str, Insured]:
        """The persons among the NSS ``keys``, with the last SBC registered on or before ``by``."""
        wanted = list(keys)
        salaries = dict(
            InsuredSalary.objects.filter(person_id__in=wanted, since__lte=by)
            .order_by("person_id", "-since")
            .distinct("person_id")
            .values_list("person_id", "sbc")
        )
        return {
            person.nss: Insured(
                nss=person.nss,
                curp=person.curp,
                primer_apellido=person.primer_apellido,
                segundo_apellido=person.segundo_apellido,
                nombre=person.nombre,
                sbc=salaries.get(person.nss),
            )
            for person in InsuredPerson.objects.filter(nss__in=wanted)
        }


class PostgresTaxpayerRegister:
    """Taxpayers in the portal's own database."""

    def available(self) -> bool:
        return Taxpayer.objects.exists()

    def names(self, rfcs: Iterable[str]) -> Mapping[str, str]:
        return dict(Taxpayer.objects.filter(rfc__in=list(rfcs)).values_list("rfc", "name"))


@dataclass
class MemoryInsuredRegister:
    """Fake of the insured register: what it was given, by NSS, and the date each SBC holds from."""

    persons: dict[str, Insured] = field(default_factory=dict)
    since: dict[str, date] = field(default_factory=dict)
    is_complete: bool = False

    def complete(self) -> bool:
        return self.is_complete

    def lookup(self, keys: Iterable[str], *, by: date) -> Mapping[str, Insured]:
        found: dict[str, Insured] = {}
        for nss in keys:
            if person := self.persons.get(nss):
                known = person.sbc if self.since.get(nss, date.min) <= by else None
                found[nss] = Insured(
                    person.nss,
                    person.curp,
                    person.primer_apellido,
                    person.segundo_apellido,
                    person.nombre,
                    known,
                )
        return found


@dataclass
class MemoryTaxpayerRegister:
    """Fake of the taxpayer register."""

    taxpayers: dict[str, str] = field(default_factory=dict)

    def available(self) -> bool:
        return bool(self.taxpayers)

    def names(self, rfcs: Iterable[str]) -> Mapping[str, str]:
        return {rfc: self.taxpayers[rfc] for rfc in rfcs if rfc in self.taxpayers}
