"""Acts on the registers: taking over what the Institute hands over, whole, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import connection, transaction
from django.db.models import Model

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.registries.models import (
    Coverage,
    InsuredPerson,
    InsuredSalary,
    RepseRecord,
    RepseService,
    Taxpayer,
)
from icsoe.lib.periods.windows import central_day

INSURED, TAXPAYERS, REPSE = "insured", "taxpayers", "repse"

_PERSON = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre")
_INSURED = pl.Schema(
    [*((name, pl.String) for name in _PERSON), ("since", pl.Date), ("sbc", pl.Decimal(10, 2))]
)
_TAXPAYER = pl.Schema({"rfc": pl.String, "name": pl.String})
_RECORD = ("number", "rfc", "registered_on", "valid_until")
_REPSE = pl.Schema(
    {
        "number": pl.String,
        "rfc": pl.String,
        "registered_on": pl.Date,
        "valid_until": pl.Date,
        "folio": pl.String,
        "description": pl.String,
    }
)
#: The columns of each register as it is handed over.
SCHEMAS = {INSURED: _INSURED, TAXPAYERS: _TAXPAYER, REPSE: _REPSE}


@dataclass(frozen=True, slots=True)
class Handover:
    """Where a register comes from, in a person's words, and whether it holds everybody there is."""

    source: str
    is_complete: bool = False


def replace_insured(frame: pl.DataFrame, handover: Handover, *, by: Actor, at: datetime) -> int:
    """Make `frame` the whole register of insured persons; how many it holds now.

    A row for each salary: nss, curp, primer_apellido, segundo_apellido, nombre (text, none null), since (a
    date) and sbc (Decimal(10, 2), pesos a day), the last two null for a person without one. ValueError when
    columns or types differ or an NSS stands for two persons; IntegrityError when a constraint is broken.
    """
    _require_columns(frame, _INSURED)
    persons = frame.select(_PERSON).unique(maintain_order=True)
    if persons["nss"].n_unique() != persons.height:
        raise ValueError("an NSS stands for two persons")
    salaries = frame.select("nss", "since", "sbc").drop_nulls()
    with transaction.atomic():
        _clear(InsuredPerson, InsuredSalary)
        _copy(InsuredPerson, {name: name for name in _PERSON}, persons)
        _copy(InsuredSalary, {"nss": "person_id", "since": "since", "sbc": "sbc"}, salaries)
        _note(INSURED, persons.height, handover, by, at)
    return persons.height


def replace_taxpayers(frame: pl.DataFrame, handover: Handover, *, by: Actor, at: datetime) -> int:
    """Make `frame` (rfc and name, text) the whole register of taxpayers; how many it holds now.

    ValueError when columns or types differ; IntegrityError when an RFC is repeated.
    """
    _require_columns(frame, _TAXPAYER)
    with transaction.atomic():
        _clear(Taxpayer)
        _copy(Taxpayer, {name: name for name in _TAXPAYER}, frame)
        _note(TAXPAYERS, frame.height, handover, by, at)
    return frame.height


def replace_repse(frame: pl.DataFrame, handover: Handover, *, by: Actor, at: datetime) -> int:
    """Make `frame` the whole STPS register of specialised providers; how many registrations it holds now.

    A row for each authorised service: number, rfc (text), registered_on, valid_until (dates), folio and
    description (text). ValueError when columns or types differ or a number stands for two registrations;
    IntegrityError when a constraint is broken.
    """
    _require_columns(frame, _REPSE)
    records = frame.select(_RECORD).unique(maintain_order=True)
    if records["number"].n_unique() != records.height:
        raise ValueError("a number stands for two registrations")
    services = {"number": "record_id", "folio": "folio", "description": "description"}
    with transaction.atomic():
        _clear(RepseRecord, RepseService)
        _copy(RepseRecord, {name: name for name in _RECORD}, records)
        _copy(RepseService, services, frame.select(*services))
        _note(REPSE, records.height, handover, by, at)
    return records.height


def _require_columns(frame: pl.DataFrame, wanted: pl.Schema) -> None:
    different = [name for name, kind in wanted.items() if frame.schema.get(name) != kind]
    if different:
        raise ValueError(f"columns absent or of another type: {', '.join(different)}")


def _clear(*models: type[Model]) -> None:
    """Empty the tables, dependants last in the list; who reads meanwhile sees the register as it was."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]  # noqa: SLF001 - Django's name
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables[0]} IN SHARE ROW EXCLUSIVE MODE")
        for table in reversed(tables):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of our own


def _copy(model: type[Model], columns: Mapping[str, str], frame: pl.DataFrame) -> None:
    """COPY the columns of `frame` into those of the table they are mapped to."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns.values())
    # Text without content is written bare, which COPY would take for a null.
    sql = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({names}))"  # noqa: SLF001
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(sql) as copy:
        for part in frame.select(columns.keys()).iter_slices(100_000):
            copy.write(part.write_csv(include_header=False))


def _note(register: str, rows: int, handover: Handover, by: Actor, at: datetime) -> None:
    Coverage.objects.update_or_create(
        register=register,
        defaults={
            "is_complete": handover.is_complete,
            "as_of": central_day(at),
            "source": handover.source,
        },
    )
    record(Event.REGISTER_REPLACED, by=by, at=at, subject=f"register:{register}", rows=rows)
