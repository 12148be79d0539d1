"""Filings a second, server side: signature, chain and cached revocation verified, stored, sealed, committed.

Beside the floor of the same run: one RSA verification, one RSA signature and one fsynced commit.
"""

import argparse
import json
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from icsoe.interfaces.cli.bench.stage import stage

if TYPE_CHECKING:
    from icsoe.interfaces.cli.bench.providers import Cast

CLIENTS = (1, 2, 4)


@dataclass(frozen=True)
class Result:
    """One line of the table; ``ratio`` is the mean time of a filing over that of the floor."""

    clients: int
    filings: int
    filings_per_second: float
    median_ms: float
    p95_ms: float
    ratio: float


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--filings", type=int, default=200, help="filings for each number of clients")
    parser.add_argument("--contracts", type=int, default=2, help="contracts of a filing (0: Sin información)")
    parser.add_argument("--workers", type=int, default=11, help="workers of a filing, over its contracts")
    parser.add_argument("--json", type=Path, help="also write the figures here")


def run(options: argparse.Namespace) -> int:
    with stage() as folder:
        from icsoe.interfaces.cli.bench.providers import Cast

        cast = Cast(folder, contracts=options.contracts, workers=options.workers)
        floor = measure_floor(cast, options.filings)
        results = []
        for clients in CLIENTS:
            acts = cast.prepare(options.filings)
            results.append(measure(acts, clients, floor))
        _report(options, floor, results)
    return 0


def measure_floor(cast: "Cast", rounds: int) -> float:
    """Mean seconds of one RSA verification, one RSA signature and one commit of one row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor (id bigserial PRIMARY KEY, content bytea)")
    started = time.perf_counter()
    for _ in range(rounds):
        cast.holders.verify_once()
        signature = cast.holders.sign_once()
        with connection.cursor() as cursor:  # outside a transaction: each statement is its own commit
            cursor.execute("INSERT INTO bench_floor (content) VALUES (%s)", [signature])
    return (time.perf_counter() - started) / rounds


def measure(acts: list[Callable[[], object]], clients: int, floor: float) -> Result:
    """Do all acts with so many threads, each on a connection of its own."""
    times: list[float] = []
    lock = threading.Lock()

    def work(act: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        taken = time.perf_counter() - began
        with lock:
            times.append(taken)

    def warm(_: int) -> None:
        from django.db import connection

        connection.ensure_connection()
        time.sleep(0.05)  # long enough for each thread to take one

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(warm, range(clients)))
        started = time.perf_counter()
        list(pool.map(work, acts))
        whole = time.perf_counter() - started
    return Result(
        clients=clients,
        filings=len(acts),
        filings_per_second=round(len(acts) / whole, 1),
        median_ms=round(statistics.median(times) * 1000, 2),
        p95_ms=round(statistics.quantiles(times, n=20)[-1] * 1000, 2),
        ratio=round(whole / len(acts) / floor, 2),
    )


def _report(options: argparse.Namespace, floor: float, results: list[Result]) -> None:
    print(f"floor (RSA verify + RSA sign + one fsynced commit): {floor * 1000:.2f} ms")
    print(f"{'clients':>8} {'filings/s':>10} {'median ms':>10} {'p95 ms':>8} {'x floor':>8}")
    for one in results:
        cells = (one.filings_per_second, one.median_ms, one.p95_ms, one.ratio)
        print(f"{one.clients:>8} {cells[0]:>10} {cells[1]:>10} {cells[2]:>8} {cells[3]:>8}")
    if options.json:
        figures = {
            "floor_ms": round(floor * 1000, 3),
            "contracts": options.contracts,
            "workers": options.workers,
            "ratio": results[0].ratio,
            "results": [asdict(one) for one in results],
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
