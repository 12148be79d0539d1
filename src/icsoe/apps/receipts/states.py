"""How the status of a receipt may move. What a receipt says never does."""

from collections.abc import Mapping

from icsoe.apps.receipts.enums import ReceiptStatus

# A filing that was superseded or voided stands again when the one that did it is refused in the end.
MOVES: Mapping[ReceiptStatus, frozenset[ReceiptStatus]] = {
    ReceiptStatus.PENDING: frozenset({ReceiptStatus.IN_FORCE, ReceiptStatus.SUPERSEDED, ReceiptStatus.VOID}),
    ReceiptStatus.IN_FORCE: frozenset({ReceiptStatus.SUPERSEDED, ReceiptStatus.VOID}),
    ReceiptStatus.SUPERSEDED: frozenset({ReceiptStatus.IN_FORCE, ReceiptStatus.PENDING}),
    ReceiptStatus.VOID: frozenset({ReceiptStatus.IN_FORCE, ReceiptStatus.PENDING}),
}


def may_move(old: ReceiptStatus, new: ReceiptStatus) -> bool:
    """Whether a receipt of status ``old`` may become ``new``."""
    return new in MOVES[old]
