"""Rules as data (`rulebook.csv`), findings, and the sentence a person reads about one."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

Language = Literal["es", "en"]
#: A finding repeats at most this many characters of the cell it is about.
VALUE_CHARS = 200


class Severity(StrEnum):
    """What a finding does."""

    ERROR = "E"  # the row, record or filing is refused
    WARNING = "W"  # it is accepted, and the person is told


class Scope(StrEnum):
    """What a rule is about."""

    FILE = "file"
    WORKER = "worker"
    PARTY = "party"  # provider or beneficiary
    REGISTRATION = "registration"
    CONTRACT = "contract"
    FILING = "filing"
    ACCESS = "access"  # who enters, and what each may do
    CALENDAR = "calendar"  # business days


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the rulebook; its sentences may hold `{value}`, as typed, and `{detail}`, as `detail` says."""

    code: str
    severity: Severity
    scope: Scope
    column: str
    source: str
    detail: str
    message_es: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken by one cell or field. `row` is numbered as the person sees it; None outside tables."""

    code: str
    column: str
    value: str = ""
    detail: str = ""
    row: int | None = None

    @property
    def rule(self) -> Rule:
        """The rule that is broken."""
        return rules()[self.code]

    @property
    def severity(self) -> Severity:
        """Whether it refuses or only warns."""
        return self.rule.severity

    @property
    def is_error(self) -> bool:
        """Whether it refuses what it is about."""
        return self.severity is Severity.ERROR


@lru_cache(maxsize=1)
def rules() -> MappingProxyType[str, Rule]:
    """The rulebook by code, in the order of the table."""
    text = (files("icsoe.lib.rulebook") / "rulebook.csv").read_text("utf-8")
    table = {cells["code"]: _rule(cells) for cells in csv.DictReader(text.splitlines())}
    return MappingProxyType(table)


def message_template(code: str, lang: Language = "es") -> str:
    """The sentence with its blanks. Raises KeyError for a code the rulebook does not hold."""
    rule = rules()[code]
    return rule.message_en if lang == "en" else rule.message_es


def message_for(finding: Finding, lang: Language = "es") -> str:
    """What the finding says to a person, and what to do. Raises KeyError for an unknown code."""
    return message_template(finding.code, lang).format(value=finding.value, detail=finding.detail)


def made(code: str | None, column: str, value: str, detail: str = "") -> list[Finding]:
    """A finding in a list, or an empty list where there is no code; the value is cut to `VALUE_CHARS`."""
    return [] if code is None else [Finding(code, column, value[:VALUE_CHARS], detail)]


def _rule(cells: dict[str, str]) -> Rule:
    severity, scope = Severity(cells.pop("severity")), Scope(cells.pop("scope"))
    return Rule(severity=severity, scope=scope, **cells)
