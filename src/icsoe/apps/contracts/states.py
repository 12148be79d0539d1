"""How the capture of a period moves between who captures and who signs: one table."""

from enum import StrEnum

from icsoe.apps.contracts.models import CapturePeriod
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


class CaptureState(StrEnum):
    OPEN = "open"
    SENT = "sent"
    CLOSED = "closed"


class CaptureMove(StrEnum):
    SEND = "send"
    RETURN = "return"


TABLE: dict[tuple[CaptureState, CaptureMove], CaptureState] = {
    (CaptureState.OPEN, CaptureMove.SEND): CaptureState.SENT,
    (CaptureState.SENT, CaptureMove.RETURN): CaptureState.OPEN,
}
# Presenting closes the capture from any state, and a correction reopens it: those moves are a filing's.

_REFUSALS = {
    (CaptureState.SENT, CaptureMove.SEND): "capture_sent",
    (CaptureState.CLOSED, CaptureMove.SEND): "capture_closed",
    (CaptureState.OPEN, CaptureMove.RETURN): "capture_not_sent",
    (CaptureState.CLOSED, CaptureMove.RETURN): "capture_closed",
}


def state_of(capture: CapturePeriod) -> CaptureState:
    """Where the capture stands."""
    if not capture.is_open:
        return CaptureState.CLOSED
    return CaptureState.OPEN if capture.sent_at is None else CaptureState.SENT


def moved(capture: CapturePeriod, move: CaptureMove) -> CaptureState:
    """Where the move leads. Raises Refused when it cannot be made from there."""
    state = state_of(capture)
    if (state, move) not in TABLE:
        period = Period(capture.year, capture.number)
        raise Refused(Finding(_REFUSALS[state, move], "period", detail=period.spanish_name))
    return TABLE[state, move]
