"""Files of invented workers for measurements, made in a process of their own so that none of its memory
counts.

`python -m icsoe.interfaces.cli.bench.crowd ROWS FAULTY FILE...`: the same rows in every file, by its ending
(`.copy`: as the table itself takes them, for the floor).
"""

import subprocess
import sys
from pathlib import Path

import polars as pl

from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.identifiers.search import name_key_expr
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook.vector import check_workers
from icsoe.lib.rulebook.worker import NAME_COLUMNS
from icsoe.lib.sheets.write import write_xlsx

COLUMNS = ("nss", "curp", "sbc", "primer_apellido", "segundo_apellido", "nombre")
#: The table's columns, and the version of the list that the floor writes its rows into.
TABLE_COLUMNS = (
    "roster_id",
    "nss",
    "curp",
    "primer_apellido",
    "segundo_apellido",
    "nombre",
    "sbc",
    "name_key",
)
FLOOR_ROSTER = 1_000_000
_SEED = 20260101


def make(rows: int, faulty: float, *targets: Path) -> None:
    """Write the files, in a process of their own."""
    words = [str(rows), str(faulty), *map(str, targets)]
    subprocess.run([sys.executable, "-m", __name__, *words], check=True)  # noqa: S603 - our own module


def crowd(rows: int, faulty: float) -> pl.DataFrame:
    """``rows`` workers as the texts of a file, in no order; the share ``faulty`` of them with an error."""
    texts = people(rows, _SEED).select(pl.col(COLUMNS).cast(pl.String))
    texts = texts.sample(fraction=1, shuffle=True, seed=_SEED)
    return _with_errors(texts, round(1 / faulty)) if faulty else texts


def _with_errors(texts: pl.DataFrame, every: int) -> pl.DataFrame:
    """Every so many rows one error, of each kind in turn."""
    place = pl.int_range(pl.len())
    kind = pl.when(place % every == every - 1).then(place // every % 5)
    return texts.with_columns(
        nss=pl.when(kind == 0).then(pl.lit("")).when(kind == 1).then(pl.lit("1" * 11)).otherwise("nss"),
        curp=pl.when(kind == 2).then(pl.col("curp").str.head(17) + "Ñ").otherwise("curp"),
        sbc=pl.when(kind == 3).then(pl.lit("mil pesos")).otherwise("sbc"),
        nombre=pl.when(kind == 4).then(pl.lit("J0SÉ")).otherwise("nombre"),
    )


def _table_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """What the valid rows are in the table, in the order of the file: what the floor copies."""
    limits = SbcLimits(floor=None, cap=None)
    numbers = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    valid = check_workers(rows, limits, row_numbers=numbers).frame.filter("valid")
    return valid.with_columns(
        pl.lit(FLOOR_ROSTER).alias("roster_id"), name_key_expr(*map(pl.col, NAME_COLUMNS)).alias("name_key")
    ).select(TABLE_COLUMNS)


def main(words: list[str]) -> None:
    rows = crowd(int(words[0]), float(words[1]))
    for target in map(Path, words[2:]):
        if target.suffix == ".copy":
            _table_rows(rows).write_csv(target, include_header=False, separator="\t", quote_style="never")
        elif target.suffix == ".xlsx":
            write_xlsx(rows, target, sheet="captura")
        else:
            rows.write_csv(target)


if __name__ == "__main__":
    main(sys.argv[1:])
