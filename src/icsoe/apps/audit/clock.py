"""The one clock: the database's, moved by the practice shift when there is one.

Only interfaces and tasks read it; acts receive the instant as ``at=``.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.db import connection


def now() -> datetime:
    """This instant by the database (aware, UTC), so that every node tells the same time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (instant,) = cursor.fetchone()
    moved: datetime = instant + settings.CLOCK_SHIFT
    return moved.astimezone(UTC)
