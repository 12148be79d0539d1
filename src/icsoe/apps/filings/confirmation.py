"""A filing received while nobody answered about revocation: asked again until somebody does."""

from datetime import datetime

from django.db import transaction

from icsoe.apps.access.services import recheck
from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import lock_capture, open_capture
from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod
from icsoe.apps.filings.course import CAPTURE_OF_TYPE
from icsoe.apps.filings.enums import FilingState, FilingType
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.states import settled_state
from icsoe.apps.receipts import services as receipts
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.lib.efirma.policy import Outcome
from icsoe.lib.periods.period import Period


def confirm(*, filing_id: int, at: datetime) -> bool:
    """Ask again about the certificate of a pending filing; whether it is settled.

    Good, or revoked after it was signed: in force. Revoked before: refused, the capture is open again, and
    what it had replaced stands again.
    """
    pending = Filing.objects.select_related("certificate").get(pk=filing_id)
    if pending.state != FilingState.PENDING:
        return True
    decision, check = recheck(pending.certificate, signed_at=pending.presented_at, at=at)
    if decision.outcome is Outcome.PENDING:
        return False
    good = decision.outcome is Outcome.ACCEPTED
    with transaction.atomic():
        capture = lock_capture(pending.provider_id, Period(pending.year, pending.number))
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        if filing.state != FilingState.PENDING:
            return True
        type = FilingType(filing.type)
        filing.state = settled_state(type, pending=False) if good else FilingState.REFUSED
        filing.revocation = check
        filing.save(update_fields=["state", "revocation"])
        if not good:
            _reinstate(filing, at)
        _settle_capture(capture, type, good=good)
        receipts.mark(
            folio=filing.folio,
            status=ReceiptStatus.IN_FORCE if good else ReceiptStatus.VOID,
            by=SYSTEM,
            at=at,
        )
        record(
            Event.FILING_CONFIRMED if good else Event.FILING_REFUSED,
            by=SYSTEM,
            at=at,
            provider_rfc=filing.provider_id,
            subject=filing.folio,
        )
    return True


def _reinstate(refused: Filing, at: datetime) -> None:
    """Put back in force what a refused complementaria had taken the place of."""
    replaced = refused.replaces
    if replaced is None:
        return
    replaced.state = FilingState.IN_FORCE
    replaced.save(update_fields=["state"])
    receipts.mark(folio=replaced.folio, status=ReceiptStatus.IN_FORCE, by=SYSTEM, at=at)


def _settle_capture(capture: CapturePeriod, type: FilingType, *, good: bool) -> None:
    """Open the capture again where there is something to sign: what was refused, or what a void leaves."""
    if type is FilingType.VOIDING:
        if good:
            open_capture(capture, CaptureKind.FIRST)
    elif not good:
        open_capture(capture, CAPTURE_OF_TYPE.get(type, CaptureKind.FIRST))
