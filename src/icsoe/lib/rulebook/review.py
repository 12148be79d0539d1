"""The seven official inconsistencies, sought in what was presented elsewhere and imported (LSS, art. 15 A).

The portal prevents them while a filing is captured; imported data have no such guard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.rules import Finding


@dataclass(frozen=True, kw_only=True)
class FiledContract:
    """A contract as a filing reports it."""

    folio: str
    beneficiary_rfc: str
    service_text: str
    start_date: date | None
    end_date: date | None
    workers: int


@dataclass(frozen=True, kw_only=True)
class Filed:
    """A filing with contracts; `others_in_force` are the folios of other filings in force of its period."""

    provider_rfc: str
    period: Period
    contracts: Sequence[FiledContract]
    declared_contracts: int
    others_in_force: Sequence[str] = ()


def review(filed: Filed) -> list[Finding]:
    """The inconsistencies of a filing, contract by contract and then of the whole."""
    findings = [finding for contract in filed.contracts for finding in _review_contract(contract, filed)]
    held = len(filed.contracts)
    if held == 0:
        findings.append(Finding("contracts_missing", "contracts"))
    findings += [Finding("filing_in_force", "period", detail=folio) for folio in filed.others_in_force]
    if filed.declared_contracts != held:
        findings.append(
            Finding("contracts_count", "contracts", value=str(filed.declared_contracts), detail=str(held))
        )
    return findings


def _review_contract(contract: FiledContract, filed: Filed) -> list[Finding]:
    column = f"contract.{contract.folio}"
    findings: list[Finding] = []
    if contract.beneficiary_rfc == filed.provider_rfc:
        findings.append(Finding("same_rfc", column, contract.beneficiary_rfc))
    if not contract.service_text.strip():
        findings.append(Finding("service_required", column))
    findings += _review_dates(contract, filed.period, column)
    if contract.workers == 0:
        findings.append(Finding("workers_missing", column, detail=contract.folio))
    return findings


def _review_dates(contract: FiledContract, period: Period, column: str) -> list[Finding]:
    start, end = contract.start_date, contract.end_date
    if start is None:
        return [Finding("start_required", column)]
    findings: list[Finding] = []
    if not period.holds_start(start):
        findings.append(Finding("start_outside_period", column, start.isoformat(), period.spanish_name))
    if end is not None and end < start:
        findings.append(Finding("end_before_start", column, end.isoformat()))
    return findings
