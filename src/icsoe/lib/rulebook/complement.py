"""Rules of a complementaria: what it may follow, when, and how often (Lineamientos, 5.6)."""

from dataclasses import dataclass

from icsoe.lib.identifiers.folio import FilingKind
from icsoe.lib.rulebook.rules import Finding

#: Complementarias of a provider and period; an actualización is not counted.
MOST_COMPLEMENTS = 4
#: Longest reason of a Sin efectos, in characters.
REASON_LENGTH = 500
_COUNTED = (FilingKind.CORRECTION, FilingKind.VOID)


@dataclass(frozen=True, kw_only=True)
class ComplementState:
    """A complementaria about to be started or signed.

    `standing`: the type of the filing in force, None if there is none. `presented`: corrections and voids of
    the period so far. `in_update_month`: see `icsoe.lib.periods.windows.may_update`. `pending_folio`: the
    filing in force when its certificate is still to be confirmed.
    """

    kind: FilingKind
    standing: FilingKind | None
    presented: int
    in_update_month: bool
    reason: str = ""
    pending_folio: str = ""


def check_complement(state: ComplementState) -> list[Finding]:
    """Every finding; each of them keeps the complementaria from being presented."""
    if state.standing in (None, FilingKind.VOID):
        return [Finding("filing_missing", "kind")]
    findings: list[Finding] = []
    if state.pending_folio:
        findings.append(Finding("filing_pending", "kind", detail=state.pending_folio))
    if state.kind in _COUNTED and state.presented >= MOST_COMPLEMENTS:
        findings.append(Finding("corrections_exhausted", "kind"))
    if state.kind is FilingKind.UPDATE:
        findings += _check_update(state)
    return findings + (_check_void(state) if state.kind is FilingKind.VOID else [])


def _check_update(state: ComplementState) -> list[Finding]:
    findings: list[Finding] = []
    if state.standing is FilingKind.NIL:
        findings.append(Finding("update_of_nil", "kind"))
    if not state.in_update_month:
        findings.append(Finding("update_outside_month", "period"))
    return findings


def _check_void(state: ComplementState) -> list[Finding]:
    findings: list[Finding] = []
    if state.standing is not FilingKind.NIL:
        findings.append(Finding("void_not_nil", "kind"))
    if not state.reason.strip():
        findings.append(Finding("reason_required", "reason"))
    if len(state.reason) > REASON_LENGTH:
        findings.append(Finding("reason_length", "reason"))
    return findings
