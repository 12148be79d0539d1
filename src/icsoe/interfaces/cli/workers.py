"""Check a file of workers on this computer, by the rules of the portal: no server, no database, nothing sent.

Exit status: 0 no errors (there may be warnings), 1 errors, 2 the file as a whole cannot be read.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from icsoe.lib.periods.period import Period
from icsoe.lib.periods.reference_values import shipped_values
from icsoe.lib.rulebook.file_check import Surroundings, check_file
from icsoe.lib.rulebook.findings_table import with_messages
from icsoe.lib.rulebook.rules import Finding, Language, message_for
from icsoe.lib.sheets.annotate import write_annotated
from icsoe.lib.sheets.errors import SheetError, in_english, refusal
from icsoe.lib.sheets.write import REPORT_COLUMNS, write_report_csv

CLEAN, FAULTY, UNREADABLE = 0, 1, 2
_ENDINGS = {"json": ".json", "csv": ".csv", "xlsx": ".xlsx"}


@dataclass(frozen=True)
class Report:
    """What the check told: rows in the file, rows without errors, and findings with their sentences.

    Findings about the whole file come first, without a row. `status` is what the command ends with.
    """

    rows: int
    valid: int
    findings: pl.DataFrame
    status: int


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="act", required=True)
    check = commands.add_parser("check", help="check a .csv, .txt or .xlsx of workers", description=__doc__)
    check.add_argument("file", type=Path)
    check.add_argument("--format", choices=sorted(_ENDINGS), default="json", help="of the report")
    check.add_argument("--out", type=Path, help="where to write the report; else it is printed")
    check.add_argument("--language", choices=("es", "en"), default="es", help="of the messages")
    check.add_argument("--period", type=_period, help="its salary bounds are used: 2026-2; the current one")


def run(options: argparse.Namespace) -> int:
    if options.format == "xlsx" and options.out is None:
        print("icsoe workers check: --format xlsx needs --out", file=sys.stderr)
        return UNREADABLE
    period = options.period or Period.of_contract(date.today())  # noqa: DTZ011 - the day where the user is
    report = check(options.file, period, options.language)
    writers = {"json": _write_json, "csv": _write_csv, "xlsx": _annotate(options.file)}
    if options.out is None:
        _print(report, writers[options.format])
    else:
        writers[options.format](report, options.out)
        print(f"{report.rows} renglones, {report.valid} sin errores: {options.out}", file=sys.stderr)
    return report.status


def check(file: Path, period: Period, language: Language = "es") -> Report:
    """Check the file by the rules in force in the period; its messages are in ``language``.

    There is no register here, so that files without names, as the official template makes them, are not
    asked for them: one warning says that nothing was compared with the register.
    """
    around = Surroundings(limits=shipped_values().sbc_limits(period))
    try:
        checked = check_file(file, around)
    except SheetError as error:
        return Report(0, 0, _refused(error, language), UNREADABLE)
    except OSError:
        return Report(0, 0, _refused(refusal("absent", file=file), language), UNREADABLE)
    for note in checked.notes:
        words = note.message if language == "es" else in_english(note.code, note.values)
        print(words, file=sys.stderr)
    sentences = with_messages(checked.findings, language)
    cells = sentences.select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items())
    findings = pl.concat([_whole(checked.told, language), cells])
    status = FAULTY if checked.tally.faulty else CLEAN
    return Report(checked.tally.rows, checked.tally.valid, findings, status)


_SCHEMA = {name: pl.UInt32() if name == "row" else pl.String() for name in REPORT_COLUMNS}


def _whole(told: tuple[Finding, ...], language: Language) -> pl.DataFrame:
    """Findings about the whole file."""
    rows = [
        (None, one.column or None, one.code, one.severity.value, one.value, message_for(one, language))
        for one in told
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _refused(error: SheetError, language: Language) -> pl.DataFrame:
    """The one finding of a file that cannot be read, in the words of the reader."""
    one = Finding(error.code, "")
    message = error.message if language == "es" else in_english(error.reason, error.values)
    row = (None, None, one.code, one.severity.value, "", message)
    return pl.DataFrame([row], schema=_SCHEMA, orient="row")


def _print(report: Report, write: Callable[[Report, Path], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="icsoe-") as folder:
        target = Path(folder) / "report"
        write(report, target)
        with target.open("rb") as written:
            while block := written.read(1 << 20):
                sys.stdout.buffer.write(block)
    sys.stdout.buffer.flush()


def _write_json(report: Report, target: Path) -> None:
    counts = json.dumps({"rows": report.rows, "valid": report.valid})[:-1]
    with target.open("wb") as file:
        file.write(f'{counts}, "findings": '.encode())
        report.findings.write_json(file)
        file.write(b"}\n")


def _write_csv(report: Report, target: Path) -> None:
    write_report_csv(report.findings, target)


def _annotate(source: Path) -> Callable[[Report, Path], None]:
    def write(report: Report, target: Path) -> None:
        if report.status == UNREADABLE:  # there is nothing to give back: what is wrong is said instead
            print(report.findings.get_column("message").item(), file=sys.stderr)
            return
        write_annotated(source, report.findings.drop_nulls("row"), target)

    return write


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a period such as 2026-2") from error
