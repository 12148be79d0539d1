"""The registers the portal compares with: hand one over whole, or see what each holds.

A register is a CSV file in UTF-8 with these columns:

insured     nss, curp, primer_apellido, segundo_apellido, nombre, since, sbc: a row for each salary
taxpayers   rfc, name
repse       number, rfc, registered_on, valid_until, folio, description: a row for each authorised service

Dates are written 2026-01-31, amounts 315.04.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from django.db import IntegrityError

from icsoe.interfaces.cli.settings import system

if TYPE_CHECKING:
    from collections.abc import Callable

REGISTERS = ("insured", "taxpayers", "repse")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("show", help="what each register holds, since when and from where")
    load = acts.add_parser("load", help="make a file the whole register, in one transaction")
    load.add_argument("register", choices=REGISTERS)
    load.add_argument("file", type=Path)
    load.add_argument("--source", required=True, help="where it comes from, in a person's words")
    load.add_argument(
        "--complete", action="store_true", help="it holds everybody: who is not in it is unknown, and refused"
    )


def run(options: argparse.Namespace) -> int:
    with system():
        return _show() if options.act == "show" else _load(options)


def _show() -> int:
    from icsoe.apps.registries.selectors import coverages  # deferred: needs Django set up

    held = {one.register: one for one in coverages()}
    for name in REGISTERS:
        one = held.get(name)
        if one is None:
            print(f"{name:<10} vacío: la comparación se dice no disponible")
        else:
            kind = "completo" if one.is_complete else "parcial"
            print(f"{name:<10} {kind}, al {one.as_of.isoformat()}, de: {one.source}")
    return 0


def _load(options: argparse.Namespace) -> int:
    from icsoe.apps.audit import clock
    from icsoe.apps.audit.actor import SYSTEM
    from icsoe.apps.registries import services

    replace: dict[str, Callable[..., int]] = {
        services.INSURED: services.replace_insured,
        services.TAXPAYERS: services.replace_taxpayers,
        services.REPSE: services.replace_repse,
    }
    handover = services.Handover(source=options.source, is_complete=options.complete)
    try:
        frame = _read(options.file, services.SCHEMAS[options.register])
        rows = replace[options.register](frame, handover, by=SYSTEM, at=clock.now())
    except (OSError, pl.exceptions.PolarsError, ValueError, IntegrityError) as fault:
        print(f"No se cargó; el registro sigue como estaba. {_first_line(fault)}", file=sys.stderr)
        return 2
    print(f"{options.register}: {rows:,} registros.")
    return 0


def _read(file: Path, schema: pl.Schema) -> pl.DataFrame:
    """The columns of the register, in whatever order and among whatever others; texts are never null."""
    texts = pl.read_csv(file, infer_schema=False, columns=list(schema))
    return texts.select(_typed(name, kind) for name, kind in schema.items())


def _typed(name: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(name)
    if kind == pl.String:
        return text.fill_null("")
    text = text.str.strip_chars()
    return text.str.to_date("%Y-%m-%d") if kind == pl.Date else text.cast(kind)


def _first_line(fault: Exception) -> str:
    return next(iter(str(fault).splitlines()), type(fault).__name__)
