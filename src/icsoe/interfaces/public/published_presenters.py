"""The public list in words: the page, and the cells of its CSV."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.apps.publication.selectors import Asked, Edition, ListPage
from icsoe.lib.periods.period import Period
from icsoe.ui.parts import Column, Row
from icsoe.ui.tags.dates import day_words, period_words

if TYPE_CHECKING:
    from icsoe.apps.publication.models import PublishedContract

#: Titles of the CSV, in the order of ``selectors.COLUMNS``: data, so not translated.
TITLES = (
    "contratista",
    "tipo_persona_contratista",
    "contratante",
    "tipo_persona_contratante",
    "folio_contrato",
    "folio_servicio",
    "servicio",
    "fecha_inicial",
    "fecha_final",
    "trabajadores",
    "tipo_informativa",
    "anio",
    "cuatrimestre",
    "folio_informativa",
    "fecha_presentacion",
)


def cells(line: Sequence[object]) -> list[str]:
    """A line as text: days in ISO 8601, an indefinite term empty."""
    return ["" if value is None else str(value) for value in line]


def shown(found: ListPage, asked: Asked) -> dict[str, Any]:
    """Context of the page."""
    now = found.edition
    return {
        "words": asked.words,
        "periods": _offered(now, asked.period),
        "as_of": _instant(now.as_of) if now else "",
        "total": _total(now) if now else "",
        "how_often": _how_often(),
        "is_empty": now is None or now.contracts == 0,
        "is_narrowed": bool(asked.words or asked.period),
        "columns": [
            Column(_("Contrato"), code=True),
            Column(_("Contratista")),
            Column(_("Contratante")),
            Column(_("Servicio u obra")),
            Column(_("Vigencia")),
            Column(_("Trabajadores"), numeric=True),
            Column(_("Informativa")),
        ],
        "rows": [_row(one) for one in found.rows],
        "count_shown": ngettext(
            "%(count)s contrato en esta página", "%(count)s contratos en esta página", len(found.rows)
        )
        % {"count": len(found.rows)},
        "older_url": _url(asked, desde=found.older) if found.older else "",
        "newer_url": _url(asked, antes=found.newer) if found.newer else "",
        "downloads": _downloads(now, asked.period),
    }


def _row(one: "PublishedContract") -> Row:
    period = Period(one.year, one.number)
    return Row(
        [
            one.contract_folio,
            _two(one.provider_name, one.get_provider_type_display()),
            _two(one.beneficiary_name, one.get_beneficiary_type_display()),
            _two(one.service_text, _("Servicio REPSE %(folio)s") % {"folio": one.service_folio}),
            _term(one.start_date, one.end_date),
            number_format(one.workers, force_grouping=True),
            _two(
                one.filing_folio,
                one.get_filing_type_display(),
                period_words(period),
                _("Presentada el %(day)s") % {"day": _day(one.presented_on)},
            ),
        ]
    )


def _two(first: str, *beneath: object) -> SafeString:
    """A cell of two lines or more."""
    hints = [format_html('<span class="data-hint">{}</span>', one) for one in beneath]
    return format_html("{}" * (1 + len(hints)), first, *hints)


def _term(start: date, end: date | None) -> SafeString:
    until = _("Hasta el %(day)s") % {"day": _day(end)} if end else _("Por tiempo indefinido")
    return _two(_("Desde el %(day)s") % {"day": _day(start)}, until)


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _instant(instant: datetime) -> str:
    local = localtime(instant)
    return _("%(day)s, %(time)s, hora del centro") % {
        "day": day_words(local),
        "time": date_format(local, "TIME_FORMAT"),
    }


def _total(now: Edition) -> str:
    return _contracts(now.contracts)


def _contracts(count: int) -> str:
    return ngettext("%(count)s contrato", "%(count)s contratos", count) % {
        "count": number_format(count, force_grouping=True)
    }


def _how_often() -> str:
    if settings.PRACTICE:
        return _("En este sistema de práctica se actualiza cada minuto.")
    return _("Se actualiza cada noche.")


def _offered(now: Edition | None, chosen: Period | None) -> list[tuple[str, str, bool]]:
    """What the list can be narrowed to: value, name, whether it is chosen."""
    held: Mapping[Period, int] = now.periods if now else {}
    every = sorted({*held, *([chosen] if chosen else [])}, reverse=True)
    return [(str(one), period_words(one), one == chosen) for one in every]


def _downloads(now: Edition | None, chosen: Period | None) -> list[tuple[str, str, str]]:
    """The files there are, of the period chosen or of all: address, period, how many contracts."""
    if now is None:
        return []
    return [
        (reverse("public:published_csv", args=[one]), period_words(one), _contracts(count))
        for one, count in now.periods.items()
        if chosen in (None, one)
    ]


def _url(asked: Asked, **place: int) -> str:
    given = {"q": asked.words, "periodo": str(asked.period or ""), **place}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('public:published_list')}?{query}"
