"""Work the jobs of some queues until told to stop; take up again the jobs of workers that died."""

import argparse
import asyncio
import logging
from typing import TYPE_CHECKING, cast

import django

from icsoe.interfaces.cli.settings import choose_settings

if TYPE_CHECKING:
    from procrastinate.app import WorkerOptions
    from procrastinate.connector import BaseAsyncConnector
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.manager import JobManager

HEARTBEAT_SECONDS = 5
# A worker silent this long is dead: well under the two minutes a job may stand still.
SILENCE_SECONDS = 30
SWEEP_SECONDS = 10
# A job that killed this many workers is a poisoned one: it is set aside as failed.
MOST_ATTEMPTS = 4

logger = logging.getLogger(__name__)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queues", default="", help="comma-separated; all when left out")
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at a time (default 2)")


def run(options: argparse.Namespace) -> int:
    choose_settings()
    django.setup()
    queues = [name for name in options.queues.split(",") if name]
    asyncio.run(_work(queues, options.concurrency))
    return 0


async def _work(queues: list[str], concurrency: int) -> None:
    from procrastinate.contrib.django import app  # deferred: needs Django set up

    with app.replace_connector(worker_connector()) as working:
        async with working.open_async():
            reaper = asyncio.create_task(_reap_forever(working.job_manager))
            try:
                await working.run_worker_async(**_options(queues, concurrency))
            finally:
                reaper.cancel()


def worker_connector() -> "BaseAsyncConnector":
    """The worker's own connections, over which it takes and finishes jobs.

    What a job asks for in turn goes through Django's connection, in the transaction of that job: over these
    it would be taken up before what it is about is there.
    """
    from procrastinate.contrib.django import app

    asking = cast("DjangoConnector", app.connector)
    connector = asking.get_worker_connector()
    connector.get_sync_connector = lambda: asking  # type: ignore[method-assign]  # only jobs speak synchronously
    return connector


def _options(queues: list[str], concurrency: int) -> "WorkerOptions":
    options: WorkerOptions = {
        "concurrency": concurrency,
        "update_heartbeat_interval": HEARTBEAT_SECONDS,
        "stalled_worker_timeout": SILENCE_SECONDS,
        "fetch_job_polling_interval": 2.0,
        "delete_jobs": "successful",
    }
    if queues:
        options["queues"] = queues
    return options


async def _reap_forever(manager: "JobManager") -> None:
    while True:
        try:
            await reap(manager)
        except Exception:  # a sweep that fails must not stop the ones after it
            logger.exception("sweep of stalled jobs failed")
        await asyncio.sleep(SWEEP_SECONDS)


async def reap(manager: "JobManager") -> int:
    """Give the jobs of dead workers back to the queue, or set a poisoned one aside; how many were found."""
    from procrastinate.jobs import Status

    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS))
    for job in stalled:
        if job.attempts >= MOST_ATTEMPTS:
            logger.error("job %s set aside after %s attempts", job.task_name, job.attempts)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            logger.warning("job %s taken up again", job.task_name)
            await manager.retry_job(job)
    return len(stalled)
