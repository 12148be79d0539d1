"""Web, workers and database are killed while providers present: nothing acknowledged is lost or twice."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import psutil
import psycopg
import pytest
from tests.faults.client import Client, Unanswered
from tests.faults.ledger import Intent, Ledger
from tests.journeys.conftest import ROOT, System

from icsoe.lib.periods.period import Period

pytestmark = pytest.mark.journey

Answered = TypeVar("Answered")

SEED = int(os.environ.get("FAULTS_SEED", "1"))
FAULTS = ("web", "database", "worker", "server")
PROVIDERS = ("02", "03", "04")
LAST_PERIOD = Period(2026, 2)
RECOVERY_SECONDS = 30
BETWEEN_FAULTS = 3  # presentations
HANGS_UP = 0.15  # of the times, the client does not wait for the answer
LONGEST_STEP = 0.06  # seconds in which a presentation passes through its steps


#: Receipts whose PDF is made, or asked for in the same transaction and not forgotten since.
PDFS = """
    SELECT folio FROM receipts_receipt r
    WHERE EXISTS (SELECT FROM receipts_renderedreceipt WHERE receipt_id = r.id)
        OR EXISTS (
            SELECT FROM procrastinate_jobs
            WHERE task_name = 'receipts.render' AND status IN ('todo', 'doing')
                AND (args->>'receipt_id')::bigint = r.id)
"""


def test_after_kills_at_any_step_every_filing_exists_once_or_not_at_all(
    start_system: Callable[..., System], tmp_path: Path
) -> None:
    system, ledger = start_system("2026-09-10T12:00-06:00"), Ledger(tmp_path)
    already = set(_filings(system))

    _present_while_all_is_killed(system, ledger)

    _wait_until_ready(system)
    before = {key: folios for key, folios in _filings(system).items() if key not in already}
    intents, acknowledged = ledger.intents(), ledger.acknowledged()
    assert len(acknowledged) >= len(PROVIDERS), "nothing was presented between faults"
    # What was acknowledged is there, once, with that folio; what is there was asked for, and is there once.
    assert {key: before.get(key) for key in acknowledged} == {key: [one] for key, one in acknowledged.items()}
    assert set(before) <= set(intents)
    assert all(len(folios) == 1 for folios in before.values())
    # The same again after the faults gives the folio it had, or now its first.
    _settle_doubts(system, ledger)
    after = {key: folios for key, folios in _filings(system).items() if key not in already}
    assert after == {key: [folio] for key, folio in ledger.acknowledged().items()}
    assert {key: after[key] for key in before} == before
    assert set(after) == set(intents)
    _require_whole(system)


def _present_while_all_is_killed(system: System, ledger: Ledger) -> None:
    sent, over = threading.Semaphore(0), threading.Event()
    clients = [
        threading.Thread(target=_present_all, args=(system, ledger, who, sent, over)) for who in PROVIDERS
    ]
    for client in clients:
        client.start()
    chance = random.Random(SEED)
    try:
        for fault in FAULTS:
            for _ in range(BETWEEN_FAULTS):
                assert sent.acquire(timeout=RECOVERY_SECONDS), "nobody presents any more"
            time.sleep(chance.uniform(0, LONGEST_STEP))
            _kill(system, fault)
            while sent.acquire(blocking=False):  # the next fault waits for what is sent after this one
                pass
    finally:
        over.set()
        for client in clients:
            client.join()


def _present_all(
    system: System, ledger: Ledger, who: str, sent: threading.Semaphore, over: threading.Event
) -> None:
    """Present nil filings of one period after another, the latest first, until it is over."""
    client, chance = Client(system.url, system.efirma(who)), random.Random(f"{SEED} {who}")
    period: Period | None = LAST_PERIOD
    entered = False
    while period is not None and not over.is_set():
        try:
            if not entered:
                client.enter()
                entered = True
            key, body = client.prepare(period)
        except Unanswered:
            time.sleep(0.2)
            continue
        ledger.note(Intent(key, who, str(period), body))
        sent.release()
        try:
            if chance.random() < HANGS_UP:
                client.present_and_hang_up(str(period), body)
            else:
                ledger.acknowledge(key, client.present(str(period), body))
        except Unanswered:
            pass  # in doubt: asked about afterwards, never sent again and hoped
        period = period.previous


def _kill(system: System, fault: str) -> None:
    for process in _processes(system, fault):
        process.send_signal(signal.SIGKILL)


def _processes(system: System, fault: str) -> list[psutil.Process]:
    if fault == "database":
        lines = (system.data / "postgres" / "postmaster.pid").read_text().splitlines()
        return [psutil.Process(int(lines[0]))]
    children = psutil.Process(system.process.pid).children()
    if fault == "worker":
        return [one for one in children if _runs(one, "worker")]
    servers = [one for one in children if _runs(one, "granian")]
    return servers if fault == "server" else [child for one in servers for child in one.children()]


def _runs(process: psutil.Process, word: str) -> bool:
    try:
        return word in process.cmdline()
    except psutil.Error:  # it has just died
        return False


def _wait_until_ready(system: System) -> None:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{system.url}/salud/listo/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    log = (system.data / "run.log").read_text(errors="replace")
    pytest.fail(f"it did not recover:\n{log[-4000:]}")


def _settle_doubts(system: System, ledger: Ledger) -> None:
    """Send again, with its own key, each intent that was not answered."""
    acknowledged = ledger.acknowledged()
    doubts = [intent for key, intent in ledger.intents().items() if key not in acknowledged]
    clients = {who: Client(system.url, system.efirma(who)) for who in {intent.who for intent in doubts}}
    for client in clients.values():
        _until_answered(client.enter)
    for intent in doubts:
        folio = _until_answered(partial(clients[intent.who].present, intent.period, intent.body))
        ledger.acknowledge(intent.key, folio)


def _until_answered(act: Callable[[], Answered]) -> Answered:
    """Do it again while the last fault is being mended: the same key makes it the same presentation."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while True:
        try:
            return act()
        except Unanswered:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _require_whole(system: System) -> None:
    """Each filing has its sealed receipt, its event, and a PDF made or in the queue; the log is unbroken."""
    folios = Counter(_column(system, "SELECT folio FROM filings_filing"))
    receipts = Counter(_column(system, "SELECT folio FROM receipts_receipt"))
    events = Counter(_column(system, "SELECT subject FROM audit_entry WHERE event = 'filing_presented'"))
    pdfs = Counter(_column(system, PDFS))
    assert receipts == events == pdfs == folios
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ICSOE_", "DJANGO_"))}
    told = {"ICSOE_DEMO": "1", "ICSOE_DATA_DIR": str(system.data), "ICSOE_DATABASE_URL": _database(system)}
    command = [sys.executable, "-m", "icsoe.interfaces.cli", "audit", "verify"]
    subprocess.run(command, cwd=ROOT, env=clean | told, check=True, capture_output=True)


def _filings(system: System) -> dict[str, list[str]]:
    """The folios of each idempotency key."""
    found: dict[str, list[str]] = {}
    for pair in _column(system, "SELECT idempotency_key || ' ' || folio FROM filings_filing"):
        key, folio = pair.split()
        found.setdefault(key, []).append(folio)
    return found


def _column(system: System, query: str) -> list[str]:
    with psycopg.connect(_database(system), options="-c icsoe.reach=system") as connection:
        return [str(value) for (value,) in connection.execute(query).fetchall()]  # type: ignore[arg-type]


def _database(system: System) -> str:
    folder = (system.data / "postgres" / "postmaster.pid").read_text().splitlines()[4]
    return f"postgres://icsoe@/icsoe?host={folder}"
