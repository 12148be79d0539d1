"""How a load may move. Every move is written to the log with the event beside its state."""

from collections.abc import Mapping

from icsoe.apps.audit.enums import Event
from icsoe.apps.intake.enums import LoadState

MOVES: Mapping[LoadState, frozenset[LoadState]] = {
    LoadState.RECEIVED: frozenset({LoadState.CHECKING, LoadState.FAILED, LoadState.DISCARDED}),
    LoadState.CHECKING: frozenset({LoadState.CHECKED, LoadState.FAILED, LoadState.DISCARDED}),
    # Checked again after a correction; applied; or given up.
    LoadState.CHECKED: frozenset({LoadState.CHECKING, LoadState.APPLYING, LoadState.DISCARDED}),
    # Back to checked when the list changed meanwhile: the person chooses again, nothing was touched.
    LoadState.APPLYING: frozenset({LoadState.APPLIED, LoadState.CHECKED, LoadState.FAILED}),
    LoadState.APPLIED: frozenset({LoadState.UNDONE}),
    LoadState.UNDONE: frozenset(),
    # Tried again from the beginning: the file is kept.
    LoadState.FAILED: frozenset({LoadState.CHECKING, LoadState.DISCARDED}),
    LoadState.DISCARDED: frozenset(),
}

EVENTS: Mapping[LoadState, Event] = {
    LoadState.RECEIVED: Event.LOAD_RECEIVED,
    LoadState.CHECKING: Event.LOAD_CHECKING,
    LoadState.CHECKED: Event.LOAD_CHECKED,
    LoadState.APPLYING: Event.LOAD_APPLYING,
    LoadState.APPLIED: Event.LOAD_APPLIED,
    LoadState.UNDONE: Event.LOAD_UNDONE,
    LoadState.FAILED: Event.LOAD_FAILED,
    LoadState.DISCARDED: Event.LOAD_DISCARDED,
}

#: A job is at work on it, or should be.
AT_WORK = (LoadState.RECEIVED, LoadState.CHECKING, LoadState.APPLYING)


def may_move(old: LoadState, new: LoadState) -> bool:
    """Whether a load in state ``old`` may come to ``new``."""
    return new in MOVES[old]
