"""The lock and the switch of a period's capture."""

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod, Contract, Roster
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


def share_capture(provider_rfc: str, period: Period, *, by: Actor) -> CapturePeriod:
    """Lock the period's capture against its signature, not against other captures; Refused when closed.

    What was sent to signature is closed for clerks, not for the holder. Needs a transaction, which holds the
    lock.
    """
    capture, _ = CapturePeriod.objects.get_or_create(
        provider_id=provider_rfc, year=period.year, number=period.number
    )
    locked = CapturePeriod.objects.raw(
        "SELECT * FROM contracts_captureperiod WHERE id = %s FOR SHARE", [capture.pk]
    )[0]
    if not locked.is_open:
        raise Refused(Finding("capture_closed", "period", detail=period.spanish_name))
    if locked.sent_at is not None and by.kind is ActorKind.CLERK:
        raise Refused(Finding("capture_sent", "period", detail=period.spanish_name))
    return locked


def lock_capture(provider_rfc: str, period: Period) -> CapturePeriod:
    """Lock the period's capture alone: nobody captures until the transaction ends."""
    CapturePeriod.objects.get_or_create(provider_id=provider_rfc, year=period.year, number=period.number)
    return CapturePeriod.objects.select_for_update().get(
        provider_id=provider_rfc, year=period.year, number=period.number
    )


def open_contract(provider_rfc: str, folio: str, *, by: Actor) -> Contract:
    """The provider's contract, its period locked for capture. Raises Contract.DoesNotExist, Refused."""
    contract = Contract.objects.get(provider_id=provider_rfc, folio=folio)
    share_capture(provider_rfc, Period(contract.year, contract.number), by=by)
    return contract


def lock_roster(contract: Contract) -> Roster:
    """The contract's current list of workers, locked: one writer at a time."""
    return Roster.objects.select_for_update().get(contract=contract, is_current=True)


def open_capture(capture: CapturePeriod, kind: CaptureKind) -> None:
    """Open a locked capture for a first filing, a correction or an update."""
    capture.is_open, capture.kind = True, kind
    _unsend(capture)


def close_capture(capture: CapturePeriod) -> None:
    """Close a locked capture: its period is presented, or what was begun on it was abandoned."""
    capture.is_open, capture.kind = False, CaptureKind.FIRST
    _unsend(capture)


def _unsend(capture: CapturePeriod) -> None:
    capture.sent_at, capture.sent_by, capture.note = None, "", ""
    capture.save()
