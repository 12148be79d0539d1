"""The calendar of deadlines in words."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.filings.selectors import PeriodRow
from icsoe.ui.parts import Column, NavItem, Row
from icsoe.ui.tags.dates import period_words, weekday_words


def feed_page(rows: Sequence[PeriodRow], address: str) -> dict[str, Any]:
    """Context of the page: the last days of the periods, and the address where it has been made."""
    return {
        "address": address,
        "renew_url": reverse("portal:calendar_renew"),
        "columns": [
            Column(_("Periodo")),
            Column(_("Se presenta desde")),
            Column(_("Último día")),
            Column(_("Informativa")),
        ],
        "rows": [
            Row(
                [
                    period_words(row.period),
                    weekday_words(row.window.first_day),
                    weekday_words(row.window.last_day),
                    row.filing.folio if row.filing else "",
                ]
            )
            for row in rows
        ],
        "trail": [NavItem(_("Panel"), reverse("portal:board")), NavItem(_("Calendario"))],
    }
