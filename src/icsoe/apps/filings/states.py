"""The states of a period and of a filing, each as one table. A trigger holds both in the database too."""

from collections.abc import Mapping

from icsoe.apps.filings.enums import FilingState, FilingType

#: What may be presented after the last filing of a period that was not refused; None: there is none yet.
#: Sin información -> Sin efectos -> Normal: a period says once that it had nothing (docs/adr/0008).
FOLLOWS: Mapping[FilingType | None, frozenset[FilingType]] = {
    None: frozenset({FilingType.NORMAL, FilingType.NIL}),
    FilingType.NORMAL: frozenset({FilingType.CORRECTION, FilingType.UPDATE}),
    FilingType.NIL: frozenset({FilingType.CORRECTION, FilingType.VOIDING}),
    FilingType.CORRECTION: frozenset({FilingType.CORRECTION, FilingType.UPDATE}),
    FilingType.UPDATE: frozenset({FilingType.CORRECTION, FilingType.UPDATE}),
    FilingType.VOIDING: frozenset({FilingType.NORMAL}),
}

#: How the state of a filing moves. What was superseded or voided stands again when the filing that did it is
#: refused in the end, because its certificate had been revoked before it was signed.
MOVES: Mapping[FilingState, frozenset[FilingState]] = {
    FilingState.PENDING: frozenset({FilingState.IN_FORCE, FilingState.APPLIED, FilingState.REFUSED}),
    FilingState.IN_FORCE: frozenset({FilingState.SUPERSEDED, FilingState.VOID}),
    FilingState.SUPERSEDED: frozenset({FilingState.IN_FORCE}),
    FilingState.VOID: frozenset({FilingState.IN_FORCE}),
    FilingState.APPLIED: frozenset(),
    FilingState.REFUSED: frozenset(),
}


def may_follow(last: FilingType | None, next: FilingType) -> bool:
    """Whether ``next`` may be presented after ``last``."""
    return next in FOLLOWS[last]


def settled_state(type: FilingType, *, pending: bool) -> FilingState:
    """The state a filing of the type is in once presented, or once what was pending is confirmed."""
    if pending:
        return FilingState.PENDING
    return FilingState.APPLIED if type == FilingType.VOIDING else FilingState.IN_FORCE
