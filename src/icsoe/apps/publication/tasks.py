"""Jobs of the public list."""

from django.conf import settings
from procrastinate.contrib.django import app

from icsoe.apps.audit import clock


@app.periodic(cron=settings.PUBLICATION_CRON)
@app.task(queue="bulk", retry=3, queueing_lock="publication.rebuild")
def rebuild_public_list(timestamp: int) -> None:  # noqa: ARG001 - what a periodic job is given
    """Bring the list up to the filings in force; run twice it does nothing more."""
    from icsoe.apps.audit.actor import SYSTEM  # deferred: models need Django ready
    from icsoe.apps.publication.services import rebuild

    rebuild(by=SYSTEM, at=clock.now())
