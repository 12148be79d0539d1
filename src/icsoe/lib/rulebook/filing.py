"""Rules of a whole filing: what keeps it from being presented (Lineamientos, 5.6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from icsoe.lib.periods.windows import PeriodState
from icsoe.lib.rulebook.rules import Finding


@dataclass(frozen=True, kw_only=True)
class ContractState:
    """What the review looks at of a contract."""

    folio: str
    workers: int
    beneficiary_rfc: str
    service_text: str


@dataclass(frozen=True, kw_only=True)
class FilingState:
    """What the review looks at of a filing about to be signed."""

    provider_rfc: str
    email: str
    has_registration: bool
    registration_expired: bool
    nil: bool
    period_state: PeriodState
    standing_folio: str
    contracts: Sequence[ContractState]


def check_filing(filing: FilingState) -> list[Finding]:
    """Every finding; errors block the signature, warnings are shown beside it."""
    findings = [*_check_period(filing)]
    if not filing.email:
        findings.append(Finding("email_required", "email"))
    if filing.nil:
        if filing.contracts:
            findings.append(Finding("contracts_present", "contracts", detail=str(len(filing.contracts))))
        return findings
    if not filing.has_registration:
        findings.append(Finding("registration_required", "registration"))
    elif filing.registration_expired:
        findings.append(Finding("registration_out_of_date", "registration"))
    if not filing.contracts:
        findings.append(Finding("contracts_missing", "contracts"))
    for contract in filing.contracts:
        findings.extend(_check_contract(contract, filing.provider_rfc))
    return findings


def _check_period(filing: FilingState) -> list[Finding]:
    if filing.standing_folio:
        return [Finding("filing_in_force", "period", detail=filing.standing_folio)]
    if filing.period_state in (PeriodState.FUTURE, PeriodState.CAPTURE):
        return [Finding("window_not_open", "period")]
    if filing.period_state is PeriodState.LATE:
        return [Finding("filing_late", "period")]
    return []


def _check_contract(contract: ContractState, provider_rfc: str) -> list[Finding]:
    column = f"contract.{contract.folio}"
    findings: list[Finding] = []
    if contract.workers == 0:
        findings.append(Finding("workers_missing", column, detail=contract.folio))
    if contract.beneficiary_rfc == provider_rfc:
        findings.append(Finding("same_rfc", column, provider_rfc, contract.folio))
    if not contract.service_text.strip():
        findings.append(Finding("service_required", column, detail=contract.folio))
    return findings
