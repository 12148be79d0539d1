"""`icsoe workers check`: every rule that needs no server, over a file, beside Polars reading it.

Both in one process, in turn, every column read as text; then each as a command of its own, with everything a
start costs.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from icsoe.interfaces.cli import workers
from icsoe.interfaces.cli.bench import crowd
from icsoe.interfaces.cli.bench.memory import watching
from icsoe.lib.periods.period import Period

_PERIOD = "2026-1"
_READ = "import sys, polars; polars.read_csv(sys.argv[1], infer_schema=False)"


@dataclass(frozen=True)
class Result:
    """``ratio``: seconds of the check over those of the reading, in one process (medians of the rounds);
    ``command_ratio``: the same of the two commands. ``peak_mb``: of the command that checks."""

    rows: int
    faulty: float
    rounds: int
    ratio: float
    seconds: float
    floor_seconds: float
    command_ratio: float
    command_seconds: float
    command_floor_seconds: float
    peak_mb: int


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--faulty", type=float, default=0.0, help="share of rows with an error (0.05)")
    parser.add_argument("--rounds", type=int, default=5, help="floor and check in turn, so many times")
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="icsoe-bench-") as folder:
        file = Path(folder) / "workers.csv"
        crowd.make(options.rows, options.faulty, file)
        result = _measure(options, file)
    _report(result, options.json)
    return 0


def _measure(options: argparse.Namespace, file: Path) -> Result:
    period, icsoe = Period.parse(_PERIOD), [sys.executable, "-m", "icsoe.interfaces.cli"]
    check = [*icsoe, "workers", "check", str(file), "--period", _PERIOD]
    inside = _in_turn(
        options.rounds,
        lambda: pl.read_csv(file, infer_schema=False),
        lambda: workers.check(file, period),
    )
    with watching() as peak:
        commands = _in_turn(
            options.rounds,
            lambda: _command([sys.executable, "-c", _READ, str(file)]),
            lambda: _command(check),
        )
    return Result(
        rows=options.rows,
        faulty=options.faulty,
        rounds=options.rounds,
        ratio=round(inside[1] / inside[0], 2),
        seconds=round(inside[1], 2),
        floor_seconds=round(inside[0], 3),
        command_ratio=round(commands[1] / commands[0], 2),
        command_seconds=round(commands[1], 2),
        command_floor_seconds=round(commands[0], 3),
        peak_mb=peak.child_mb,
    )


def _in_turn(rounds: int, floor: Callable[[], object], job: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of both, measured one after the other so that both meet the same machine."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for times, act in zip(taken, (floor, job), strict=True):
            started = time.perf_counter()
            act()
            times.append(time.perf_counter() - started)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _command(words: list[str]) -> None:
    done = subprocess.run(words, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own commands
    if done.returncode not in (workers.CLEAN, workers.FAULTY):
        raise RuntimeError(f"a command ended with {done.returncode}")


def _report(result: Result, target: Path | None) -> None:
    print(f"{result.rows:,} rows, {result.faulty:.0%} faulty, medians of {result.rounds}")
    print(f"  {'':<14} {'check':>9} {'floor':>9} {'ratio':>7}")
    print(
        f"  {'one process':<14} {result.seconds:>7.2f} s {result.floor_seconds:>7.2f} s {result.ratio:>7.2f}"
    )
    print(
        f"  {'two commands':<14} {result.command_seconds:>7.2f} s {result.command_floor_seconds:>7.2f} s"
        f" {result.command_ratio:>7.2f}   peak memory {result.peak_mb} MB"
    )
    if target:
        target.write_text(json.dumps(asdict(result), indent=2) + "\n")
