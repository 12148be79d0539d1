"""Handing a period's capture to whoever signs, and back."""

from datetime import datetime

from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import lock_capture
from icsoe.apps.contracts.models import CapturePeriod
from icsoe.apps.contracts.states import CaptureMove, moved
from icsoe.apps.contracts.telling import tell_returned, tell_sent
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import require
from icsoe.lib.rulebook.texts import check_text, tidy

NOTE_LENGTH = 500


def send_to_signature(
    *, provider_rfc: str, period: Period, note: str, by: Actor, at: datetime
) -> CapturePeriod:
    """Close the capture for clerks and tell the holder that it can be signed. Raises Refused."""
    note = tidy(note)
    require(check_text(note, column="note", most=NOTE_LENGTH))
    with transaction.atomic():
        capture = lock_capture(provider_rfc, period)
        moved(capture, CaptureMove.SEND)
        capture.sent_at, capture.sent_by, capture.note = at, by.name, note
        capture.save(update_fields=["sent_at", "sent_by", "note"])
        record(Event.SENT_TO_SIGNATURE, by=by, at=at, provider_rfc=provider_rfc, subject=str(period))
        tell_sent(capture, at=at)
    return capture


def return_to_capture(*, provider_rfc: str, period: Period, by: Actor, at: datetime) -> CapturePeriod:
    """Give the capture back to the clerks, to be changed and sent again. Raises Refused."""
    with transaction.atomic():
        capture = lock_capture(provider_rfc, period)
        moved(capture, CaptureMove.RETURN)
        capture.sent_at, capture.sent_by, capture.note = None, "", ""
        capture.save(update_fields=["sent_at", "sent_by", "note"])
        record(Event.RETURNED_TO_CAPTURE, by=by, at=at, provider_rfc=provider_rfc, subject=str(period))
        tell_returned(capture, at=at)
    return capture


def sent_captures(provider_rfcs: list[str]) -> dict[tuple[str, Period], CapturePeriod]:
    """The captures of those providers that wait for a signature, by RFC and period."""
    found = CapturePeriod.objects.filter(provider_id__in=provider_rfcs, sent_at__isnull=False)
    return {(one.provider_id, Period(one.year, one.number)): one for one in found}
