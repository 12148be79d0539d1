"""The business days that rule the windows and the clocks: the statute, and what officers add to it."""

import json
from datetime import date, datetime
from functools import lru_cache

from django.core.cache import cache
from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.filings.enums import DayKind
from icsoe.apps.filings.models import CalendarDay
from icsoe.lib.periods.business_days import BusinessCalendar, NonBusinessDay
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.refusal import require
from icsoe.lib.rulebook.rules import Finding

#: How long another process may go on with the calendar it read; whoever presents always reads it anew.
CACHE_SECONDS = 60
_KEY = "filings.calendar"


def business_calendar(*, fresh: bool = False) -> BusinessCalendar:
    """The calendar in force; ``fresh`` reads it from the database, for what must not be a minute behind."""
    kept = None if fresh else cache.get(_KEY)
    if isinstance(kept, BusinessCalendar):
        return kept
    calendar = _read()
    cache.set(_KEY, calendar, CACHE_SECONDS)
    return calendar


@lru_cache(maxsize=4)
def calendar_with(days: str | None) -> BusinessCalendar:
    """The calendar with recorded days, as the JSON that SQL makes of them: [day, kind, reason, source]..."""
    rows = [(date.fromisoformat(day), *rest) for day, *rest in json.loads(days or "[]")]
    return BusinessCalendar().with_days(
        added=[
            NonBusinessDay(day, reason, source) for day, kind, reason, source in rows if kind == DayKind.ADDED
        ],
        working=[day for day, kind, *_ in rows if kind == DayKind.WORKING],
    )


def recorded_days() -> list[CalendarDay]:
    """What officers have recorded, in order of day."""
    return list(CalendarDay.objects.order_by("day"))


def record_day(
    *, day: date, kind: DayKind, reason: str, source: str, published_on: date, by: Actor, at: datetime
) -> CalendarDay:
    """Say that a day does not count, or that it does although the statute says otherwise; with who says so.

    Raises Refused: day_reason_required, day_source_required, day_needless, day_already.
    """
    reason, source = reason.strip(), source.strip()
    require(_check_day(day, kind, reason, source))
    with constraints_speak(), transaction.atomic():
        made = CalendarDay.objects.create(
            day=day,
            kind=kind,
            reason=reason,
            source=source,
            published_on=published_on,
            recorded_by=by.name,
            recorded_at=at,
        )
        record(Event.CALENDAR_DAY_RECORDED, by=by, at=at, subject=f"day:{day.isoformat()}", kind=kind.value)
        transaction.on_commit(_forget)
    return made


def withdraw_day(*, day: date, by: Actor, at: datetime) -> None:
    """Take back what was recorded of a day; the log keeps that it was. Raises CalendarDay.DoesNotExist."""
    with transaction.atomic():
        CalendarDay.objects.get(day=day).delete()
        record(Event.CALENDAR_DAY_WITHDRAWN, by=by, at=at, subject=f"day:{day.isoformat()}")
        transaction.on_commit(_forget)


def _check_day(day: date, kind: DayKind, reason: str, source: str) -> list[Finding]:
    findings: list[Finding] = []
    if not reason:
        findings.append(Finding("day_reason_required", "reason"))
    if not source:
        findings.append(Finding("day_source_required", "source"))
    if CalendarDay.objects.filter(day=day).exists():
        return [*findings, Finding("day_already", "day", day.isoformat())]
    counts = BusinessCalendar().is_business_day(day)
    if counts is (kind is DayKind.WORKING):
        findings.append(Finding("day_needless", "day", day.isoformat()))
    return findings


def _read() -> BusinessCalendar:
    days = recorded_days()
    return BusinessCalendar().with_days(
        added=[NonBusinessDay(one.day, one.reason, one.source) for one in days if one.kind == DayKind.ADDED],
        working=[one.day for one in days if one.kind == DayKind.WORKING],
    )


def _forget() -> None:
    cache.delete(_KEY)
