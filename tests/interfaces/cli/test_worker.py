"""Jobs of workers that died are taken up again; one that kills every worker is set aside."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from tests import practice

from icsoe.apps.receipts.selectors import receipt_pdf_ready
from icsoe.interfaces.cli import worker

DEAD = "now() - interval '10 minutes'"


def reap() -> int:
    """One sweep, on the connection the workers use."""

    from procrastinate.contrib.django import app

    async def sweep() -> int:
        with app.replace_connector(worker.worker_connector()) as working:
            async with working.open_async():
                return await worker.reap(working.job_manager)

    return asyncio.run(sweep())


def a_job_of_a_dead_worker(attempts: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({DEAD}) RETURNING id")
        (worker_id,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts, worker_id)"
            " VALUES ('prompt', 'nothing', 'doing', %s, %s) RETURNING id",
            [attempts, worker_id],
        )
        (job_id,) = cursor.fetchone()
    return int(job_id)


def status_of(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job_id])
        return str(cursor.fetchone()[0])


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize(("attempts", "status"), [(0, "todo"), (1, "todo"), (worker.MOST_ATTEMPTS, "failed")])
def test_the_job_of_a_dead_worker_goes_back_to_the_queue_until_it_is_poison(
    attempts: int, status: str
) -> None:
    job_id = a_job_of_a_dead_worker(attempts)
    assert reap() == 1
    assert status_of(job_id) == status


@pytest.mark.usefixtures("committed")
def test_the_job_of_a_living_worker_is_left_alone() -> None:
    job_id = a_job_of_a_dead_worker(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
    assert reap() == 0
    assert status_of(job_id) == "doing"


@pytest.mark.usefixtures("committed")
def test_what_a_job_asks_for_waits_for_its_transaction() -> None:
    from procrastinate.contrib.django import app

    def asks_and_fails() -> None:
        try:
            with transaction.atomic():
                app.configure_task("tests.later", queue="tests").defer()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.later'")
                    assert cursor.fetchone() == (1,)
                transaction.set_rollback(True)
        finally:
            connection.close()

    task = app.task(name="tests.asks", queue="tests")(asks_and_fails)
    task.defer()

    async def work() -> None:
        with app.replace_connector(worker.worker_connector()) as working:
            async with working.open_async():
                await working.run_worker_async(queues=["tests"], wait=False, install_signal_handlers=False)

    asyncio.run(work())
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs WHERE queue_name = 'tests'")
        assert cursor.fetchall() == [("tests.asks", "succeeded")]


@pytest.mark.usefixtures("committed")
def test_a_receipt_begun_by_a_killed_worker_is_made_by_the_next_one(settings: Any, tmp_path: Path) -> None:
    practice.trust_the_suite(settings, tmp_path / "trust")
    filing = practice.presented(practice.provider())
    with connection.cursor() as cursor:  # a worker took the job and was killed with it in its hands
        cursor.execute(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({DEAD}) RETURNING id")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = 1,"
            " worker_id = (SELECT max(id) FROM procrastinate_workers)"
            " WHERE task_name LIKE '%%receipts.render%%'"
        )
        assert cursor.rowcount == 1
    name = connection.settings_dict["NAME"]
    process = subprocess.Popen(
        [sys.executable, "-m", "icsoe.interfaces.cli", "worker", "--queues", "prompt"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "icsoe.config.settings.test",
            "ICSOE_DATABASE_URL": f"postgres://icsoe@/{name}?host={settings.TEST_PLACE / 'pg'}",
            "ICSOE_SEAL_FILE": settings.SEAL_FILE,
            "ICSOE_SEAL_PASSWORD_FILE": settings.SEAL_PASSWORD_FILE,
        },
    )
    try:
        deadline = time.monotonic() + 60
        while not receipt_pdf_ready(filing.folio) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert receipt_pdf_ready(filing.folio)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
