"""Starting a complementaria from what stands, and giving it up without a trace in what stands."""

from datetime import datetime

from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import close_capture, lock_capture, open_capture
from icsoe.apps.contracts.restoring import restore
from icsoe.apps.filings.course import CAPTURE_OF_TYPE, complement_findings, course
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.frozen import kept_bytes
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.selectors import facts_of
from icsoe.apps.filings.updates import forget_movements
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused, require
from icsoe.lib.rulebook.rules import Finding


def start(*, provider_rfc: str, period: Period, type: FilingType, by: Actor, at: datetime) -> Filing:
    """Open the capture for a correction or an update: a copy of what stands, contracts, workers and all.

    Starting again what is already in course changes nothing. Returns the filing it will replace. Raises
    Refused: filing_missing, filing_pending, corrections_exhausted, update_of_nil, update_outside_month,
    complement_in_progress (of the other type).
    """
    with transaction.atomic():
        capture = lock_capture(provider_rfc, period)
        now = course(provider_rfc, period)
        require(complement_findings(now, type, period, at))
        if now.standing is None:
            raise Refused(Finding("filing_missing", "kind"))
        if now.in_progress is type:
            return now.standing
        if now.in_progress is not None:
            raise Refused(Finding("complement_in_progress", "kind"))
        _restore(now.standing, at)
        open_capture(capture, CAPTURE_OF_TYPE[type])
        record(
            Event.COMPLEMENT_STARTED,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=now.standing.folio,
            type=type.value,
        )
    return now.standing


def abandon(*, provider_rfc: str, period: Period, by: Actor, at: datetime) -> Filing:
    """Give up the complementaria in course: the live rows go back to what stands, which never changed.

    Returns what stands. Raises Refused: complement_not_started.
    """
    with transaction.atomic():
        capture = lock_capture(provider_rfc, period)
        now = course(provider_rfc, period)
        if now.standing is None or now.in_progress is None:
            raise Refused(Finding("complement_not_started", "kind"))
        _restore(now.standing, at)
        forget_movements(provider_rfc, period)
        close_capture(capture)
        record(
            Event.COMPLEMENT_ABANDONED,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=now.standing.folio,
            type=now.in_progress.value,
        )
    return now.standing


def _restore(standing: Filing, at: datetime) -> None:
    restore(
        provider_rfc=standing.provider_id,
        period=Period(standing.year, standing.number),
        contracts=facts_of(standing).contracts,
        read_roster=kept_bytes,
        at=at,
    )
