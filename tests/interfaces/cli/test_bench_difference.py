"""The measurement of a difference: files that differ as told, and pages that answer."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl

from icsoe.interfaces.cli.bench.difference import make
from icsoe.lib.canonical.roster import roster_bytes
from icsoe.lib.canonical.roster_difference import roster_difference


def test_of_a_hundred_workers_one_leaves_one_comes_and_one_changes(tmp_path: Path) -> None:
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    make(300, before, after)
    lists = [roster_bytes(pl.read_csv(file, infer_schema=False)) for file in (before, after)]
    apart = roster_difference(*lists)
    assert (apart.came.height, apart.left.height, apart.changed.height) == (3, 3, 3)


def test_the_pages_are_measured_beside_the_floor(tmp_path: Path) -> None:
    target = tmp_path / "difference.json"
    words = ["bench", "difference", "--workers", "200", "--rounds", "1", "--json", str(target)]
    done = subprocess.run(
        [sys.executable, "-m", "icsoe.interfaces.cli", *words], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(target.read_text())
    assert [one["page"] for one in told["views"]] == [
        "before signing",
        "before signing, workers",
        "review",
        "presented",
        "presented, workers",
    ]
    assert min(told["floor_ms"], *(one["later_ms"] for one in told["views"])) > 0
