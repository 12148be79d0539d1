"""Notices: delivered to the mailbox once, with an alert by e-mail where the provider gave an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from icsoe.apps.access.letters import QUEUE, SEND_LETTER
from icsoe.apps.mailbox.letters import NOTICE_LETTER
from icsoe.apps.mailbox.models import Notice

_INSERT = """
INSERT INTO mailbox_notice (provider_rfc, key, reader, name, email, title, body, action, path, sent_at)
SELECT rfc, key, reader, name, email, title, body, action, path, %s
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::text[]) AS given (rfc, key, reader, name, email, title, body, action, path)
ON CONFLICT (provider_rfc, key) DO NOTHING
RETURNING id, email
"""

#: How the keys begin of what only whoever signs can attend to.
TO_SIGN = "firma:"


@dataclass(frozen=True, kw_only=True)
class NoticeData:
    """What to tell a provider; ``body`` holds paragraphs, one a line, without keys of persons.

    ``reader`` is the CURP of the clerk to tell instead of the holder.
    """

    provider_rfc: str
    key: str
    name: str
    email: str
    title: str
    body: str
    action: str = ""
    path: str = ""
    reader: str = ""


def deliver(notices: Sequence[NoticeData], *, at: datetime) -> int:
    """Put into each mailbox what was not there yet, and ask for its letter; how many were new.

    A notice of a key already told is left alone, whoever tells it and however many at once.
    """
    columns = ("provider_rfc", "key", "reader", "name", "email", "title", "body", "action", "path")
    values = [[getattr(one, column) for one in notices] for column in columns]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [at, *values])
            new: list[tuple[int, str]] = cursor.fetchall()
        letters: list[dict[str, JSONValue]] = [
            {"letter": NOTICE_LETTER, "subject_id": pk} for pk, email in new if email
        ]
        if letters:
            app.configure_task(SEND_LETTER, queue=QUEUE).batch_defer(*letters)
    return len(new)


def notices_of(provider_rfc: str, *, reader: str = "", size: int = 100) -> list[Notice]:
    """The provider's newest notices, for the holder; or for the clerk of the CURP given.

    A clerk reads its own and the holder's, but for those that ask for a signature.
    """
    mine = Notice.objects.filter(provider_rfc=provider_rfc, reader__in={"", reader})
    if reader:
        mine = mine.exclude(key__startswith=TO_SIGN)
    return list(mine.order_by("-sent_at", "-id")[:size])


def unread(provider_rfc: str) -> int:
    """How many of the holder's notices nobody has opened."""
    return Notice.objects.filter(provider_rfc=provider_rfc, reader="", read_at=None).count()


def mark_read(*, provider_rfc: str, at: datetime) -> None:
    """Note that the holder opened the mailbox."""
    Notice.objects.filter(provider_rfc=provider_rfc, reader="", read_at=None, sent_at__lte=at).update(
        read_at=at
    )
