"""Reads of loads."""

from pathlib import Path
from uuid import UUID

from django.db.models import Q, Sum

from icsoe.apps.intake import files
from icsoe.apps.intake.enums import LoadState, ReportState, Step
from icsoe.apps.intake.models import CodeCount, Finding, Load, Remark, Target
from icsoe.apps.intake.records import MOST_CORRECTED, CodeTotal, ContractChange, Progress
from icsoe.apps.intake.states import AT_WORK
from icsoe.lib.periods.period import Period

#: How much of the way each step is, in per cent at its beginning.
_PERCENT = {
    Step.WAITING: 0,
    Step.READING: 5,
    Step.CHECKING: 30,
    Step.COMPARING: 60,
    Step.STORING: 75,
    Step.WRITING: 20,
    Step.SWAPPING: 95,
    Step.DONE: 100,
}


def load(provider_rfc: str, load_id: UUID) -> Load:
    """One of the provider's loads. Raises Load.DoesNotExist for anybody else's."""
    return Load.objects.get(provider_id=provider_rfc, public_id=load_id)


def loads_of(provider_rfc: str, period: Period, *, folio: str | None = None, size: int = 50) -> list[Load]:
    """The newest loads of a period that were not discarded; those of one contract when ``folio`` is given.

    A file of many contracts is among those of each contract whose list it changed.
    """
    found = Load.objects.filter(provider_id=provider_rfc, year=period.year, number=period.number)
    if folio is not None:
        changed = Target.objects.filter(contract__folio=folio, contract__provider_id=provider_rfc)
        found = found.filter(Q(folio=folio) | Q(pk__in=changed.values("load_id")))
    return list(found.exclude(state=LoadState.DISCARDED).order_by("-received_at", "-id")[:size])


def progress(provider_rfc: str, load_id: UUID) -> Progress:
    """How far a load is, by one indexed read. Raises Load.DoesNotExist."""
    return progress_of(load(provider_rfc, load_id))


def progress_of(one: Load) -> Progress:
    """How far a load was when it was read: a page that shows its state shows no later progress beside it."""
    state, step = LoadState(one.state), Step(one.step)
    return Progress(
        public_id=one.public_id,
        state=state,
        step=step,
        rows_done=one.rows_done,
        rows_total=one.rows_total,
        percent=_PERCENT[step] if state in AT_WORK else 100,
        settled=state not in AT_WORK,
    )


def totals_by_code(one: Load) -> list[CodeTotal]:
    """How often each rule was broken, errors first, the most frequent first: for the chart."""
    counts = CodeCount.objects.filter(load=one).order_by("severity", "-count", "code")
    return [CodeTotal(row.code, row.severity == "E", row.only_merge, row.count) for row in counts]


def findings_of(
    one: Load, *, code: str = "", severity: str = "", after_row: int = 0, size: int = 100
) -> list[Finding]:
    """Findings of rows in order of row, errors of each row first; those of a code or a severity (E, W) when
    one is given.
    """
    found = Finding.objects.filter(load=one, row__gt=after_row)
    if severity:
        found = found.filter(severity=severity)
    if code:
        found = found.filter(code=code)
    return list(found.order_by("row", "severity", "id")[:size])


def told_of(one: Load) -> list[Finding]:
    """What is about the whole file, errors first."""
    return list(Finding.objects.filter(load=one, row__isnull=True).order_by("severity", "id"))


def remarks_of(one: Load) -> list[Remark]:
    """What the reader of files has to tell."""
    return list(one.remarks.order_by("id"))


def may_correct(one: Load) -> bool:
    """Whether its errors are few enough to be corrected on the page."""
    if one.state != LoadState.CHECKED:
        return False
    errors = CodeCount.objects.filter(load=one, severity="E").aggregate(total=Sum("count"))["total"] or 0
    return 0 < errors <= MOST_CORRECTED


def changes_of(one: Load) -> list[ContractChange]:
    """What an applied load did, contract by contract."""
    targets = Target.objects.filter(load=one).select_related("contract").order_by("contract__folio")
    return [
        ContractChange(
            row.contract.folio, row.added, row.changed, row.unchanged, row.removed, kept=0, skipped=0
        )
        for row in targets
    ]


def names_of_loaders(provider_rfc: str, folios: list[str]) -> set[str]:
    """Who applied the files whose rows stand in those contracts."""
    applied = Load.objects.filter(
        provider_id=provider_rfc, state=LoadState.APPLIED, targets__contract__folio__in=folios
    )
    return set(applied.values_list("applied_by", flat=True).distinct())


def applied_before(one: Load) -> Load | None:
    """The latest load in force of the very same file for the same contract, or None."""
    return (
        Load.objects.filter(
            provider_id=one.provider_id,
            year=one.year,
            number=one.number,
            folio=one.folio,
            sha256=one.sha256,
            state=LoadState.APPLIED,
        )
        .exclude(pk=one.pk)
        .order_by("-applied_at")
        .first()
    )


def original_file(one: Load) -> Path:
    """The file as it came. FileNotFoundError when it is no longer kept."""
    return _existing(files.original(one.public_id))


def report_file(one: Load, kind: str) -> Path | None:
    """The report of ``kind`` (csv, xlsx), or None while there is none."""
    path = files.report_csv(one.public_id) if kind == "csv" else files.report_xlsx(one.public_id)
    ready = one.reports in (ReportState.READY, ReportState.FAILED)
    return path if ready and path.exists() else None


def _existing(path: Path) -> Path:
    if not path.exists():
        raise FileNotFoundError(path.name)
    return path
