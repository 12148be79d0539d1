"""How a clerk's appointment moves: one table."""

from enum import StrEnum

from icsoe.apps.access.enums import AppointmentState as State
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


class Move(StrEnum):
    RENEW = "renew"
    ACCEPT = "accept"
    GRANT = "grant"
    DECLINE = "decline"
    CHANGE = "change"
    SUSPEND = "suspend"
    RESUME = "resume"
    REMOVE = "remove"


TABLE: dict[tuple[State, Move], State] = {
    (State.INVITED, Move.RENEW): State.INVITED,
    (State.INVITED, Move.ACCEPT): State.ACTIVE,
    (State.INVITED, Move.CHANGE): State.INVITED,
    (State.INVITED, Move.REMOVE): State.REMOVED,
    (State.ASKED, Move.GRANT): State.ACTIVE,
    (State.ASKED, Move.DECLINE): State.REMOVED,
    (State.ACTIVE, Move.CHANGE): State.ACTIVE,
    (State.ACTIVE, Move.SUSPEND): State.SUSPENDED,
    (State.ACTIVE, Move.REMOVE): State.REMOVED,
    (State.SUSPENDED, Move.CHANGE): State.SUSPENDED,
    (State.SUSPENDED, Move.RESUME): State.ACTIVE,
    (State.SUSPENDED, Move.REMOVE): State.REMOVED,
}


def moved(state: str, move: Move) -> State:
    """Where the move leads. Raises Refused when it cannot be made from there."""
    target = TABLE.get((State(state), move))
    if target is None:
        raise Refused(Finding("clerk_move_refused", "state"))
    return target
