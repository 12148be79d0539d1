"""Asking for a letter to be sent: by a job, in the caller's transaction.

Letters are written and sent by the mailbox, on the floor above; the job is known here by its name only, and
a test holds that it exists.
"""

from enum import StrEnum

from procrastinate.contrib.django import app

SEND_LETTER = "mailbox.send_letter"
QUEUE = "prompt"


class Letter(StrEnum):
    """The letters about entering; each is about one row, by its id."""

    INVITATION = "invitation"
    RECOVERY = "recovery"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word of the vocabulary
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    ACCESS_ASKED = "access_asked"
    ACCESS_GRANTED = "access_granted"


def ask_for(letter: Letter, subject_id: int) -> None:
    """Have the letter about that row sent as soon as the transaction stands."""
    app.configure_task(SEND_LETTER, queue=QUEUE).defer(letter=letter.value, subject_id=subject_id)
