"""What to do with what is known of a certificate's revocation. Gates fail closed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icsoe.lib.efirma.revocation import RevocationAnswer, RevocationStatus


class RevocationPolicy(StrEnum):
    """`required`: good or pending. `soft`: unavailable passes with a mark. `off`: nobody is asked (demo
    only).
    """

    REQUIRED = "required"
    SOFT = "soft"
    OFF = "off"


class Outcome(StrEnum):
    """`pending` is received, kept and asked again; it is neither accepted nor refused."""

    ACCEPTED = "accepted"
    PENDING = "pending"
    REFUSED = "refused"


class Mark(StrEnum):
    """Why the outcome is not simply a good answer; shown beside it. Empty when it is."""

    NONE = ""
    NOT_CHECKED = "not_checked"
    UNAVAILABLE = "unavailable"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    REVOKED_LATER = "revoked_later"


@dataclass(frozen=True, slots=True)
class Decision:
    """Accepted, pending or refused, and its visible mark."""

    outcome: Outcome
    mark: Mark


def decide(policy: RevocationPolicy, answer: RevocationAnswer | None, *, signed_at: datetime) -> Decision:
    """Decide on a signature made at `signed_at`; None is "nobody was asked".

    A revocation after the signature leaves it valid; at the same instant or without a date, it does not. A
    revoked certificate is refused under every policy, once known.
    """
    if answer is not None and answer.status is RevocationStatus.REVOKED:
        return _decide_revoked(answer, signed_at)
    if policy is RevocationPolicy.OFF:
        return Decision(Outcome.ACCEPTED, Mark.NOT_CHECKED)
    if answer is None or answer.status is RevocationStatus.UNAVAILABLE:
        outcome = Outcome.ACCEPTED if policy is RevocationPolicy.SOFT else Outcome.PENDING
        return Decision(outcome, Mark.UNAVAILABLE)
    if answer.status is RevocationStatus.UNKNOWN:
        return Decision(Outcome.PENDING, Mark.UNKNOWN)
    return Decision(Outcome.ACCEPTED, Mark.NONE)


def _decide_revoked(answer: RevocationAnswer, signed_at: datetime) -> Decision:
    if answer.revoked_at is not None and answer.revoked_at > signed_at:
        return Decision(Outcome.ACCEPTED, Mark.REVOKED_LATER)
    return Decision(Outcome.REFUSED, Mark.REVOKED)
