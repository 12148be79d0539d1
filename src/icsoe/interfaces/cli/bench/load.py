"""A file of workers end to end: from the disk, through every check, to committed rows with their indexes.

Beside the floor of the same run: plain COPY of the same rows, in the order of the file, into the same table
and indexes. With faulty rows the findings are stored and both reports written, too. A workbook is measured
beside the CSV of the same rows.
"""

import argparse
import json
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from icsoe.interfaces.cli.bench import crowd
from icsoe.interfaces.cli.bench.memory import watching
from icsoe.interfaces.cli.bench.stage import stage


@dataclass(frozen=True)
class Result:
    """``ratio``: seconds over the floor's (medians of the rounds). Memory in MB, of the process tree
    without the database; ``child_mb`` of the largest child. ``steps``: where the time of the median round
    went."""

    rows: int
    faulty: float
    format: str
    rounds: int
    ratio: float
    seconds: float
    floor_seconds: float
    floor: str
    peak_mb: int
    child_mb: int
    steps: dict[str, float]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--faulty", type=float, default=0.0, help="share of rows with an error (0.05)")
    parser.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    parser.add_argument("--rounds", type=int, default=1, help="floor and load in turn, so many times")
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(options: argparse.Namespace) -> int:
    with stage() as folder:
        from icsoe.interfaces.cli.bench.loading import Site

        site, file = Site(folder), folder / f"workers.{options.format}"
        beside = folder / ("workers.csv" if options.format == "xlsx" else "workers.copy")
        crowd.make(options.rows, options.faulty, file, beside)
        floor = site.load if options.format == "xlsx" else site.plain_copy
        result = _measure(
            options,
            lambda: site.load(file, with_reports=bool(options.faulty)),
            lambda: floor(beside),
        )
    _report(result, options.json)
    return 0


def _measure(
    options: argparse.Namespace, load: Callable[[], dict[str, float]], floor: Callable[[], dict[str, float]]
) -> Result:
    loads, floors = [], []
    peak_mb = child_mb = 0
    for _ in range(options.rounds):
        floors.append(sum(floor().values()))
        with watching() as peak:
            loads.append(load())
        peak_mb, child_mb = max(peak_mb, peak.tree_mb), max(child_mb, peak.child_mb)
    middle = sorted(loads, key=lambda steps: sum(steps.values()))[len(loads) // 2]
    seconds, floor_seconds = sum(middle.values()), statistics.median(floors)
    return Result(
        rows=options.rows,
        faulty=options.faulty,
        format=options.format,
        rounds=options.rounds,
        ratio=round(seconds / floor_seconds, 3),
        seconds=round(seconds, 2),
        floor_seconds=round(floor_seconds, 2),
        floor="csv" if options.format == "xlsx" else "copy",
        peak_mb=peak_mb,
        child_mb=child_mb,
        steps={name: round(taken, 2) for name, taken in middle.items()},
    )


def _report(result: Result, target: Path | None) -> None:
    print(f"{result.rows:,} rows, {result.faulty:.0%} faulty, {result.format}")
    for name, taken in result.steps.items():
        print(f"  {name:<12} {taken:>8.2f} s")
    print(f"  {'in all':<12} {result.seconds:>8.2f} s   {result.rows / result.seconds:,.0f} rows/s")
    print(f"  {'floor':<12} {result.floor_seconds:>8.2f} s   ({result.floor})")
    print(
        f"  ratio {result.ratio:.2f}   peak memory {result.peak_mb} MB   largest child {result.child_mb} MB"
    )
    if target:
        target.write_text(json.dumps(asdict(result), indent=2) + "\n")
