"""Jobs of loads: an id in, one act. Each may run twice, and takes up where a dead worker left."""

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from icsoe.apps.audit import clock
from icsoe.apps.intake import applying, checking, jobs, keeping, reports

_AGAIN = RetryStrategy(max_attempts=3, wait=5)


@app.task(name=jobs.CHECK, queue=jobs.BULK, retry=_AGAIN)
def check_load(*, load_id: int) -> None:
    """Check a file and store what was found."""
    close_old_connections()  # one that the database has closed since the last job is not used again
    checking.check(load_id=load_id, at=clock.now())


@app.task(name=jobs.APPLY, queue=jobs.BULK, retry=_AGAIN)
def apply_load(*, load_id: int) -> None:
    """Apply a file to its contracts."""
    close_old_connections()
    applying.apply_now(load_id=load_id, at=clock.now())


@app.task(name=jobs.REPORT, queue=jobs.BULK, retry=_AGAIN)
def report_load(*, load_id: int) -> None:
    """Write the reports of a file."""
    close_old_connections()
    reports.write(load_id=load_id)


@app.periodic(cron="* * * * *")
@app.task(name="intake.sweep", queue=jobs.PROMPT, queueing_lock="intake.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - what a periodic job is handed
    """Mark as failed the loads that no job works on any more."""
    close_old_connections()
    keeping.fail_abandoned(at=clock.now())


@app.periodic(cron="20 3 * * *")
@app.task(name="intake.forget", queue=jobs.BULK, queueing_lock="intake.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - what a periodic job is handed
    """Remove what is kept no longer."""
    close_old_connections()
    keeping.forget_old(at=clock.now())
