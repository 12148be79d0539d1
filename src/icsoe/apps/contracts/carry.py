"""Carrying over: a contract, with its client, and a list of workers of an earlier period start new ones."""

from datetime import date, datetime

from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts import bulk
from icsoe.apps.contracts.captures import share_capture
from icsoe.apps.contracts.models import Contract, Roster
from icsoe.apps.contracts.records import ContractData, PartyData
from icsoe.apps.contracts.services import add_contract
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


def carry_contract(
    *,
    provider_rfc: str,
    folio: str,
    period: Period,
    start_date: date | None,
    end_date: date | None = None,
    with_workers: bool,
    by: Actor,
    at: datetime,
) -> tuple[Contract, list[Finding]]:
    """Capture in ``period`` a contract like one of an earlier period, with its workers when asked.

    It is a new contract, with its own folio and start: one that is still running was reported when it
    started and is not reported again (LSS, art. 15 A), so a start outside the period is refused. Returns it
    with its warnings; raises Refused, Contract.DoesNotExist.
    """
    source = Contract.objects.select_related("beneficiary").get(provider_id=provider_rfc, folio=folio)
    if Period(source.year, source.number) >= period:
        raise Refused(Finding("carry_same_period", "folio", folio))
    data = ContractData(
        beneficiary=PartyData(rfc=source.beneficiary.rfc, name=source.beneficiary.name),
        object=source.object,
        service_folio=source.service_folio,
        start_date=start_date,
        end_date=end_date,
        reference=source.reference,
        estimated_workers=source.estimated_workers,
    )
    with transaction.atomic():
        made, warnings = add_contract(provider_rfc=provider_rfc, period=period, data=data, by=by, at=at)
        if with_workers:
            _copy(*_lists(source, made), at)
        record(
            Event.CONTRACT_CARRIED,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=made.folio,
            source=folio,
            with_workers=with_workers,
        )
    return made, warnings


def carry_roster(
    *, provider_rfc: str, source_folio: str, folio: str, replace: bool, by: Actor, at: datetime
) -> int:
    """Copy the list of workers of another contract of the provider; how many workers it holds.

    A list that is not empty is only replaced where ``replace`` says so. Raises Refused (roster_not_empty,
    capture_closed), Contract.DoesNotExist.
    """
    with constraints_speak(), transaction.atomic():
        contract = Contract.objects.get(provider_id=provider_rfc, folio=folio)
        source = Contract.objects.get(provider_id=provider_rfc, folio=source_folio)
        share_capture(provider_rfc, Period(contract.year, contract.number), by=by)
        theirs, ours = _lists(source, contract)
        if ours.worker_count and not replace:
            raise Refused(Finding("roster_not_empty", "workers", detail=folio))
        count = _copy(theirs, ours, at)
        record(
            Event.ROSTER_CARRIED,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=folio,
            source=source_folio,
            workers=count,
        )
    return count


def _lists(source: Contract, target: Contract) -> tuple[Roster, Roster]:
    """The current lists of both, locked together. Raises Contract.DoesNotExist for one removed meanwhile."""
    found = bulk.lock_current([source.pk, target.pk])
    if len(found) < len({source.pk, target.pk}):
        raise Contract.DoesNotExist
    return found[source.pk], found[target.pk]


def _copy(source: Roster, target: Roster, at: datetime) -> int:
    """Put the source's workers in the place of the target's, by one statement; how many."""
    version = bulk.new_version(target.contract_id, at)
    count = bulk.keep_others(source, version)
    bulk.make_current(version, instead_of=target, workers=count)
    return count
