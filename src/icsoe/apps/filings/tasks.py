"""Jobs of filings: ids in, one act."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from icsoe.apps.audit import clock

AGAIN_SECONDS = 120


@app.task(queue="prompt", retry=20)
def recheck_revocation(filing_id: int) -> None:
    """Settle a pending filing, or come back in two minutes."""
    from icsoe.apps.filings.confirmation import confirm  # deferred: services import this module

    if not confirm(filing_id=filing_id, at=clock.now()):
        recheck_revocation.configure(schedule_in={"seconds": AGAIN_SECONDS}).defer(filing_id=filing_id)


@app.periodic(cron="5 6,14,20 * * *")  # UTC: just after midnight in the central zone, at 8 and at 14 hours
@app.task(queue="prompt", retry=5, queueing_lock="filings.deadlines")
def speak_of_deadlines(timestamp: int) -> None:  # noqa: ARG001 - what a periodic job is given
    """Tell those who lack a filing; told twice it does nothing."""
    from icsoe.apps.filings.deadlines import speak  # deferred: models need Django ready

    speak(at=clock.now())


def make_up_for_deadlines() -> None:
    """Ask at a start for what came due while nothing ran, instead of waiting for the next hour of it."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        speak_of_deadlines.configure().defer(timestamp=int(clock.now().timestamp()))
