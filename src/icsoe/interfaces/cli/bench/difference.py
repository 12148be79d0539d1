"""The pages that show what a correction changes, by the server's time, with a long list of workers.

Beside the floor of the same run: reading the bytes of both lists, parsing them, and one Polars join. Of the
workers one in a hundred left, one came and one changed. The first view is the one after the list was loaded.
"""

import argparse
import json
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from icsoe.interfaces.cli.bench import crowd
from icsoe.interfaces.cli.bench.stage import stage

if TYPE_CHECKING:
    from icsoe.interfaces.cli.bench.differing import Corrected

_ONE_IN = 100


@dataclass(frozen=True)
class View:
    """Of one page: milliseconds of the first view, of a later one (median), and that over the floor."""

    page: str
    first_ms: float
    later_ms: float
    ratio: float


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5, help="later views of each page, and floors")
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(options: argparse.Namespace) -> int:
    with stage() as folder:
        from icsoe.interfaces.cli.bench.differing import Corrected

        before, after = folder / "before.csv", folder / "after.csv"
        make(options.workers, before, after)
        corrected = Corrected(folder, before, after)
        times = _watch(corrected, corrected.draft_pages(), options.rounds)
        folio = corrected.present()
        times |= _watch(corrected, corrected.filed_pages(folio), options.rounds)
        floor = statistics.median(corrected.floor(folio) for _ in range(options.rounds))
    _report(options, floor, [_view(page, taken, floor) for page, taken in times.items()])
    return 0


def make(workers: int, before: Path, after: Path) -> None:
    """Write both files: one in a hundred leaves, one comes and one has another SBC."""
    crowd.make(workers + workers // _ONE_IN, 0.0, before)
    rows = pl.read_csv(before, infer_schema=False)
    kept, new = rows.head(workers), rows.tail(rows.height - workers)
    kept.write_csv(before)
    place = pl.int_range(pl.len())
    changed = pl.when(place % _ONE_IN == 1).then(pl.lit("777.77")).otherwise("sbc").alias("sbc")
    pl.concat([kept.with_columns(changed).filter(place % _ONE_IN != 0), new]).write_csv(after)


def _watch(corrected: "Corrected", pages: dict[str, str], rounds: int) -> dict[str, list[float]]:
    return {page: [corrected.view(address) for _ in range(rounds + 1)] for page, address in pages.items()}


def _view(page: str, taken: list[float], floor: float) -> View:
    later = statistics.median(taken[1:])
    return View(page, round(taken[0] * 1000, 1), round(later * 1000, 1), round(later / floor, 2))


def _report(options: argparse.Namespace, floor: float, views: list[View]) -> None:
    print(f"{options.workers:,} workers; floor (both lists read and joined): {floor * 1000:.1f} ms")
    print(f"{'page':<26} {'first ms':>9} {'later ms':>9} {'x floor':>8}")
    for one in views:
        print(f"{one.page:<26} {one.first_ms:>9} {one.later_ms:>9} {one.ratio:>8}")
    if options.json:
        figures = {
            "workers": options.workers,
            "floor_ms": round(floor * 1000, 1),
            "slowest_ms": max(max(one.first_ms, one.later_ms) for one in views),
            "views": [asdict(one) for one in views],
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
