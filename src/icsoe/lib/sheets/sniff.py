"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from icsoe.lib.sheets.errors import refusal
from icsoe.lib.sheets.headers import recognised
from icsoe.lib.sheets.limits import MIB, Limits

SEPARATORS = (",", ";", "\t", "|")
_HEAD = 4096
_SAMPLE_LINES = 50

# First bytes -> reason of messages.toml.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"\x1f\x8b", "compressed"),
    (b"Rar!", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"{\\rtf", "rich_text"),
)
_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta", b"<svg")


class Kind(StrEnum):
    """The two kinds of file that are read."""

    XLSX = "xlsx"
    CSV = "csv"


def sniff_kind(path: Path, limits: Limits) -> Kind:
    """The kind of the file at `path`. Raises SheetError for an empty, oversized or foreign file."""
    size = path.stat().st_size
    if not size:
        raise refusal("empty")
    if size > limits.max_bytes:
        raise refusal("too_many_bytes", limit=limits.max_bytes // MIB)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.XLSX
    _refuse_foreign(head)
    return Kind.CSV


def _refuse_foreign(head: bytes) -> None:
    for magic, reason in _FOREIGN:
        if head.startswith(magic):
            raise refusal(reason)
    if b"%PDF-" in head[:1024]:  # readers of PDF accept rubbish before the mark
        raise refusal("pdf")
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip().lower()
    if text.startswith(_PAGES):
        raise refusal("web_page")


def split_line(line: str, separator: str) -> list[str]:
    """The cells of one line; an unclosed quote is taken as a letter."""
    if line.count('"') % 2:
        return line.split(separator)
    return next(csv.reader([line], delimiter=separator), [])


def sniff_separator(lines: Sequence[str]) -> str:
    """The separator of some first non-blank lines: the one that shows most known headers in the first of
    them, else the one that cuts most of them in three (a file without header), else the comma."""
    if not lines:
        return ","
    known = {sep: recognised(split_line(lines[0], sep)) for sep in SEPARATORS}
    best = max(known.values())
    candidates = [sep for sep in SEPARATORS if known[sep] == best]
    if best and len(candidates) == 1:
        return candidates[0]
    sample = lines[:_SAMPLE_LINES]
    if best:  # a lone known header: any separator shows it, the rows decide
        return max(candidates, key=lambda sep: sum(sep in line for line in sample))
    return max(candidates, key=lambda sep: sum(len(split_line(line, sep)) == 3 for line in sample))
