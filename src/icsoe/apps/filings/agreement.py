"""Whether what was shown still is what the live rows and the rules say, at the instant it is signed."""

from dataclasses import dataclass
from datetime import datetime

from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.capturers import names_of_capturers
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.judging import Judged, judge, judge_unchanged, judge_void
from icsoe.apps.filings.live import unchanged
from icsoe.apps.filings.models import Review
from icsoe.lib.canonical.difference import Difference, differences
from icsoe.lib.canonical.document import document_bytes, read_document, read_kept_document
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import is_late
from icsoe.lib.rulebook.refusal import Refused, require
from icsoe.lib.rulebook.rules import Finding


class ReviewChanged(Refused):
    """Something changed after the review was shown; nothing was presented. Carries what differs."""

    def __init__(self, changes: list[Difference]) -> None:
        super().__init__(Finding("review_changed", "review"))
        self.changes = changes


@dataclass(frozen=True)
class Agreed:
    """What is to be filed: shown, and found again. ``folio_number`` where it was taken on the way."""

    shown: Review
    judged: Judged
    is_late: bool
    captured_by: tuple[str, ...]
    folio_number: int | None = None


def agree_as_shown(shown: Review, document: bytes, key: str, at: datetime) -> Agreed | None:
    """The review as it was shown, where no row it was made of changed since: its document is not made again.

    None where something did, something was filed or it replaces a filing: see ``agree_again``. The rules are
    judged at this instant either way (Refused). The capture must be locked.
    """
    same = unchanged(shown, key=key)
    if same is None:
        return None
    period = Period(shown.year, shown.number)
    judged = judge_unchanged(read_kept_document(document, shown.document_id), period, at, same.calendar)
    require(judged.findings)
    late = is_late(period, at, same.calendar)
    return Agreed(shown, judged, late, tuple(shown.captured_by), same.folio_number)


def agree_again(shown: Review, document: bytes, at: datetime) -> Agreed:
    """The review, when its document made again from the live rows is the same and no rule stands against.

    Raises ReviewChanged, Refused. The capture must be locked.
    """
    period = Period(shown.year, shown.number)
    judged = _require_unchanged(shown, document, period, at)
    folios = [contract.folio for contract in judged.facts.contracts]
    captured_by = names_of_capturers(shown.provider_id, folios)
    return Agreed(shown, judged, _is_late(judged, period, at), captured_by)


def _require_unchanged(shown: Review, content: bytes, period: Period, at: datetime) -> Judged:
    old = read_document(content)
    if shown.type == FilingType.VOIDING:
        judged = judge_void(shown.provider_id, period, old.reason or "", at)
        require(judged.findings)
    else:
        judged = judge(shown.provider_id, period, at)
    changed = document_bytes(judged.facts) != content
    if changed and judged.type == shown.type:
        raise ReviewChanged(differences(old, judged.facts))
    require(judged.findings)
    if changed:
        raise ReviewChanged(differences(old, judged.facts))
    return judged


def _is_late(judged: Judged, period: Period, at: datetime) -> bool:
    """Whether the period was presented late. A complementaria is as punctual as the filing it replaces."""
    if judged.replaces is not None:
        return judged.replaces.is_late
    return is_late(period, at, business_calendar(fresh=True))
