"""Files of invented workers, and the short way from a file to a checked or applied load."""

import io
from pathlib import Path
from typing import Any

import polars as pl
from tests import practice

from icsoe.apps.contracts.models import Contract, Worker
from icsoe.apps.intake import services
from icsoe.apps.intake.applying import apply_now
from icsoe.apps.intake.checking import check
from icsoe.apps.intake.enums import ApplyMode, LoadState
from icsoe.apps.intake.models import Load
from icsoe.apps.providers.models import Provider
from icsoe.interfaces.cli.demo.people import people

AT = practice.IN_TIME
COLUMNS = ("nss", "curp", "sbc", "primer_apellido", "segundo_apellido", "nombre")


def crew(count: int, *, seed: int = 11) -> pl.DataFrame:
    """Invented workers as the texts of a file."""
    return people(count, seed).select(pl.col(COLUMNS).cast(pl.String))


def csv(rows: pl.DataFrame) -> bytes:
    return rows.write_csv().encode()


def changed(rows: pl.DataFrame, place: int, **cells: str) -> pl.DataFrame:
    """The rows with some cells of one of them written otherwise."""
    return rows.with_columns(
        pl.when(pl.int_range(pl.len()) == place).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in cells.items()
    )


def received(
    one: Provider, content: bytes | pl.DataFrame, folio: str | None = None, *, name: str = "lista.csv"
) -> Load:
    data = csv(content) if isinstance(content, pl.DataFrame) else content
    return services.receive(
        provider_rfc=one.rfc,
        period=practice.PERIOD,
        folio=folio,
        file_name=name,
        source=io.BytesIO(data),
        by=practice.actor(),
        at=AT,
    )


def checked(one: Provider, content: bytes | pl.DataFrame, folio: str | None = None, **how: Any) -> Load:
    """The load of a file, received and checked."""
    load = received(one, content, folio)
    check(load_id=load.pk, at=AT, **how)
    load.refresh_from_db()
    return load


def apply(load: Load, mode: ApplyMode = ApplyMode.REPLACE, *, only_valid: bool = False) -> Load:
    """Preview and apply, as the page does; what a job would do is done at once."""
    seen = services.preview(provider_rfc=load.provider_id, load_id=load.public_id, mode=mode)
    load = services.apply(
        provider_rfc=load.provider_id,
        load_id=load.public_id,
        mode=mode,
        only_valid=only_valid,
        basis=seen.basis,
        by=practice.actor(),
        at=AT,
    )
    if load.state == LoadState.APPLYING:
        apply_now(load_id=load.pk, at=AT)
        load.refresh_from_db()
    return load


def applied(one: Provider, content: bytes | pl.DataFrame, folio: str | None = None, **how: Any) -> Load:
    return apply(checked(one, content, folio), **how)


def undo(load: Load) -> Load:
    return services.undo(provider_rfc=load.provider_id, load_id=load.public_id, by=practice.actor(), at=AT)


def listed(contract: Contract) -> list[tuple[str, ...]]:
    """The contract's current workers, in order of NSS, as texts in the order of COLUMNS."""
    workers = Worker.objects.filter(roster__contract=contract, roster__is_current=True).order_by("nss")
    return [tuple(str(getattr(one, name)) for name in COLUMNS) for one in workers]


def rows_of(frame: pl.DataFrame) -> list[tuple[str, ...]]:
    return sorted(frame.select(COLUMNS).rows())


def folder_of(load: Load) -> Path:
    from icsoe.apps.intake import files

    return files.folder(load.public_id)
