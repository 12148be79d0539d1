"""Jobs of e-mail: an id in, one letter out."""

from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from icsoe.apps.access.letters import QUEUE, SEND_LETTER


@app.task(
    name=SEND_LETTER,
    queue=QUEUE,
    # SMTP may be down for hours: every half minute at first, every quarter of an hour at last, for a day.
    retry=RetryStrategy(max_attempts=200, wait=30, linear_wait=5, retry_exceptions={OSError}),
)
def send_letter(*, letter: str, subject_id: int) -> None:
    """Write the letter from what the rows say now, and send it."""
    from icsoe.apps.mailbox.letters import write  # deferred: models need Django ready
    from icsoe.apps.mailbox.services import send

    with translation.override("es-mx"):
        written = write(letter, subject_id)
        if written is not None:
            send(written)
