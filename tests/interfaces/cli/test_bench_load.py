"""What the measurement of a load stands on: the same invented rows everywhere, errors as many as asked."""

import json
import os
from pathlib import Path

import polars as pl

from icsoe.interfaces.cli.bench import crowd
from icsoe.interfaces.cli.bench.memory import watching
from icsoe.interfaces.cli.main import main
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook.vector import check_workers


def faulty(rows: pl.DataFrame) -> int:
    numbers = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
    return check_workers(rows, SbcLimits(None, None), row_numbers=numbers).tally.faulty


def test_the_rows_are_valid_but_for_the_share_asked_for() -> None:
    assert faulty(crowd.crowd(1_000, 0.0)) == 0
    assert faulty(crowd.crowd(1_000, 0.05)) == 50


def test_the_floor_copies_the_valid_rows_in_the_order_of_the_file(tmp_path: Path) -> None:
    file, table, book = tmp_path / "w.csv", tmp_path / "w.copy", tmp_path / "w.xlsx"
    crowd.make(100, 0.05, file, table, book)
    rows = pl.read_csv(file, infer_schema=False)
    copied = pl.read_csv(table, separator="\t", has_header=False, infer_schema=False)
    assert copied.height == 95
    right = rows.filter(pl.int_range(pl.len()) % 20 != 19)
    assert copied.to_series(1).to_list() == right["nss"].to_list()
    assert book.stat().st_size > 0


def test_memory_is_that_of_this_process_and_its_children() -> None:
    with watching() as peak:
        held = bytearray(os.urandom(1)) * 80_000_000
        for _ in range(3):
            os.system("sleep 0.1")
    assert len(held) == 80_000_000
    assert peak.tree_mb >= 80
    assert peak.child_mb >= 0


def test_the_check_is_measured_beside_the_bare_reading_in_one_process_and_as_commands(tmp_path: Path) -> None:
    target = tmp_path / "check.json"
    words = ["bench", "check", "--rows", "200", "--faulty", "0.05", "--rounds", "1", "--json", str(target)]
    assert main(words) == 0
    told = json.loads(target.read_text())
    assert told["rows"] == 200
    assert min(told["ratio"], told["command_ratio"], told["peak_mb"]) > 0
