"""The clocks of the review that are counted in business days (Lineamientos, 8.1 and 10)."""

from datetime import date, datetime
from enum import IntEnum

from icsoe.apps.filings.calendar import business_calendar
from icsoe.lib.periods.windows import central_day


class Term(IntEnum):
    """How many business days there are to answer."""

    REQUIREMENT = 10
    DIFFERENCES = 15


def term_ends(term: Term, received_at: datetime) -> date:
    """The last day to answer what was received at that instant: the day of receipt is not counted."""
    return business_calendar(fresh=True).add_business_days(central_day(received_at), term.value)
