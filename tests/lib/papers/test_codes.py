"""Every reason a paper is refused for is a rule of the rulebook: people are always told what to do."""

from icsoe.lib.papers.errors import messages
from icsoe.lib.rulebook.rules import Severity, rules


def test_every_code_is_an_error_of_the_rulebook() -> None:
    codes = {code for code in rules() if code.startswith("pdf_")}
    assert messages().keys() == codes
    assert {rules()[code].severity for code in codes} == {Severity.ERROR}
