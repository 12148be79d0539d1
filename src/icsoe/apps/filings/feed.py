"""The calendar of a provider's deadlines (RFC 5545), at a secret address that a calendar program can read."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from icsoe.apps.audit import enums
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.services import record
from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.models import CalendarFeed
from icsoe.apps.filings.selectors import standing_folios
from icsoe.lib.periods.period import LAST_YEAR, Period
from icsoe.lib.periods.windows import due_period, window

_TOKEN_BYTES = 32
_PERIODS = 6
_DAY = timedelta(days=1)


def feed_of(provider_rfc: str) -> CalendarFeed | None:
    """The provider's feed, if it made one."""
    return CalendarFeed.objects.filter(provider_id=provider_rfc).first()


def renew_feed(*, provider_rfc: str, by: Actor, at: datetime) -> CalendarFeed:
    """Make the address of the provider's calendar, or another one: the one before shows nothing any more."""
    with transaction.atomic():
        feed, _made = CalendarFeed.objects.update_or_create(
            provider_id=provider_rfc,
            defaults={"token": secrets.token_urlsafe(_TOKEN_BYTES), "made_at": at},
        )
        record(
            enums.Event.CALENDAR_FEED_RENEWED,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=f"calendar:{feed.pk}",
        )
    return feed


def calendar_file(token: str, *, at: datetime) -> bytes:
    """The calendar behind a secret address: dates and folios, no names. Raises CalendarFeed.DoesNotExist."""
    feed = CalendarFeed.objects.get(token=token)
    business, filed = business_calendar(), standing_folios(feed.provider_id)
    calendar = Calendar()
    calendar.add("prodid", "-//ICSOE//Plazos//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Plazos de ICSOE"))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for period in _periods(due_period(at, business)):
        days = window(period, business)
        name = {"period": period.spanish_name}
        if period in filed:
            title = _("Presentada con folio %(folio)s: informativa de %(period)s") % {
                **name,
                "folio": filed[period],
            }
            calendar.add_component(_event(f"{period}-ultimo-dia", title, days.last_day, at))
            continue
        opens = _("Abre el plazo de la informativa de %(period)s") % name
        closes = _("Último día para presentar la informativa de %(period)s") % name
        calendar.add_component(_event(f"{period}-abre", opens, days.first_day, at))
        calendar.add_component(_event(f"{period}-ultimo-dia", closes, days.last_day, at, alarm=True))
    return bytes(calendar.to_ical())


def _periods(first: Period) -> list[Period]:
    found = [first]
    while len(found) < _PERIODS and (found[-1].year, found[-1].number) != (LAST_YEAR, 3):
        found.append(found[-1].next)
    return found


def _event(key: str, title: str, day: date, at: datetime, *, alarm: bool = False) -> Event:
    event = Event()
    event.add("uid", f"{key}@icsoe")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    if alarm:
        ring = Alarm()
        ring.add("action", "DISPLAY")
        ring.add("description", title)
        ring.add("trigger", -3 * _DAY)
        event.add_component(ring)
    return event
