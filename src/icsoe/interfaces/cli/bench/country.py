"""The country through the service layer: so many times 142,661 filings, with their contracts and workers.

Each firm enters, captures its contracts, brings its workers (up to five typed, more in a file), reviews and
presents; some correct what they presented. Several periods one after another show whether a filing costs
the same as the database grows. What the whole country would take is told from the run.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from icsoe.interfaces.cli.bench import nation
from icsoe.interfaces.cli.bench.stage import stage

CLIENTS = 2
_DAY_OF_WINDOW = 9  # days after the first one: the tenth, with nobody late


@dataclass(frozen=True)
class Lived:
    """One period of one share, or of all together: ``seconds`` by step, over all processes."""

    period: str
    filings: int
    drawn: int
    seconds: dict[str, float]

    @property
    def work(self) -> float:
        """Seconds of all steps but the drawing of receipts, which jobs do later."""
        from icsoe.interfaces.cli.bench.living import STEPS

        return sum(self.seconds.get(step, 0.0) for step in STEPS)

    @property
    def per_filing_ms(self) -> float:
        return self.work / self.filings * 1000


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--scale", type=float, default=0.01, help="share of the country (0.01: 1,427 filings)"
    )
    parser.add_argument("--periods", type=int, default=1, help="periods lived one after another")
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(options: argparse.Namespace) -> int:
    firms = nation.nation(options.scale)
    with stage() as folder:
        spans = _spans(options.periods)
        shares = [firms[place::CLIENTS] for place in range(CLIENTS)]
        # As web processes do: each with its own interpreter and connection.
        with ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn"), initializer=_open) as pool:
            asked = [pool.submit(_live, folder, share, spans) for share in shares]
            lived = [_together(parts) for parts in zip(*(one.result() for one in asked), strict=True)]
    _report(options, firms, lived)
    return 0


def _open() -> None:
    import django

    django.setup()


def _spans(count: int) -> list[tuple[str, datetime]]:
    """The last ``count`` periods whose window is over or open, oldest first, each with an instant in it."""
    from icsoe.apps.audit import clock
    from icsoe.lib.periods.period import Period
    from icsoe.lib.periods.windows import central_day, midnight

    spans: list[tuple[str, datetime]] = []
    period = Period.of_contract(central_day(clock.now())).previous
    while period is not None and len(spans) < count:
        opens = midnight(period.next.first_day)
        spans.append((str(period), opens + timedelta(days=_DAY_OF_WINDOW)))
        period = period.previous
    return spans[::-1]


def _live(folder: Path, firms: Sequence[nation.Firm], spans: Sequence[tuple[str, datetime]]) -> list[Lived]:
    """One process: its share of the firms through every period."""
    from icsoe.interfaces.cli.bench.living import Share
    from icsoe.lib.periods.period import Period

    share, lived = Share(folder, firms), []
    for name, at in spans:
        share.live(Period.parse(name), at)
        lived.append(Lived(name, share.filings, share.drawn, dict(share.seconds)))
    return lived


def _together(parts: Sequence[Lived]) -> Lived:
    seconds: Counter[str] = Counter()
    for part in parts:
        seconds.update(part.seconds)
    filings, drawn = sum(part.filings for part in parts), sum(part.drawn for part in parts)
    return Lived(parts[0].period, filings, drawn, dict(seconds))


def _extrapolated(firms: Sequence[nation.Firm], last: Lived) -> float:
    """Minutes the whole country takes on so many processes, by whatever this run holds least of."""
    held = (
        nation.FILINGS / last.filings,
        nation.CONTRACTS / sum(firm.contracts for firm in firms),
        nation.WORKERS / sum(firm.workers for firm in firms),
    )
    return last.work / CLIENTS * max(held) / 60


def _receipts_minutes(last: Lived) -> float | None:
    """Minutes of drawing every receipt of the country, by the jobs, on so many processes."""
    from icsoe.interfaces.cli.bench.living import DRAW

    return last.seconds[DRAW] / last.drawn * nation.FILINGS / CLIENTS / 60 if last.drawn else None


def _report(options: argparse.Namespace, firms: Sequence[nation.Firm], lived: Sequence[Lived]) -> None:
    from icsoe.interfaces.cli.bench.living import STEPS

    contracts, workers = sum(one.contracts for one in firms), sum(one.workers for one in firms)
    last, minutes, drawing = lived[-1], _extrapolated(firms, lived[-1]), _receipts_minutes(lived[-1])
    print(
        f"{last.filings:,} filings, {contracts:,} contracts, {workers:,} workers a period; {CLIENTS} at once"
    )
    print(f"{'period':<8}{'ms/filing':>11}" + "".join(f"{step:>11}" for step in STEPS))
    for one in lived:
        cells = "".join(f"{one.seconds.get(step, 0) / one.filings * 1000:>11.2f}" for step in STEPS)
        print(f"{one.period:<8}{one.per_filing_ms:>11.2f}{cells}")
    print(f"last over first period: {last.per_filing_ms / lived[0].per_filing_ms:.2f}")
    print(f"the whole country, from the last period: {minutes:.0f} minutes")
    if drawing is not None:
        print(f"its receipts as PDF, drawn by jobs afterwards: {drawing:.0f} minutes more")
    if options.json:
        figures = {
            "scale": options.scale,
            "clients": CLIENTS,
            "filings": last.filings,
            "contracts": contracts,
            "workers": workers,
            "country_minutes": round(minutes, 1),
            "receipts_minutes": drawing and round(drawing, 1),
            "last_over_first": round(last.per_filing_ms / lived[0].per_filing_ms, 3),
            "periods": [asdict(one) for one in lived],
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
