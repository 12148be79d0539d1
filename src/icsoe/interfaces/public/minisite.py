"""The calendar in words, for the first page."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from icsoe.lib.periods.business_days import BusinessCalendar
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import CENTRAL, PeriodState, due_period, state_at, window
from icsoe.ui.parts import Column, Deadline, Row, Tag
from icsoe.ui.tags.dates import day_words, period_words

PERIODS_SHOWN = 4


def minisite(at: datetime, calendar: BusinessCalendar) -> dict[str, Any]:
    """Context of the first page: the next last day with the days left, and the calendar around it."""
    due = due_period(at, calendar)
    return {
        "deadline": _deadline(due, at, calendar),
        "is_open": state_at(due, at, calendar) is PeriodState.OPEN,
        "columns": [
            Column(_("Cuatrimestre")),
            Column(_("Se presenta")),
            Column(_("Último día")),
            Column(_("Estado")),
        ],
        "periods": [_row(period, at, calendar) for period in _around(due)],
    }


def _around(due: Period) -> list[Period]:
    """The period before the one due, the one due, and those that follow."""
    periods = [due.previous or due]
    while len(periods) < PERIODS_SHOWN:
        periods.append(periods[-1].next)
    return periods


def _deadline(due: Period, at: datetime, calendar: BusinessCalendar) -> Deadline:
    days = window(due, calendar)
    today = at.astimezone(CENTRAL).date()
    note = _("Corresponde al cuatrimestre %(period)s.") % {"period": period_words(due)}
    if today < days.first_day:
        note += " " + _("Podrá presentarla desde el %(day)s; ya puede capturar.") % {
            "day": day_words(days.first_day)
        }
    return Deadline(
        title=_("Próximo último día para presentar"),
        last_day=days.last_day,
        days_left=(days.last_day - today).days,
        note=note,
    )


def _row(period: Period, at: datetime, calendar: BusinessCalendar) -> Row:
    days = window(period, calendar)
    return Row(
        cells=[
            period_words(period),
            _("Desde el %(day)s") % {"day": day_words(days.first_day)},
            day_words(days.last_day),
            _state(state_at(period, at, calendar)),
        ]
    )


def _state(state: PeriodState) -> Tag:
    return {
        PeriodState.FUTURE: Tag(_("Aún no empieza"), "neutral"),
        PeriodState.CAPTURE: Tag(_("Se puede capturar"), "info"),
        PeriodState.OPEN: Tag(_("Se puede presentar"), "success"),
        PeriodState.LATE: Tag(_("Terminó; se recibe como extemporánea"), "warning"),
    }[state]
