"""The process that opens an untrusted workbook: `python -I -m icsoe.lib.sheets.child SOURCE FOLDER LIMITS`.

Before it reads a byte of the workbook it opens the three files it needs and then gives up, for good, the
right to open anything else: with no file descriptor to be had there is no socket, no other file and no
pipe. Memory, processor time and the size of what it writes are bounded by the system, wall time by the
parent. It is handed no environment and no descriptor. What it writes is plain text: `cells.csv` (row
number, then the cells) and `report.json`, which holds either what was read or the reason of the refusal.
"""

from __future__ import annotations

import codecs
import csv
import gc
import json
import sys
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from icsoe.lib.confinement.bounds import Bounds, close_doors, confine
from icsoe.lib.sheets.errors import SheetError, reasons, refusal
from icsoe.lib.sheets.inspect_zip import has_external_links, open_workbook
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.number_formats import read_formats
from icsoe.lib.sheets.row_builder import StringTable
from icsoe.lib.sheets.sheet_rows import holds_values, read_rows
from icsoe.lib.sheets.strings import read_strings
from icsoe.lib.sheets.workbook import Sheet, read_workbook

CELLS = "cells.csv"
REPORT = "report.json"
WANTED_SHEET = "captura"
_SHOWN_NAMES = 5
_CODECS = ("cp437", "cp1252", "latin-1", "utf-16", "ascii", "utf-8-sig", "idna")


def main(arguments: list[str]) -> int:
    """Read the workbook; 0 when a report was written, whatever it says."""
    source, folder, limits = Path(arguments[0]), Path(arguments[1]), Limits(**json.loads(arguments[2]))
    seconds = int(limits.child_cpu_seconds(source.stat().st_size)) + 1
    gc.disable()  # a short life without cycles: looking for them would cost a tenth of it
    confine(Bounds(memory=limits.child_memory, cpu_seconds=seconds, output=limits.child_output))
    with (
        source.open("rb") as workbook,
        (folder / CELLS).open("w", encoding="utf-8", errors="replace", newline="") as cells,
        (folder / REPORT).open("w", encoding="utf-8") as report,
    ):
        _preload()
        status = _own_status()
        close_doors()
        json.dump({**_outcome(workbook, cells, limits), "peak_kib": _peak_kib(status)}, report)
    return 0


def _preload() -> None:
    """Load now what could not be loaded once no file can be opened."""
    reasons()
    for codec in _CODECS:
        codecs.lookup(codec)


def _own_status() -> TextIO | None:
    """Where the system says how much memory this process took; only Linux has it."""
    status = Path("/proc/self/status")
    return status.open(encoding="ascii") if status.exists() else None


def _peak_kib(status: TextIO | None) -> int:
    """The most memory this process has held, in KiB; 0 where the system does not say."""
    lines = status.readlines() if status else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def _outcome(workbook: BinaryIO, cells: TextIO, limits: Limits) -> dict[str, Any]:
    try:
        return _read(workbook, cells, limits)
    except SheetError as error:
        return {"reason": error.reason, "values": error.values}
    except MemoryError:
        return {"reason": "workbook_too_heavy", "values": {}}


def _read(workbook: BinaryIO, cells: TextIO, limits: Limits) -> dict[str, Any]:
    with open_workbook(workbook, limits) as archive:
        book = read_workbook(archive)
        strings = read_strings(archive, book.strings_part, limits)
        sheet, others = _choose(archive, book.sheets, strings, limits)
        writer = _Writer(cells, limits)
        formats = read_formats(archive, book)
        facts = read_rows(archive, sheet.part, strings, limits, writer.write, writer.restart, formats)
        if not writer.rows:
            raise refusal("empty")
        return {
            "sheet": sheet.name,
            "others": others,
            "width": writer.width,
            "external_links": has_external_links(archive),
            "facts": facts.counts(),
        }


def _choose(
    archive: zipfile.ZipFile, sheets: tuple[Sheet, ...], strings: StringTable, limits: Limits
) -> tuple[Sheet, int]:
    """The sheet to read (`captura`, else the only one with data) and how many others hold data."""
    for sheet in sheets:
        if sheet.name.strip().casefold() == WANTED_SHEET:
            return sheet, 0
    filled = [sheet for sheet in sheets if holds_values(archive, sheet.part, strings, limits)]
    shown = [sheet for sheet in filled if sheet.visible] or filled
    if not shown:
        raise refusal("empty")
    if len(shown) > 1:
        names = ", ".join(sheet.name[:60] for sheet in shown[:_SHOWN_NAMES])
        raise refusal("several_sheets", names=names)
    return shown[0], len(filled) - 1


class _Writer:
    """Rows to CSV, held to the bounds of rows and columns."""

    def __init__(self, file: TextIO, limits: Limits) -> None:
        self.limits = limits
        self.rows = 0
        self.width = 0
        self._file = file
        self._write = csv.writer(file, lineterminator="\n").writerow

    def restart(self) -> None:
        """Forget all rows written."""
        self.rows = self.width = 0
        self._file.seek(0)
        self._file.truncate()

    def write(self, number: int, cells: list[str]) -> None:
        if not self.rows and len(cells) > self.limits.max_columns:
            raise refusal("too_many_columns", limit=self.limits.max_columns)
        self.rows += 1
        self.width = max(self.width, len(cells))
        if self.rows > self.limits.max_rows + 1:
            raise refusal("too_many_rows", limit=self.limits.max_rows)
        self._write([number, *cells])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
