"""The lock and the switch of a period's capture."""

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.audit.statement import Statement, stored
from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod, Contract, Roster
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding

_LOCK = Statement.of("icsoe.apps.contracts", "lock_capture")
_SETTLE = Statement.of("icsoe.apps.contracts", "settle_capture")


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
    locked = _locked(provider_rfc, period)
    if locked is None:
        CapturePeriod.objects.get_or_create(provider_id=provider_rfc, year=period.year, number=period.number)
        locked = _locked(provider_rfc, period)
    if locked is None:
        raise CapturePeriod.DoesNotExist
    return locked


def _locked(provider_rfc: str, period: Period) -> CapturePeriod | None:
    found = _LOCK.named(provider=provider_rfc, year=period.year, number=period.number)
    return stored(CapturePeriod, found) if found else None


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
    _settle(capture, is_open=True, kind=kind)


def close_capture(capture: CapturePeriod) -> None:
    """Close a locked capture: its period is presented, or what was begun on it was abandoned."""
    _settle(capture, is_open=False, kind=CaptureKind.FIRST)


def _settle(capture: CapturePeriod, *, is_open: bool, kind: CaptureKind) -> None:
    """However it stood, it is no longer sent to signature."""
    capture.is_open, capture.kind = is_open, kind
    capture.sent_at, capture.sent_by, capture.note = None, "", ""
    _SETTLE.run(id=capture.pk, is_open=is_open, kind=kind.value)
