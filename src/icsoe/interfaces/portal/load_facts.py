"""What there is to see of a load, as its state has it."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from icsoe.apps.access.doors import VisitRequest
from icsoe.apps.access.permissions import Permission
from icsoe.apps.intake import selectors, services
from icsoe.apps.intake.enums import ApplyMode, LoadState
from icsoe.apps.intake.records import MOST_CORRECTED, CodeTotal, ContractChange, Preview, Progress
from icsoe.interfaces.portal.capture_period import closed_for
from icsoe.interfaces.portal.forms.worker import read_id
from icsoe.lib.periods.period import Period

if TYPE_CHECKING:
    from icsoe.apps.intake.models import Finding, Load, Remark

#: Findings of one page; a row's are never torn apart.
PAGE = 25
_MOST_OF_A_ROW = 40


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """Which findings are asked for: of a code, of a severity, after a row."""

    code: str = ""
    severity: str = "E"
    after: int = 0


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything the page of a load is made of; what its state does not have is empty."""

    load: "Load"
    progress: Progress
    narrowed: Narrowed
    may_capture: bool
    totals: list[CodeTotal] = field(default_factory=list)
    told: "list[Finding]" = field(default_factory=list)
    remarks: "list[Remark]" = field(default_factory=list)
    findings: "list[Finding]" = field(default_factory=list)
    following: int = 0
    may_correct: bool = False
    previews: dict[ApplyMode, Preview] = field(default_factory=dict)
    changes: list[ContractChange] = field(default_factory=list)
    applied_before: "Load | None" = None
    can_undo: bool = False


def facts_of(request: VisitRequest, one: "Load") -> Facts:
    """Read what the state of the load has to show."""
    visit = request.visit
    is_open = closed_for(visit, Period(one.year, one.number)) is None
    base = Facts(
        load=one,
        progress=selectors.progress_of(one),
        narrowed=_narrowed(request),
        may_capture=is_open and visit.can(Permission.CAPTURE),
    )
    if one.state == LoadState.CHECKED:
        return _checked_facts(base)
    if one.state == LoadState.FAILED:
        return replace(base, told=selectors.told_of(one), remarks=selectors.remarks_of(one))
    if one.state in (LoadState.APPLIED, LoadState.UNDONE):
        changes = selectors.changes_of(one)
        changed = any(row.added or row.changed or row.removed for row in changes)
        return replace(base, changes=changes, can_undo=changed and one.state == LoadState.APPLIED)
    return base


def _checked_facts(base: Facts) -> Facts:
    one = base.load
    totals = selectors.totals_by_code(one)
    if base.narrowed == Narrowed() and not any(total.is_error for total in totals):
        base = replace(base, narrowed=Narrowed(severity="W"))
    may_correct = base.may_capture and base.narrowed == Narrowed() and selectors.may_correct(one)
    findings, following = (
        (errors_to_correct(one), 0) if may_correct else _page_of_findings(one, base.narrowed)
    )
    return replace(
        base,
        totals=totals,
        told=selectors.told_of(one),
        remarks=selectors.remarks_of(one),
        findings=findings,
        following=following,
        may_correct=may_correct,
        previews={
            mode: services.preview(provider_rfc=one.provider_id, load_id=one.public_id, mode=mode)
            for mode in ApplyMode
        },
        applied_before=selectors.applied_before(one),
    )


def errors_to_correct(one: "Load") -> "list[Finding]":
    """Every error that a person may correct on the page, in order of row."""
    return selectors.findings_of(one, severity="E", size=MOST_CORRECTED)


def _page_of_findings(one: "Load", narrowed: Narrowed) -> "tuple[list[Finding], int]":
    """A page of findings, and the row after which the next begins (0: there is none)."""
    found = selectors.findings_of(
        one,
        code=narrowed.code,
        severity=narrowed.severity,
        after_row=narrowed.after,
        size=PAGE + _MOST_OF_A_ROW,
    )
    if len(found) <= PAGE:
        return found, 0
    last = found[PAGE - 1].row
    shown = [finding for finding in found if (finding.row or 0) <= (last or 0)]
    return shown, (last or 0) if len(found) > len(shown) else 0


def _narrowed(request: VisitRequest) -> Narrowed:
    code = request.GET.get("observacion", "").replace("\0", "")[:30]
    severity = "W" if request.GET.get("ver") == "avisos" else "E"
    return Narrowed(code=code, severity="" if code else severity, after=read_id(request.GET, "despues"))
