"""Jobs of entering."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from icsoe.apps.access import sessions
from icsoe.apps.access.letters import QUEUE
from icsoe.apps.audit import clock


@app.periodic(cron="10 3 * * *")
@app.task(name="access.forget", queue=QUEUE, queueing_lock="access.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - what a periodic job is handed
    """Remove what is left of sessions that ended."""
    close_old_connections()
    sessions.forget_expired(at=clock.now())
