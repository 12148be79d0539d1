"""Ports to the Institute's registers, their PostgreSQL adapters and their shipped fakes.

Every port is asked in batches. What a register does not hold is absent from the answer. Unless it is
complete, absence means that it has no data, and the check is said to be "no disponible" (never a silent
pass).
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

import polars as pl
from django.db import connection, transaction
from psycopg import sql

from icsoe.apps.registries.models import Coverage, InsuredPerson, InsuredSalary, RepseRecord, Taxpayer
from icsoe.lib.rulebook.registration import Registered


@dataclass(frozen=True)
class Insured:
    """What the Institute knows of a person; ``sbc`` is the last one registered by the date asked."""

    nss: str
    curp: str
    primer_apellido: str
    segundo_apellido: str
    nombre: str
    sbc: Decimal | None


INSURED_COLUMNS = {
    "nss": pl.String(),
    "curp": pl.String(),
    "primer_apellido": pl.String(),
    "segundo_apellido": pl.String(),
    "nombre": pl.String(),
    "sbc": pl.Decimal(10, 2),
}
_ASKED = 'CREATE TEMPORARY TABLE registries_asked (nss varchar(11) COLLATE "C") ON COMMIT DROP'
_ANSWER = sql.SQL("""
    COPY (
        SELECT person.nss, curp, primer_apellido, segundo_apellido, nombre, salary.sbc
        FROM registries_asked AS asked JOIN registries_insuredperson AS person ON person.nss = asked.nss
        LEFT JOIN LATERAL (
            SELECT sbc FROM registries_insuredsalary
            WHERE person_id = person.nss AND since <= {by} ORDER BY since DESC LIMIT 1
        ) AS salary ON true
    ) TO STDOUT (FORMAT csv)
""")


class InsuredRegister(Protocol):
    def complete(self) -> bool:
        """Whether it holds everybody, so that who is not in it is unknown to the Institute."""
        ...

    def lookup(self, keys: Iterable[str], *, by: date) -> Mapping[str, Insured]: ...

    def table(self, keys: pl.Series, *, by: date) -> pl.DataFrame:
        """`lookup` for a whole file: a row a person, the columns of `INSURED_COLUMNS`."""
        ...


class TaxpayerRegister(Protocol):
    def available(self) -> bool: ...

    def names(self, rfcs: Iterable[str]) -> Mapping[str, str]: ...


class RepseRegister(Protocol):
    def complete(self) -> bool:
        """Whether it holds every registration, so that a number not in it is unknown to the STPS."""
        ...

    def lookup(self, numbers: Iterable[str]) -> Mapping[str, Registered]: ...


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

    def table(self, keys: pl.Series, *, by: date) -> pl.DataFrame:
        """The same answer for a whole file: a million keys go out and come back by COPY."""
        if keys.is_empty() or not InsuredPerson.objects.exists():
            return pl.DataFrame(schema=INSURED_COLUMNS)
        answer = io.BytesIO()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ASKED)
            with cursor.copy("COPY registries_asked (nss) FROM STDIN") as asked:
                asked.write(keys.to_frame().write_csv(include_header=False, quote_style="never"))
            cursor.execute("ANALYZE registries_asked")
            with cursor.copy(_ANSWER.format(by=sql.Literal(by))) as rows:
                for block in rows:
                    answer.write(block)
            cursor.execute("DROP TABLE registries_asked")
        if not answer.tell():
            return pl.DataFrame(schema=INSURED_COLUMNS)
        answer.seek(0)
        texts = pl.read_csv(answer, has_header=False, schema=dict.fromkeys(INSURED_COLUMNS, pl.String()))
        return texts.with_columns(
            pl.col("segundo_apellido").fill_null(""), pl.col("sbc").cast(INSURED_COLUMNS["sbc"])
        )


class PostgresTaxpayerRegister:
    """Taxpayers in the portal's own database."""

    def available(self) -> bool:
        return Taxpayer.objects.exists()

    def names(self, rfcs: Iterable[str]) -> Mapping[str, str]:
        return dict(Taxpayer.objects.filter(rfc__in=list(rfcs)).values_list("rfc", "name"))


class PostgresRepseRegister:
    """The STPS register in the portal's own database."""

    def complete(self) -> bool:
        return Coverage.objects.filter(register="repse", is_complete=True).exists()

    def lookup(self, numbers: Iterable[str]) -> Mapping[str, Registered]:
        """What it says of each of the ``numbers`` it holds."""
        found = RepseRecord.objects.filter(number__in=list(numbers)).prefetch_related("services")
        return {
            one.number: Registered(
                rfc=one.rfc,
                registered_on=one.registered_on,
                valid_until=one.valid_until,
                services=frozenset(service.folio for service in one.services.all()),
            )
            for one in found
        }


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

    def table(self, keys: pl.Series, *, by: date) -> pl.DataFrame:
        found = self.lookup(keys.to_list(), by=by).values()
        return pl.DataFrame([asdict(person) for person in found], schema=INSURED_COLUMNS)


@dataclass
class MemoryTaxpayerRegister:
    """Fake of the taxpayer register."""

    taxpayers: dict[str, str] = field(default_factory=dict)

    def available(self) -> bool:
        return bool(self.taxpayers)

    def names(self, rfcs: Iterable[str]) -> Mapping[str, str]:
        return {rfc: self.taxpayers[rfc] for rfc in rfcs if rfc in self.taxpayers}


@dataclass
class MemoryRepseRegister:
    """Fake of the STPS register: what it was given, by number."""

    registrations: dict[str, Registered] = field(default_factory=dict)
    is_complete: bool = False

    def complete(self) -> bool:
        return self.is_complete

    def lookup(self, numbers: Iterable[str]) -> Mapping[str, Registered]:
        return {number: self.registrations[number] for number in numbers if number in self.registrations}
