"""The locks and the switch of a period's capture.

Everything is locked in one order, so that no two acts wait in a ring: the period's capture, then its
contracts in order of id. The row of a contract is the lock of its list of workers, because versions of a
list come and go: whoever waited for a version would find it out of use.
"""

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.audit.statement import Statement, stored
from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod, Contract
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding

_LOCK = Statement.of("icsoe.apps.contracts", "lock_capture")
_SHARE = Statement.of("icsoe.apps.contracts", "share_capture")
_SETTLE = Statement.of("icsoe.apps.contracts", "settle_capture")


def share_capture(provider_rfc: str, period: Period, *, by: Actor, folio: str = "") -> CapturePeriod:
    """Lock the period's capture against its signature, not against other captures; Refused when closed.

    What was sent to signature is closed for clerks, not for the holder. Needs a transaction, which holds the
    lock. Raises Contract.DoesNotExist where a ``folio`` is given and is no contract of the period.
    """
    if folio:
        Contract.objects.only("pk").get(
            provider_id=provider_rfc, year=period.year, number=period.number, folio=folio
        )
    locked = _begun(_SHARE, provider_rfc, period)
    if not locked.is_open:
        raise Refused(Finding("capture_closed", "period", detail=period.spanish_name))
    if locked.sent_at is not None and by.kind is ActorKind.CLERK:
        raise Refused(Finding("capture_sent", "period", detail=period.spanish_name))
    return locked


def lock_capture(provider_rfc: str, period: Period) -> CapturePeriod:
    """Lock the period's capture alone: nobody captures until the transaction ends."""
    return _begun(_LOCK, provider_rfc, period)


def _begun(lock: Statement, provider_rfc: str, period: Period) -> CapturePeriod:
    """The period's capture, locked; the first act on a period begins it."""
    locked = _locked(lock, provider_rfc, period)
    if locked is None:
        CapturePeriod.objects.get_or_create(provider_id=provider_rfc, year=period.year, number=period.number)
        locked = _locked(lock, provider_rfc, period)
    if locked is None:
        raise CapturePeriod.DoesNotExist
    return locked


def _locked(lock: Statement, provider_rfc: str, period: Period) -> CapturePeriod | None:
    found = lock.named(provider=provider_rfc, year=period.year, number=period.number)
    return stored(CapturePeriod, found) if found else None


def open_contract(
    provider_rfc: str, folio: str, *, by: Actor, to_remove: bool = False
) -> tuple[Contract, CapturePeriod]:
    """The provider's contract, locked with its list, and its period's capture, shared.

    One act at a time on a contract. ``to_remove`` waits also for whoever only refers to it. Raises
    Contract.DoesNotExist, Refused.
    """
    found = Contract.objects.get(provider_id=provider_rfc, folio=folio)
    capture = share_capture(provider_rfc, Period(found.year, found.number), by=by)
    # Read again once it is locked: somebody else may have changed or removed it meanwhile.
    return Contract.objects.select_for_update(no_key=not to_remove).get(pk=found.pk), capture


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
