"""The one clock: the database's, moved by the practice shift when there is one.

Only interfaces and tasks read it; acts receive the instant as ``at=``.
"""

from datetime import UTC, datetime

from django.conf import settings

from icsoe.apps.audit.statement import Statement

_NOW = Statement("SELECT clock_timestamp()")


def now() -> datetime:
    """This instant by the database (aware, UTC), so that every node tells the same time."""
    row = _NOW.row()
    if row is None:
        raise ValueError("the database tells no time")
    moved: datetime = row[0] + settings.CLOCK_SHIFT
    return moved.astimezone(UTC)
