"""Acts on filings as a provider does them, for the tests of complementarias."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count

from tests import practice

from icsoe.apps.contracts.models import Contract
from icsoe.apps.contracts.records import ContractData, PartyData
from icsoe.apps.contracts.services import change_contract, remove_contract
from icsoe.apps.filings import complements
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.reviews import Shown, show_void
from icsoe.apps.filings.services import present
from icsoe.apps.providers.models import Provider
from icsoe.lib.periods.period import Period

CORRECTION, UPDATE = FilingType.CORRECTION, FilingType.UPDATE
_keys = count(1)


def file(one: Provider, *, period: Period = practice.PERIOD, at: datetime = practice.IN_TIME) -> Filing:
    """Review and present whatever the period makes now."""
    return practice.presented(one, period=period, at=at, key=f"acto-{next(_keys)}")


def start(one: Provider, type: FilingType = CORRECTION, *, at: datetime = practice.IN_TIME) -> Filing:
    return complements.start(
        provider_rfc=one.rfc, period=practice.PERIOD, type=type, by=practice.actor(), at=at
    )


def abandon(one: Provider, *, at: datetime = practice.IN_TIME) -> Filing:
    return complements.abandon(provider_rfc=one.rfc, period=practice.PERIOD, by=practice.actor(), at=at)


def void_shown(
    one: Provider, reason: str = "Se presentó por error", *, at: datetime = practice.IN_TIME
) -> Shown:
    return show_void(provider_rfc=one.rfc, period=practice.PERIOD, reason=reason, by=practice.actor(), at=at)


def void(one: Provider, reason: str = "Se presentó por error", *, at: datetime = practice.IN_TIME) -> Filing:
    signed = practice.signed(void_shown(one, reason, at=at), key=f"acto-{next(_keys)}")
    return present(provider_rfc=one.rfc, period=practice.PERIOD, signed=signed, by=practice.actor(), at=at)


def state_of(filing: Filing) -> str:
    filing.refresh_from_db()
    return filing.state


def codes(shown: Shown) -> list[str]:
    return [finding.code for finding in shown.errors]


def data_of(contract: Contract, **given: object) -> ContractData:
    """What is captured of a contract, with what is given said otherwise."""
    kept = {
        "beneficiary": PartyData(rfc=contract.beneficiary.rfc, name=contract.beneficiary.name),
        "object": contract.object,
        "service_folio": contract.service_folio,
        "start_date": contract.start_date,
        "end_date": contract.end_date,
        "reference": contract.reference,
    }
    return ContractData(**{**kept, **given})  # type: ignore[arg-type]


def drop(one: Provider, contracts: Iterable[Contract]) -> None:
    for contract in contracts:
        remove_contract(provider_rfc=one.rfc, folio=contract.folio, by=practice.actor(), at=practice.IN_TIME)


def extend(one: Provider, contracts: Iterable[Contract]) -> None:
    """Move the end of each contract a day."""
    for contract in contracts:
        end = (contract.end_date or contract.start_date) + timedelta(days=1)
        change_contract(
            provider_rfc=one.rfc,
            folio=contract.folio,
            data=data_of(contract, end_date=end),
            by=practice.actor(),
            at=practice.IN_TIME,
        )
