"""The console in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from icsoe.apps.filings.clocks import Term
from icsoe.apps.mailbox.inquiries.enums import InquiryState
from icsoe.lib.periods.business_days import BusinessCalendar
from icsoe.lib.periods.windows import central_day, due_period, window
from icsoe.ui.parts import Column, Item, Kind, NavItem, Row, Tag
from icsoe.ui.tags.dates import day_words, period_words

if TYPE_CHECKING:
    from icsoe.apps.filings.models import CalendarDay
    from icsoe.apps.mailbox.models import Inquiry
    from icsoe.apps.publication.models import Publication

PERIODS_SHOWN = 3
_TONES: dict[str, Kind] = {"received": "warning", "answered": "success", "closed": "neutral"}


def inbox_page(
    rows: "Sequence[Inquiry]", *, state: InquiryState, counts: Mapping[InquiryState, int], page_size: int
) -> dict[str, Any]:
    """Context of the inbox."""
    here = reverse("console:inquiries")
    whole = len(rows) == page_size
    return {
        "tabs": [
            NavItem(one.label, f"{here}?estado={one.value}", current=one is state, count=counts[one])
            for one in InquiryState
        ],
        "columns": [Column(_("Folio"), code=True), Column(_("Tema")), Column(_("De")), Column(_("Recibido"))],
        "rows": [
            Row(
                [one.folio, one.get_topic_display(), one.name, _when(one.received_at)],
                url=reverse("console:inquiry", args=[one.folio]),
            )
            for one in rows
        ],
        "shown": _("%(shown)s de %(all)s") % {"shown": len(rows), "all": number_format(counts[state])},
        "next_url": f"{here}?estado={state.value}&desde={rows[-1].pk}" if whole else "",
    }


def inquiry_page(one: "Inquiry") -> dict[str, Any]:
    """Context of one planteamiento."""
    file = getattr(one, "file", None)
    return {
        "inquiry": one,
        "state": Tag(one.get_state_display(), _TONES[one.state]),
        "items": [
            Item(_("Tema"), one.get_topic_display()),
            Item(_("De"), one.name, hint=one.email),
            *([Item(_("Contratista"), one.provider_rfc, code=True)] if one.provider_rfc else []),
            Item(_("Recibido"), _when(one.received_at)),
        ],
        "file_name": file.name if file else "",
        "can_answer": one.state == InquiryState.RECEIVED,
        "can_close": one.state != InquiryState.CLOSED,
        "answered": _("Respondió %(name)s, %(when)s.")
        % {"name": one.answered_by, "when": _when(one.answered_at)}
        if one.answered_at
        else "",
        "trail": [NavItem(_("Planteamientos"), reverse("console:inquiries")), NavItem(one.folio)],
    }


def calendar_page(
    days: "Sequence[CalendarDay]", calendar: BusinessCalendar, *, at: datetime
) -> dict[str, Any]:
    """Context of the calendar: what was recorded, and the last days as they stand."""
    periods = [due_period(at, calendar)]
    while len(periods) < PERIODS_SHOWN:
        periods.append(periods[-1].next)
    return {
        "columns": [
            Column(_("Día")),
            Column(_("Qué se registra")),
            Column(_("Motivo")),
            Column(_("Documento")),
            Column(_("Registró")),
        ],
        "rows": [_day_row(one) for one in days],
        "items": [Item(period_words(one), day_words(window(one, calendar).last_day)) for one in periods],
        "clocks": [
            Item(name, day_words(calendar.add_business_days(central_day(at), term)))
            for name, term in (
                (_("Corregir tras un requerimiento, 10 días hábiles"), Term.REQUIREMENT),
                (_("Aclarar diferencias, 15 días hábiles"), Term.DIFFERENCES),
            )
        ],
    }


def withdrawal_page(day: date) -> dict[str, Any]:
    """Context of the question before a day is taken back."""
    words = {"day": day_words(day)}
    return {
        "title": _("¿Retirar el %(day)s?") % words,
        "text": _("Volverá a contar como dice la ley, y los plazos que lo tocan se moverán con él."),
        "confirm": _("Retirar del calendario"),
        "back_url": reverse("console:calendar"),
    }


def publication_page(made: "Sequence[Publication]") -> dict[str, Any]:
    """Context of the versions of the public list."""
    return {
        "columns": [
            Column(_("Actualización")),
            Column(_("Contratos"), numeric=True),
            Column(_("Nuevos"), numeric=True),
            Column(_("Retirados"), numeric=True),
        ],
        "rows": [
            Row([_when(one.as_of), *(_figure(n) for n in (one.contracts, one.added, one.retired))])
            for one in made
        ],
    }


def _figure(count: int) -> str:
    return number_format(count, force_grouping=True)


def _day_row(one: "CalendarDay") -> Row:
    published = _("%(source)s, publicado el %(day)s") % {
        "source": one.source,
        "day": one.published_on.strftime("%d/%m/%Y"),
    }
    url = f"{reverse('console:withdraw_day')}?day={one.day.isoformat()}"
    withdraw = render_to_string("console/_withdraw.html", {"day": one.day, "url": url})
    return Row(
        [day_words(one.day), one.get_kind_display(), one.reason, published, one.recorded_by], actions=withdraw
    )


def _when(instant: datetime) -> str:
    local = localtime(instant)
    return f"{local:%d/%m/%Y} {date_format(local, 'TIME_FORMAT')}"
