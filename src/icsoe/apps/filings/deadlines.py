"""Deadlines that speak: a notice to those who lack a filing, at four moments of the window, never twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.enums import STANDING
from icsoe.apps.filings.models import Filing
from icsoe.apps.mailbox.notices import NoticeData, deliver
from icsoe.apps.providers.models import Provider
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import Window, central_day, open_periods, window

_BATCH = 1000
_TENTH, _FIFTEENTH = 10, 15


class Milestone(StrEnum):
    """When a window speaks."""

    OPENS = "abre"
    TENTH = "dia-10"
    FIFTEENTH = "dia-15"
    LAST = "ultimo-dia"


@dataclass(frozen=True)
class _Words:
    title: str
    body: str


def milestone_at(days: Window, today: date) -> Milestone | None:
    """The latest moment of the window reached on the day, so that a day without service is made up for."""
    if not days.first_day <= today <= days.last_day:
        return None
    if today == days.last_day:
        return Milestone.LAST
    if today.day >= _FIFTEENTH:
        return Milestone.FIFTEENTH
    return Milestone.TENTH if today.day >= _TENTH else Milestone.OPENS


def speak(*, at: datetime) -> int:
    """Tell every provider that lacks a filing of an open period how its deadline stands; how many were told.

    May run as often as one likes: each moment of each period is told once.
    """
    calendar = business_calendar(fresh=True)
    told = 0
    for period in open_periods(at, calendar):
        days = window(period, calendar)
        moment = milestone_at(days, central_day(at))
        if moment is None:
            continue
        words, key = _words(period, days, moment), _key(period, days, moment)
        for some in _lacking(period):
            told += deliver([_notice(one, period, key, words) for one in some], at=at)
    return told


def _key(period: Period, days: Window, moment: Milestone) -> str:
    """What keeps a notice from being told twice. A last day that officers move later on is told again."""
    key = f"plazo:{period}:{moment}"
    return f"{key}:{days.last_day}" if moment is Milestone.LAST else key


def _lacking(period: Period) -> Iterator[list[Provider]]:
    """Providers without a filing of the period, a thousand at a time, by RFC."""
    filed = Filing.objects.filter(
        provider=OuterRef("pk"), year=period.year, number=period.number, state__in=STANDING
    )
    lacking = Provider.objects.filter(~Exists(filed)).order_by("pk")
    after = ""
    while some := list(lacking.filter(pk__gt=after).only("rfc", "name", "email")[:_BATCH]):
        yield some
        after = some[-1].pk


def _notice(one: Provider, period: Period, key: str, words: _Words) -> NoticeData:
    return NoticeData(
        provider_rfc=one.rfc,
        key=key,
        name=one.name,
        email=one.email,
        title=words.title,
        body=words.body,
        action=_("Ir a la informativa"),
        path=f"/informativa/{period}/",
    )


def _words(period: Period, days: Window, moment: Milestone) -> _Words:
    last = days.last_day.strftime("%d/%m/%Y")
    titles = {
        Milestone.OPENS: _("Ya puede presentar su informativa de %(period)s"),
        Milestone.TENTH: _("Falta su informativa de %(period)s"),
        Milestone.FIFTEENTH: _("Quedan pocos días para su informativa de %(period)s"),
        Milestone.LAST: _("Hoy es el último día para su informativa de %(period)s"),
    }
    sentences = [
        _("El último día para presentarla en tiempo es el %(last)s, hasta las 23:59:59, hora del centro.")
        % {"last": last},
        _("Si no inició ningún contrato en el periodo, presente una informativa Sin información."),
    ]
    if moment is not Milestone.OPENS:
        sentences.append(
            _(
                "Presentarla después puede causar multa de 500 a 2,000 UMA (LSS, artículos 304 A fracción "
                "XXII y 304 B fracción V); no se impone si cumple de manera espontánea (artículo 304 C)."
            )
        )
    return _Words(titles[moment] % {"period": period.spanish_name}, "\n".join(sentences))
