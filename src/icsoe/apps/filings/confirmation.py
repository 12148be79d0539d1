"""A filing received while nobody answered about revocation: asked again until somebody does."""

from datetime import datetime

from django.db import transaction

from icsoe.apps.access.services import recheck
from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import lock_capture
from icsoe.apps.filings.enums import FilingState
from icsoe.apps.filings.models import Filing
from icsoe.apps.receipts import services as receipts
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.lib.efirma.policy import Outcome
from icsoe.lib.periods.period import Period


def confirm(*, filing_id: int, at: datetime) -> bool:
    """Ask again about the certificate of a pending filing; whether it is settled.

    Good, or revoked after it was signed: in force. Revoked before: refused, and the capture is open again.
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
        filing.state = FilingState.IN_FORCE if good else FilingState.REFUSED
        filing.revocation = check
        filing.save(update_fields=["state", "revocation"])
        if not good:
            capture.is_open = True
            capture.save(update_fields=["is_open"])
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
