"""The RFC of a beneficiary: whose it is comes before how it is written."""

import pytest

from icsoe.lib.rulebook.contract import check_rfc

#: Real ones fail the check digit too: about 1.5 % of them.
OWN = "PAF070213GI1"


@pytest.mark.parametrize("typed", [OWN, "paf-070213-gi1", " PAF070213GI1 "])
def test_a_providers_own_rfc_is_refused_also_when_its_check_digit_fails(typed: str) -> None:
    (finding,) = check_rfc(typed, column="beneficiary_rfc", provider_rfc=OWN)

    assert finding.code == "same_rfc"
    assert finding.is_error


def test_another_whose_check_digit_fails_is_a_warning() -> None:
    (finding,) = check_rfc("ACE900319JT9", column="beneficiary_rfc", provider_rfc=OWN)

    assert finding.code == "rfc_check"
    assert not finding.is_error
