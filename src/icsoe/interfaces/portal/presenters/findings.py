"""What the rules say, in the person's language."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import get_language

from icsoe.lib.rulebook.rules import VALUE_CHARS, Finding, Language, message_for
from icsoe.ui.tags.dates import day_words


def sentence(finding: Finding) -> str:
    """The finding's sentence; days in words, and never more of a value than fits in one."""
    language: Language = "en" if (get_language() or "").startswith("en") else "es"
    words = replace(finding, value=_in_words(finding.value)[:VALUE_CHARS], detail=_in_words(finding.detail))
    return message_for(words, language)


def warnings_of(findings: Iterable[Finding]) -> list[str]:
    """The sentences of the warnings, each once."""
    return list(dict.fromkeys(sentence(finding) for finding in findings if not finding.is_error))


def _in_words(value: str) -> str:
    """A day as people say it; anything else as it is."""
    try:
        return day_words(date.fromisoformat(value)) if len(value) == len("2026-01-31") else value
    except ValueError:
        return value
