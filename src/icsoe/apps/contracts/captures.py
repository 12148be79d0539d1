"""The lock and the switch of a period's capture."""

from icsoe.apps.contracts.models import CapturePeriod, Contract, Roster
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


def share_capture(provider_rfc: str, period: Period) -> CapturePeriod:
    """Lock the period's capture against its signature, not against other captures; Refused when closed.

    Needs a transaction, which holds the lock.
    """
    capture, _ = CapturePeriod.objects.get_or_create(
        provider_id=provider_rfc, year=period.year, number=period.number
    )
    locked = CapturePeriod.objects.raw(
        "SELECT * FROM contracts_captureperiod WHERE id = %s FOR SHARE", [capture.pk]
    )[0]
    if not locked.is_open:
        raise Refused(Finding("capture_closed", "period", detail=period.spanish_name))
    return locked


def lock_capture(provider_rfc: str, period: Period) -> CapturePeriod:
    """Lock the period's capture alone: nobody captures until the transaction ends."""
    CapturePeriod.objects.get_or_create(provider_id=provider_rfc, year=period.year, number=period.number)
    return CapturePeriod.objects.select_for_update().get(
        provider_id=provider_rfc, year=period.year, number=period.number
    )


def open_contract(provider_rfc: str, folio: str) -> Contract:
    """The provider's contract, its period locked for capture. Raises Contract.DoesNotExist, Refused."""
    contract = Contract.objects.get(provider_id=provider_rfc, folio=folio)
    share_capture(provider_rfc, Period(contract.year, contract.number))
    return contract


def lock_roster(contract: Contract) -> Roster:
    """The contract's current list of workers, locked: one writer at a time."""
    return Roster.objects.select_for_update().get(contract=contract, is_current=True)
