"""Rules of a complementaria: what it may follow, when, and how often (Lineamientos, 5.6)."""

from dataclasses import dataclass

from icsoe.lib.identifiers.folio import FilingKind
from icsoe.lib.rulebook.rules import Finding

#: Complementarias of a provider and period; an actualización is not counted.
MOST_COMPLEMENTS = 4
_COUNTED = (FilingKind.CORRECTION, FilingKind.VOID)


@dataclass(frozen=True, kw_only=True)
class ComplementState:
    """A complementaria about to be signed.

    `standing`: the type of the filing in force, None if there is none. `presented`: corrections and voids of
    the period so far. `in_update_month`: see `icsoe.lib.periods.windows.may_update`.
    """

    kind: FilingKind
    standing: FilingKind | None
    presented: int
    in_update_month: bool
    reason: str = ""


def check_complement(state: ComplementState) -> list[Finding]:
    """Every finding; each of them keeps the complementaria from being presented."""
    if state.standing in (None, FilingKind.VOID):
        return [Finding("filing_missing", "kind")]
    findings: list[Finding] = []
    if state.kind is FilingKind.UPDATE and not state.in_update_month:
        findings.append(Finding("update_outside_month", "period"))
    if state.kind in _COUNTED and state.presented >= MOST_COMPLEMENTS:
        findings.append(Finding("corrections_exhausted", "kind"))
    return findings + (_check_void(state) if state.kind is FilingKind.VOID else [])


def _check_void(state: ComplementState) -> list[Finding]:
    findings: list[Finding] = []
    if state.standing is not FilingKind.NIL:
        findings.append(Finding("void_not_nil", "kind"))
    if not state.reason.strip():
        findings.append(Finding("reason_required", "reason"))
    return findings
