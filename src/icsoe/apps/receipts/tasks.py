"""Jobs of receipts: an id in, one act."""

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from icsoe.apps.audit import clock
from icsoe.apps.receipts import anchoring, services


@app.task(
    name=services.RENDER_TASK,
    queue=services.RENDER_QUEUE,
    # The time-stamping authority may be away for hours; the JSON receipt stands meanwhile.
    retry=RetryStrategy(max_attempts=12, exponential_wait=3),
)
def render_receipt(*, receipt_id: int) -> None:
    """Make and store the PDF of a receipt."""
    services.render(receipt_id=receipt_id, at=clock.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="receipts.anchor", queue=services.RENDER_QUEUE, queueing_lock="receipts.anchor")
def anchor_log(timestamp: int) -> None:  # noqa: ARG001 - what a periodic job is handed
    """Seal where every chain of the log ends, each night."""
    close_old_connections()
    anchoring.keep_anchor(at=clock.now())
