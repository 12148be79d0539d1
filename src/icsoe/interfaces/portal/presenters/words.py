"""Small words shared by the pages: dates, hours, counts, states."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.lib.canonical.document import AddressFacts
from icsoe.lib.periods.windows import CENTRAL
from icsoe.ui.parts import Tag
from icsoe.ui.tags.dates import day_words

if TYPE_CHECKING:
    from icsoe.apps.filings.models import Filing


def instant_words(at: datetime) -> str:
    """``17 de septiembre de 2026, 23:04:31 (hora del centro)``."""
    central = at.astimezone(CENTRAL)
    return _("%(day)s, %(time)s (hora del centro)") % {
        "day": day_words(central.date()),
        "time": central.strftime("%H:%M:%S"),
    }


def day_or_indefinite(day: date | None) -> str:
    return day_words(day) if day else _("Por tiempo indefinido")


def count_contracts(count: int) -> str:
    return ngettext("%(count)s contrato", "%(count)s contratos", count) % {"count": number_format(count)}


def count_workers(count: int) -> str:
    return ngettext("%(count)s trabajador", "%(count)s trabajadores", count) % {"count": number_format(count)}


def filing_tag(filing: "Filing") -> Tag:
    """How a filing stands, in words."""
    state = filing.state
    if state == "in_force":
        label = _("Presentada, extemporánea") if filing.is_late else _("Presentada en tiempo")
        return Tag(label, "warning" if filing.is_late else "success")
    kinds = {
        "pending": "info",
        "superseded": "neutral",
        "void": "neutral",
        "applied": "info",
        "refused": "error",
    }
    return Tag(filing.get_state_display(), kinds[state])  # type: ignore[arg-type]  # the kinds above


def address_words(address: AddressFacts) -> str:
    """``Reforma 12 B, Centro, Cuauhtémoc, C.P. 06000``."""
    number = " ".join(filter(None, (address.outside_number, address.inside_number)))
    street = f"{address.street} {number}".strip()
    return ", ".join(
        filter(None, (street, address.colonia, address.municipality, f"C.P. {address.postal_code}"))
    )
