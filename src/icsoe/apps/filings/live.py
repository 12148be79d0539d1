"""Whether the live rows of a period still are those that a review was made of, told in one statement."""

from dataclasses import dataclass

from icsoe.apps.audit.statement import Statement
from icsoe.apps.filings.calendar import calendar_with
from icsoe.apps.filings.enums import FIRST_TYPES
from icsoe.apps.filings.models import Review
from icsoe.apps.receipts.services import folio_sequence
from icsoe.lib.periods.business_days import BusinessCalendar
from icsoe.lib.periods.period import Period

_FINGERPRINT = Statement.of("icsoe.apps.filings", "fingerprint")
_LOOK = Statement.of("icsoe.apps.filings", "look", fingerprint=_FINGERPRINT)


@dataclass(frozen=True)
class Unchanged:
    """The period's first filing as it was shown, nothing changed since: its folio's number, and the calendar
    in force."""

    folio_number: int
    calendar: BusinessCalendar


def fingerprint(provider_rfc: str, period: Period) -> str:
    """The SHA-256 of every live row that the period's document is made of.

    Equal fingerprints make equal documents, replaced filings and movements apart. Lock the capture first.
    """
    row = _FINGERPRINT.row(provider=provider_rfc, year=period.year, number=period.number)
    return str(row[0]) if row else ""


def unchanged(shown: Review, *, key: str) -> Unchanged | None:
    """Whether the rows still are those that were shown, and nothing was filed for the period nor by the key.

    None where anything is otherwise, or may be: then only working the document out again can tell. Lock the
    capture first.
    """
    if shown.type not in FIRST_TYPES:
        return None
    row = _LOOK.row(
        provider=shown.provider_id,
        year=shown.year,
        number=shown.number,
        fingerprint=shown.fingerprint,
        key=key,
        sequence=folio_sequence(shown.type),
    )
    return Unchanged(row[0], calendar_with(row[1])) if row else None
