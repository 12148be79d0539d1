"""The business days that rule the windows."""

from icsoe.lib.periods.business_days import BusinessCalendar


def business_calendar() -> BusinessCalendar:
    """The statute's calendar."""
    return BusinessCalendar()
