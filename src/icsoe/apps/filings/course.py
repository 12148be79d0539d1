"""Where a provider's period stands, and which filing may be signed next."""

from dataclasses import dataclass
from datetime import datetime

from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod
from icsoe.apps.filings.enums import COUNTED_TYPES, STANDING, FilingState, FilingType
from icsoe.apps.filings.models import Filing
from icsoe.apps.receipts.facts import KINDS
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import may_update
from icsoe.lib.rulebook.complement import MOST_COMPLEMENTS, ComplementState, check_complement
from icsoe.lib.rulebook.rules import Finding

#: What a reopened capture ends in.
TYPE_OF_CAPTURE = {
    CaptureKind.CORRECTION: FilingType.CORRECTION,
    CaptureKind.UPDATE: FilingType.UPDATE,
}
CAPTURE_OF_TYPE = {filing: capture for capture, filing in TYPE_OF_CAPTURE.items()}


@dataclass(frozen=True)
class Course:
    """The filings of a period so far, and the complementaria being captured, if any.

    ``standing`` is in force, or received and pending; ``last`` the newest that was not refused (a Sin efectos
    leaves none standing); ``counted`` the complementarias that count for the limit of four.
    """

    standing: Filing | None
    last: Filing | None
    counted: int
    capture: CapturePeriod | None

    @property
    def in_progress(self) -> FilingType | None:
        """The complementaria whose capture is open, or None."""
        if self.standing is None or self.capture is None or not self.capture.is_open:
            return None
        return TYPE_OF_CAPTURE.get(CaptureKind(self.capture.kind))

    @property
    def left(self) -> int:
        """How many complementarias that count may still be presented."""
        return MOST_COMPLEMENTS - self.counted

    def next_type(self, *, has_contracts: bool) -> FilingType | None:
        """What the live rows would be presented as; None when what stands is complete."""
        if self.standing is None:
            return FilingType.NORMAL if has_contracts else FilingType.NIL
        return self.in_progress


def course(provider_rfc: str, period: Period) -> Course:
    """Read where the period stands. Lock its capture first where the answer must hold."""
    filed = list(
        Filing.objects.filter(provider_id=provider_rfc, year=period.year, number=period.number)
        .exclude(state=FilingState.REFUSED)
        .order_by("id")
    )
    return Course(
        standing=next((one for one in filed if one.state in STANDING), None),
        last=filed[-1] if filed else None,
        counted=sum(one.type in COUNTED_TYPES for one in filed),
        capture=CapturePeriod.objects.filter(
            provider_id=provider_rfc, year=period.year, number=period.number
        ).first(),
    )


def complement_findings(
    now: Course, type: FilingType, period: Period, at: datetime, *, reason: str = ""
) -> list[Finding]:
    """What stands against presenting the complementaria at this moment."""
    standing = now.standing
    return check_complement(
        ComplementState(
            kind=KINDS[type],
            standing=KINDS[standing.type] if standing else None,
            presented=now.counted,
            in_update_month=may_update(at, period),
            reason=reason,
            pending_folio=standing.folio if standing and standing.state == FilingState.PENDING else "",
        )
    )
