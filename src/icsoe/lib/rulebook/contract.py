"""Rules of a contract and of the beneficiary it names (Lineamientos, II; ACDO.AS2.HCT.300322/68.P.DIR)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from icsoe.lib.identifiers import rfc as rfc_key
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.rules import Finding

#: More than the country's insured persons; it also fits the column that keeps it.
MOST_WORKERS = 100_000_000


@dataclass(frozen=True, kw_only=True)
class ContractInput:
    """What a person captures of a contract, already cleaned."""

    beneficiary_rfc: str
    beneficiary_name: str
    object: str
    service_folio: str
    start_date: date | None
    end_date: date | None
    reference: str
    estimated_workers: int | None


@dataclass(frozen=True, kw_only=True)
class ContractContext:
    """What a contract is judged against; ``services`` maps authorised folios to their texts."""

    provider_rfc: str
    period: Period
    services: Mapping[str, str]
    registered_on: date | None
    registration_ends: date | None


def check_rfc(text: str, *, column: str, provider_rfc: str) -> list[Finding]:
    """Findings of a beneficiary's RFC: that it is not the provider's, then its own rules.

    In that order, because a provider's own RFC may be one of those that fail the check digit.
    """
    if rfc_key.normalise(text) == provider_rfc:
        return [Finding("same_rfc", column, text)]
    code = rfc_key.check(text)
    return [Finding(code, column, text)] if code is not None else []


def check_contract(contract: ContractInput, context: ContractContext) -> list[Finding]:
    """Every finding of a contract, in the order of the form."""
    return [
        *check_rfc(contract.beneficiary_rfc, column="beneficiary_rfc", provider_rfc=context.provider_rfc),
        *_required("beneficiary_name", contract.beneficiary_name, "party_name_required"),
        *_required("object", contract.object, "object_required"),
        *_check_service(contract.service_folio, context),
        *_check_dates(contract, context),
        *_check_lengths(contract),
        *_check_estimate(contract.estimated_workers),
    ]


def _check_lengths(contract: ContractInput) -> list[Finding]:
    limits = (
        ("beneficiary_name", contract.beneficiary_name, 300, "party_name_length"),
        ("object", contract.object, 1000, "object_length"),
        ("reference", contract.reference, 60, "reference_length"),
    )
    return [Finding(code, column) for column, text, most, code in limits if len(text) > most]


def _check_estimate(estimate: int | None) -> list[Finding]:
    if estimate is None or 1 <= estimate <= MOST_WORKERS:
        return []
    return [Finding("estimated_workers_range", "estimated_workers", str(estimate))]


def _required(column: str, value: str, code: str) -> list[Finding]:
    return [] if value.strip() else [Finding(code, column)]


def _check_service(folio: str, context: ContractContext) -> list[Finding]:
    if not folio:
        return [Finding("service_required", "service_folio")]
    if folio not in context.services:
        return [Finding("service_not_authorised", "service_folio", value=folio)]
    return []


def _check_dates(contract: ContractInput, context: ContractContext) -> list[Finding]:
    start, end = contract.start_date, contract.end_date
    if start is None:
        return [Finding("start_required", "start_date")]
    findings: list[Finding] = []
    if not context.period.holds_start(start):
        findings.append(
            Finding("start_outside_period", "start_date", start.isoformat(), context.period.spanish_name)
        )
    if end is not None and end < start:
        findings.append(Finding("end_before_start", "end_date", value=end.isoformat()))
    if _outside_registration(start, context):
        findings.append(Finding("registration_expired", "start_date", start.isoformat()))
    return findings


def _outside_registration(start: date, context: ContractContext) -> bool:
    if context.registered_on is None or context.registration_ends is None:
        return False
    return not context.registered_on <= start <= context.registration_ends
