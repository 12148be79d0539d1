"""The one family of errors of this room."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


class PaperError(Exception):
    """A paper is refused: stable `code` and, in Spanish, `message` with what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@cache
def messages() -> Mapping[str, str]:
    """Every code and its sentence."""
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text("utf-8"))


def refusal(code: str) -> PaperError:
    """The error of `code`. KeyError when the code is unknown."""
    return PaperError(code, messages()[code])
