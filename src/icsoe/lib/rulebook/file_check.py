"""A whole file of workers checked: what the page, the API and `icsoe workers check` all run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from icsoe.lib.identifiers.characters import compact_expr
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook.findings_table import CODES, COLUMNS, MOST_LISTED, SCHEMA, SEVERITIES, Tally
from icsoe.lib.rulebook.relations import Register
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.vector import check_workers
from icsoe.lib.sheets.errors import Note
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.read import Table, read_table
from icsoe.lib.sheets.sniff import Kind

CONTRACT_COLUMNS = ("folio_contrato", "referencia")


@dataclass(frozen=True, slots=True)
class CellFix:
    """A cell written anew by the person: its row as the person sees it, our name of its column, its text."""

    row: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows are held against.

    `contracts`: `folio` and `reference` of those that are open; None when there is none to hold against (no
    server at hand), and then names are not asked for where the file has no column of them. `target`: the
    folio of the contract the file was handed over for; rows that name none are its own. `register`: that of
    insured persons, None when there is none.
    """

    limits: SbcLimits
    contracts: pl.DataFrame | None = None
    target: str = ""
    register: Register | None = None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What came of a file.

    `frame`: as `vector.Checked.frame`, with `folio_contrato` whenever contracts are known. `findings`:
    columns of `findings_table.SCHEMA`, `column` null for a whole row; `told`: findings about the whole
    file; `notes`: what the reading of the file has to tell.
    """

    frame: pl.DataFrame
    findings: pl.DataFrame
    tally: Tally
    told: tuple[Finding, ...]
    notes: tuple[Note, ...]
    kind: Kind


def check_file(
    path: Path,
    around: Surroundings,
    *,
    fixes: Sequence[CellFix] = (),
    limits: Limits | None = None,
    on_read: Callable[[int], None] | None = None,
) -> CheckedFile:
    """Read and check the file at `path`; `on_read` is told how many rows it holds once it is read.

    Raises SheetError when the file as a whole is refused.
    """
    table = read_table(path, limits=limits)
    if on_read is not None:
        on_read(table.rows_read)
    frame = _with_fixes(table.frame, table.row_numbers, fixes)
    frame, told = _with_contracts(frame, around)
    checked = check_workers(
        frame,
        around.limits,
        row_numbers=table.row_numbers,
        register=around.register,
        contracts=around.contracts if told is None else None,
        require_names=around.contracts is not None or _has_names(frame),
    )
    notes = (*checked.notes, *((told,) if told else ()))
    return CheckedFile(
        frame=_placed(checked.frame, around, told),
        findings=_all_findings(table, checked.findings),
        tally=_tally(table, checked.tally, refused=told is not None),
        told=notes,
        notes=table.notes,
        kind=table.kind,
    )


def _has_names(frame: pl.DataFrame) -> bool:
    return "nombre" in frame.columns or "primer_apellido" in frame.columns


def _with_fixes(frame: pl.DataFrame, numbers: pl.Series, fixes: Sequence[CellFix]) -> pl.DataFrame:
    """The table with the cells the person wrote anew; a column the file lacks comes to be."""
    for fix in fixes:
        if fix.column not in frame.columns:
            frame = frame.with_columns(pl.lit("").alias(fix.column))
        at = (numbers == fix.row).arg_true()
        frame = frame.with_columns(frame.get_column(fix.column).scatter(at, fix.value))
    return frame


def _with_contracts(frame: pl.DataFrame, around: Surroundings) -> tuple[pl.DataFrame, Finding | None]:
    """The table ready to be told which contract each row is of, and what stands against that.

    A template always has both columns; where nobody filled them in they say nothing.
    """
    named = [column for column in CONTRACT_COLUMNS if column in frame.columns]
    blank = frame.select((pl.col(named).str.strip_chars() == "").all()).row(0) if named else ()
    said = [column for column, empty in zip(named, blank, strict=True) if not empty]
    frame = frame.drop([column for column in named if column not in said])
    if around.contracts is None or (around.target and not said):
        return frame, None
    if not said:
        return frame, Finding("column_missing", "folio_contrato", detail="folio_contrato o referencia")
    return (_filled(frame, said, around.target) if around.target else frame), None


def _filled(frame: pl.DataFrame, said: list[str], target: str) -> pl.DataFrame:
    """Rows that name no contract are of the one the file was handed over for."""
    silent = pl.all_horizontal(pl.col(column).str.strip_chars() == "" for column in said)
    folio = compact_expr(pl.col("folio_contrato")) if "folio_contrato" in said else pl.lit("")
    return frame.with_columns(pl.when(silent).then(pl.lit(target)).otherwise(folio).alias("folio_contrato"))


def _placed(frame: pl.DataFrame, around: Surroundings, told: Finding | None) -> pl.DataFrame:
    """Every row with its contract; none is valid when the file does not say which they are of."""
    if told is not None:
        return frame.with_columns(
            pl.lit(None, pl.String).alias("folio_contrato"), pl.lit(False).alias("valid")
        )
    if around.target and "folio_contrato" not in frame.columns:
        return frame.with_columns(pl.lit(around.target).alias("folio_contrato"))
    return frame


def _all_findings(table: Table, found: pl.DataFrame) -> pl.DataFrame:
    """The findings of cells and those of rows of wrong shape, in order of row."""
    if table.findings.is_empty():
        return found
    broken = table.findings.head(MOST_LISTED).select(
        pl.col("row").cast(pl.UInt32),
        pl.col("column").cast(COLUMNS),
        pl.col("code").cast(CODES),
        pl.col("severity").cast(SEVERITIES),
        "value",
        pl.lit("").alias("detail"),
    )
    return pl.concat([found.select(SCHEMA.names()), broken]).sort("row", maintain_order=True)


def _tally(table: Table, tally: Tally, *, refused: bool) -> Tally:
    """The rows of wrong shape counted with the others; every row is faulty in a file refused as a whole."""
    broken = table.findings.height
    by_code = {**tally.by_code, **({"row_shape": broken} if broken else {})}
    faulty = table.rows_read if refused else tally.faulty + broken
    return replace(tally, rows=table.rows_read, faulty=faulty, by_code=by_code)
