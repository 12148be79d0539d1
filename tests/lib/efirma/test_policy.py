"""What to do with each answer under each policy: the whole table."""

from datetime import timedelta

import pytest
from tests.pki.authority import AT

from icsoe.lib.efirma.policy import Decision, Mark, Outcome, RevocationPolicy, decide
from icsoe.lib.efirma.revocation import RevocationAnswer, RevocationStatus

ACCEPTED, PENDING, REFUSED = Outcome.ACCEPTED, Outcome.PENDING, Outcome.REFUSED
REQUIRED, SOFT, OFF = RevocationPolicy.REQUIRED, RevocationPolicy.SOFT, RevocationPolicy.OFF
GOOD, UNKNOWN = RevocationAnswer(RevocationStatus.GOOD), RevocationAnswer(RevocationStatus.UNKNOWN)
UNAVAILABLE = RevocationAnswer(RevocationStatus.UNAVAILABLE)
SECOND = timedelta(seconds=1)
BEFORE = RevocationAnswer(RevocationStatus.REVOKED, revoked_at=AT - SECOND)
JUST_THEN = RevocationAnswer(RevocationStatus.REVOKED, revoked_at=AT)
AFTER = RevocationAnswer(RevocationStatus.REVOKED, revoked_at=AT + SECOND)
UNDATED = RevocationAnswer(RevocationStatus.REVOKED)


@pytest.mark.parametrize(
    ("policy", "answer", "outcome", "mark"),
    [
        (REQUIRED, GOOD, ACCEPTED, Mark.NONE),
        (REQUIRED, UNKNOWN, PENDING, Mark.UNKNOWN),
        (REQUIRED, UNAVAILABLE, PENDING, Mark.UNAVAILABLE),
        (REQUIRED, None, PENDING, Mark.UNAVAILABLE),
        (SOFT, GOOD, ACCEPTED, Mark.NONE),
        (SOFT, UNKNOWN, PENDING, Mark.UNKNOWN),
        (SOFT, UNAVAILABLE, ACCEPTED, Mark.UNAVAILABLE),
        (SOFT, None, ACCEPTED, Mark.UNAVAILABLE),
        (OFF, None, ACCEPTED, Mark.NOT_CHECKED),
        (OFF, UNAVAILABLE, ACCEPTED, Mark.NOT_CHECKED),
    ],
)
def test_every_answer_has_its_outcome(
    policy: RevocationPolicy, answer: RevocationAnswer | None, outcome: Outcome, mark: Mark
) -> None:
    assert decide(policy, answer, signed_at=AT) == Decision(outcome, mark)


@pytest.mark.parametrize("policy", list(RevocationPolicy))
def test_only_a_revocation_after_the_signature_leaves_it_valid(policy: RevocationPolicy) -> None:
    assert decide(policy, AFTER, signed_at=AT) == Decision(ACCEPTED, Mark.REVOKED_LATER)
    for answer in (BEFORE, JUST_THEN, UNDATED):
        assert decide(policy, answer, signed_at=AT) == Decision(REFUSED, Mark.REVOKED)
