"""An act refused by the rules."""

from collections.abc import Iterable

from icsoe.lib.rulebook.rules import Finding


class Refused(Exception):  # noqa: N818 - an act refused, not a failure of the program
    """The act breaks rules; nothing was changed. Carries the errors and the warnings beside them."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(", ".join(f"{finding.column}:{finding.code}" for finding in findings))


def require(findings: Iterable[Finding]) -> list[Finding]:
    """The findings when none is an error (all are warnings then); otherwise raises Refused with all."""
    every = list(findings)
    if any(finding.is_error for finding in every):
        raise Refused(*every)
    return every
