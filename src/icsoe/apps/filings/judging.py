"""What a period would say if it were signed now, and everything that stands against it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.course import Course, complement_findings, course
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.facts import document_facts
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.selectors import facts_of
from icsoe.apps.filings.updates import updated
from icsoe.lib.canonical.difference import differences
from icsoe.lib.canonical.document import DocumentFacts
from icsoe.lib.periods.business_days import BusinessCalendar
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import PeriodState, central_day, state_at
from icsoe.lib.rulebook.filing import ContractState, FilingState, check_filing
from icsoe.lib.rulebook.rules import Finding


@dataclass(frozen=True)
class Judged:
    """The facts, the findings, and what it is: ``type`` None says that what stands is complete.

    ``old`` is what the filing it replaces says.
    """

    facts: DocumentFacts
    findings: list[Finding]
    type: FilingType | None
    replaces: Filing | None
    course: Course
    old: DocumentFacts | None = None


def judge(provider_rfc: str, period: Period, at: datetime) -> Judged:
    """The filing that the live rows make: the first of the period, or the complementaria in course.

    The capture must be locked.
    """
    now = course(provider_rfc, period)
    facts = document_facts(provider_rfc, period, FilingType.NORMAL)
    type = now.next_type(has_contracts=bool(facts.contracts))
    if type is FilingType.CORRECTION or type is FilingType.UPDATE:
        return _judge_complement(provider_rfc, period, type, now, at)
    if not facts.contracts:
        facts = replace(facts, type=FilingType.NIL.value)
    return _judge_first(facts, period, type, now, at, business_calendar())


def judge_unchanged(facts: DocumentFacts, period: Period, at: datetime, calendar: BusinessCalendar) -> Judged:
    """The first filing of the period, which still is what was shown; the capture must be locked."""
    return _judge_first(facts, period, FilingType(facts.type), Course(None, None, 0, None), at, calendar)


def _judge_first(
    facts: DocumentFacts,
    period: Period,
    type: FilingType | None,
    now: Course,
    at: datetime,
    calendar: BusinessCalendar,
) -> Judged:
    findings = check_filing(_state(facts, now.standing, state_at(period, at, calendar), central_day(at)))
    if type is FilingType.NIL and now.last is not None:
        findings.append(Finding("nil_after_void", "contracts"))
    return Judged(facts, findings, type, None, now)


def judge_void(provider_rfc: str, period: Period, reason: str, at: datetime) -> Judged:
    """The Sin efectos of the period's filing, for that reason. The capture must be locked."""
    now = course(provider_rfc, period)
    findings = complement_findings(now, FilingType.VOIDING, period, at, reason=reason)
    if now.in_progress is not None:
        findings.append(Finding("complement_in_progress", "kind"))
    facts = document_facts(
        provider_rfc, period, FilingType.VOIDING, replaces=now.standing, reason=reason, with_contracts=False
    )
    return Judged(facts, findings, FilingType.VOIDING, now.standing, now)


def _judge_complement(
    provider_rfc: str, period: Period, type: FilingType, now: Course, at: datetime
) -> Judged:
    replaced = now.standing
    if replaced is None:
        raise ValueError("a complementaria replaces what stands")
    old = facts_of(replaced)
    facts = document_facts(provider_rfc, period, type, replaces=replaced)
    findings = complement_findings(now, type, period, at)
    if type is FilingType.UPDATE:
        facts, own = updated(facts, old)
        findings += own
    findings += check_filing(_state(facts, None, PeriodState.OPEN, central_day(at)))
    if not differences(old, facts):
        findings.append(Finding("complement_unchanged", "kind", detail=replaced.folio))
    return Judged(facts, findings, type, replaced, now, old)


def _state(
    facts: DocumentFacts, standing: Filing | None, period_state: PeriodState, today: date
) -> FilingState:
    registration = facts.registration
    return FilingState(
        provider_rfc=facts.provider.rfc,
        email=facts.provider.email,
        has_registration=registration is not None,
        registration_expired=registration is not None and registration.valid_until < today,
        nil=facts.type == FilingType.NIL,
        period_state=period_state,
        standing_folio=standing.folio if standing else "",
        contracts=[
            ContractState(
                folio=contract.folio,
                workers=contract.workers,
                beneficiary_rfc=contract.beneficiary.rfc,
                service_text=contract.service_text,
            )
            for contract in facts.contracts
        ],
    )
