"""What a PDF may not carry: the table `dangers.toml` held against one dictionary, and against bare bytes."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject

_KIND_KEYS = {"/S": "actions", "/Type": "types", "/Subtype": "types"}
# What may stand between two words of a PDF: blanks and comments.
_GAP = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]{0,200}[\r\n])*"
_REFERENCE = rb"[0-9]{1,10}[\x00\t\n\x0c\r ]+[0-9]{1,5}[\x00\t\n\x0c\r ]+R"
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def danger_in(dictionary: DictionaryObject) -> str | None:
    """The code this dictionary alone is refused with, or None. What it holds is judged apart."""
    for key in _watched() & dictionary.keys():
        code = _danger_at(key, resolved(dictionary.raw_get(key)))
        if code:
            return code
    if isinstance(dictionary, StreamObject) and "/F" in dictionary:
        return "pdf_active"  # a stream whose content lies in another file [7.3.8.2]
    return None


def danger_in_bytes(data: bytes) -> str | None:
    """The code for what a reader of another mind could find in `data` though no table of objects mentions it.

    Old revisions, repeated keys and hidden objects are told by their written form: a key and the beginning
    of its value, so that neither prose nor chance in compressed data looks like them.
    """
    plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)
    for code, pattern in _patterns().items():
        if pattern.search(plain):
            return code
    return None


def resolved(value: Any) -> Any:
    """The object itself where `value` only points at it."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def _danger_at(key: str, value: Any) -> str | None:
    if value is None or isinstance(value, NullObject):
        return None
    if key in _table()["keys"]:
        return _table()["keys"][key]
    if key in _KIND_KEYS:
        return _table()[_KIND_KEYS[key]].get(value) if isinstance(value, str) else None
    if key == "/URI":
        return _danger_of_address(value)
    return None if _only_shows_a_page(value) else "pdf_active"


def _danger_of_address(value: Any) -> str | None:
    """An address is judged as browsers read it: control characters and blanks in it do not count."""
    if not isinstance(value, (str, bytes)):
        return None
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    written = "".join(char for char in text if char > " " and char.isprintable()).lower()
    schemes = _table()["schemes"].items()
    return next((code for scheme, code in schemes if written.startswith(scheme)), None)


def _only_shows_a_page(value: Any) -> bool:
    """A destination, by itself or in a GoTo: where the reader opens the file, which many writers set."""
    if isinstance(value, DictionaryObject):
        return resolved(value.get("/S")) == "/GoTo" and "/Next" not in value
    return isinstance(value, (ArrayObject, NullObject, str))


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("dangers.toml").read_text("utf-8"))


@cache
def _watched() -> frozenset[str]:
    return frozenset({*_table()["keys"], *_KIND_KEYS, "/URI", "/OpenAction"})


@cache
def _patterns() -> Mapping[str, re.Pattern[bytes]]:
    """One pattern a code: refused keys with the beginning of a value, refused kinds behind their key.

    `/JS` with its script beside it is too short to tell from chance in ten megabytes of compressed data; the
    action that holds it names its kind anyway.
    """
    shapes: dict[str, list[bytes]] = {}
    for key, code in _table()["keys"].items():
        values = (
            (_REFERENCE,)
            if key == "/JS"
            else (_REFERENCE, b"<<", rb"\[")
            if len(key) > 3
            else (_REFERENCE, b"<<")
        )
        shapes.setdefault(code, []).append(_name(key) + _GAP + b"(?:" + b"|".join(values) + b")")
    for heading, before in (("actions", b"/S"), ("types", b"/(?:Type|Subtype)")):
        for kind, code in _table()[heading].items():
            shapes.setdefault(code, []).append(before + _GAP + _name(kind))
    return {code: re.compile(b"|".join(found)) for code, found in shapes.items()}


def _name(name: str) -> bytes:
    """The pattern of a whole name: what follows it is a delimiter."""
    return re.escape(name.encode("ascii")) + rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
