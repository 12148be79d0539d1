"""How a planteamiento moves: one table."""

from enum import StrEnum

from icsoe.apps.mailbox.inquiries.enums import InquiryState as State


class Move(StrEnum):
    ANSWER = "answer"
    CLOSE = "close"


class MoveRefused(Exception):  # noqa: N818 - becomes an answer
    """The planteamiento is no longer where the move begins: somebody else moved it first."""


TABLE: dict[tuple[State, Move], State] = {
    (State.RECEIVED, Move.ANSWER): State.ANSWERED,
    (State.RECEIVED, Move.CLOSE): State.CLOSED,
    (State.ANSWERED, Move.CLOSE): State.CLOSED,
}


def moved(state: str, move: Move) -> State:
    """Where the move leads. Raises MoveRefused when it cannot be made from there."""
    target = TABLE.get((State(state), move))
    if target is None:
        raise MoveRefused(f"{move} from {state}")
    return target
