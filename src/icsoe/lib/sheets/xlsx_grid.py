"""Workbooks to a grid, through a child process: the parent never opens one."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from icsoe.lib.confinement.run import Ending, run_confined
from icsoe.lib.sheets import child
from icsoe.lib.sheets.errors import Note, note, reasons, refusal
from icsoe.lib.sheets.grid import Grid, cell_columns, row_numbers
from icsoe.lib.sheets.headers import recognised
from icsoe.lib.sheets.limits import Limits

_TOLD = ("formulas", "formulas_without_value", "merged", "hidden_rows")


def read_xlsx_grid(path: Path, limits: Limits) -> Grid:
    """The grid of the sheet `captura`, or of the only one with data. Raises SheetError."""
    with tempfile.TemporaryDirectory(prefix="libro-") as name:
        folder = Path(name)
        _run_child(path, folder, limits)
        report = _report(folder)
        frame = _cells(folder / child.CELLS, report["width"])
    numbers = frame["row"].cast(pl.UInt32)
    frame, broken = _first_width(frame.drop("row"), numbers)
    return Grid(
        frame=frame,
        numbers=numbers,
        broken=broken,
        notes=_notes(report),
        sheet=report["sheet"],
        facts={**report["facts"], "child_peak_kib": report["peak_kib"]},
    )


def _run_child(path: Path, folder: Path, limits: Limits) -> None:
    """Run the child; its own bounds are of the system, the wall time is ours."""
    source = path.resolve()
    ending = run_confined(
        child.__name__,
        [str(source), str(folder), json.dumps(asdict(limits))],
        folder=folder,
        seconds=limits.child_wall_seconds(source.stat().st_size),
    )
    if ending is Ending.TIMED_OUT:
        raise refusal("workbook_too_heavy")
    if ending is Ending.DIED:
        raise refusal("child_died")


def _report(folder: Path) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads((folder / child.REPORT).read_text(encoding="utf-8"))
    except ValueError as error:
        raise refusal("child_died") from error
    reason = report.get("reason")
    if reason is None:
        return report
    raise refusal(reason if reason in reasons() else "child_died", **report.get("values", {}))


def _cells(path: Path, width: int) -> pl.DataFrame:
    return pl.read_csv(
        path,
        has_header=False,
        schema=dict.fromkeys(["row", *cell_columns(width)], pl.String),
        empty_string_is_null=False,
        missing_columns="insert",
    )


def _first_width(frame: pl.DataFrame, numbers: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """The columns of the first row, and the numbers of the rows that hold something beyond them.

    A sheet has no short rows: what is not there is an empty cell.
    """
    first = list(frame.row(0))
    if recognised(first):
        while not first[-1].strip():
            first.pop()
        width = len(first)
    else:
        width = max(index for index, cell in enumerate(first, start=1) if cell.strip() or index == 1)
    beyond = frame.columns[width:]
    if not beyond:
        return frame, row_numbers([])
    long = frame.select(pl.any_horizontal(pl.col(beyond).str.strip_chars() != "")).to_series()
    return frame.select(frame.columns[:width]), numbers.filter(long)


def _notes(report: Mapping[str, Any]) -> tuple[Note, ...]:
    told: Mapping[str, int] = report["facts"]
    facts = {**told, "formulas": told["formulas"] - told["formulas_without_value"]}
    notes = [note(code, count=facts[code]) for code in _TOLD if facts[code]]
    if facts["hidden_columns"]:
        notes.append(note("hidden_columns"))
    if report["external_links"]:
        notes.append(note("external_links"))
    if report["others"]:
        notes.append(note("sheets_ignored", name=report["sheet"]))
    return tuple(notes)
