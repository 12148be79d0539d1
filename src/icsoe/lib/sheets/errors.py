"""The one family of errors of this room, and the notes told beside a table that was read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path


class SheetError(Exception):
    """A whole file is refused.

    `code` is one of file_empty, file_unreadable, file_too_large, column_missing, column_repeated; `reason` is
    the finer key of messages.toml; `message` says in Spanish what to do; `values` filled its blanks, so that
    the same can be said in English.
    """

    def __init__(
        self, code: str, message: str, *, reason: str = "", values: Mapping[str, object] | None = None
    ):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.reason = reason
        self.values = dict(values or {})


@dataclass(frozen=True, slots=True)
class Note:
    """Something the person should know about a file that was read; `code` is a key of messages.toml.

    `message` is in Spanish; `values` filled its blanks.
    """

    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@cache
def _messages() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    with Path(__file__).with_name("messages.toml").open("rb") as file:
        return tomllib.load(file)


def reasons() -> tuple[str, ...]:
    """Every reason for which a file may be refused."""
    return tuple(_messages()["refused"])


def refusal(reason: str, **values: object) -> SheetError:
    """The error of `reason`, its message filled with `values`. KeyError when the reason is unknown."""
    entry = _messages()["refused"][reason]
    return SheetError(entry["code"], entry["message"].format(**values), reason=reason, values=values)


def note(code: str, **values: object) -> Note:
    """The note of `code`, its message filled with `values`. KeyError when the code is unknown."""
    return Note(code, _told(_messages()["told"][code], values), values)


def in_english(code: str, values: Mapping[str, object]) -> str:
    """What a reason or a note says, in English. KeyError when the code, or a value it needs, is unknown."""
    sentences = _messages()
    entry = sentences["told"].get(code) or sentences["refused"][code]
    return _told(entry, values, language="_en")


def _told(entry: Mapping[str, str], values: Mapping[str, object], *, language: str = "") -> str:
    """The sentence, in its singular where the count is one and the sentence has one."""
    single = entry.get(f"message_one{language}") if values.get("count") == 1 else None
    return (single or entry[f"message{language}"]).format(**values)
