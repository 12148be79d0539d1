"""Numbers that a workbook shows as something else: dates, hours, percentages. Runs in the child process.

A spreadsheet keeps a date as a count of days; only the format of its cell says that it is one. Without it the
15th of January 2026, typed in the column of salaries, is a salary of 46,037 pesos a day. A cell with such a
format gives what the person sees in it, which no rule of a key or an amount lets through.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from icsoe.lib.sheets.plain_number import plain_number
from icsoe.lib.sheets.workbook import Workbook, each_element

Shown = Callable[[str], str]

_LISTS = {"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}
_MAX_FORMATS = 10_000
_MAX_STYLES = 65_490  # what a spreadsheet program opens
_MAX_CODE = 255
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENTAGES = frozenset((9, 10))
# What is shown as it is written, colours, conditions and currencies; [h], [mm] and the like count hours.
_LITERAL = re.compile(r'"[^"]*"?|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]|standard|general', re.IGNORECASE)
_FRACTION_OF_SECOND = re.compile(r"s[.,]0+", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
_AMOUNT_SIGN = re.compile(r"[0#?]")
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
_FALSE_LEAP_DAY = 60  # of 1900, which had none: days before it are counted from one day later
_DAYS = 2_958_466  # the year 10000


def read_formats(archive: zipfile.ZipFile, book: Workbook) -> dict[str, Shown]:
    """Number of a style (the `s` of a cell; "" where none is said) -> how its numbers are shown. Only the
    styles that do not show them as numbers are there. Raises SheetError file_unreadable."""
    part = book.styles_part
    if part is None or part not in archive.namelist():
        return {}
    epoch = _EPOCH_1904 if book.counts_from_1904 else _EPOCH
    shown: dict[str, Shown] = {}
    codes, styles = _codes_and_styles(archive, part)
    for style, number in enumerate(styles):
        one = _shown_by(number, codes.get(number), epoch)
        if one:
            shown[str(style)] = one
    if "0" in shown:
        shown[""] = shown["0"]
    return shown


def _codes_and_styles(archive: zipfile.ZipFile, part: str) -> tuple[dict[int, str], array[int]]:
    """The formats the book defines, by number, and the number of the format of each style."""
    codes: dict[int, str] = {}
    styles = array("L")
    inside = ""

    def seen(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if tag in _LISTS:
            inside = tag
        elif tag == "numFmt" and inside == "numFmts" and len(codes) < _MAX_FORMATS:
            codes[_number(attributes)] = attributes.get("formatCode", "")[:_MAX_CODE]
        elif tag == "xf" and inside == "cellXfs" and len(styles) < _MAX_STYLES:
            styles.append(_number(attributes))

    each_element(archive, part, seen)
    return codes, styles


def _number(attributes: Mapping[str, str]) -> int:
    text = attributes.get("numFmtId", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _shown_by(number: int, code: str | None, epoch: datetime) -> Shown | None:
    """How a format shows numbers; None when as numbers."""
    if number in _DATES if code is None else is_date(code):
        return partial(shown_date, epoch=epoch)
    if number in _PERCENTAGES if code is None else "%" in _LITERAL.sub("", code):
        return shown_percentage
    return None


def is_date(code: str) -> bool:
    """Whether a format shows dates or hours: it names days, months, years, hours or seconds and no digits."""
    bare = _FRACTION_OF_SECOND.sub("s", _LITERAL.sub("", code))
    return bool(_DATE_LETTER.search(bare)) and not _AMOUNT_SIGN.search(bare)


def shown_date(stored: str, *, epoch: datetime = _EPOCH) -> str:
    """A count of days as a date of Mexico, its hour, or both: `15/01/2026`, `13:30`, `15/01/2026 13:30`.

    What is no date (a negative number, one past the year 9999) is the number: the cell shows only ####.
    """
    try:
        days = float(stored)
    except ValueError:
        return stored.strip()
    if epoch is _EPOCH and 1 <= days < _FALSE_LEAP_DAY:
        days += 1
    if not 0 <= days < _DAYS:
        return plain_number(stored)
    try:
        moment = epoch + timedelta(minutes=round(days * 1440))
    except OverflowError:
        return plain_number(stored)
    return f"{moment:%H:%M}" if days < 1 else _mexican(moment)


def shown_iso_date(stored: str) -> str:
    """The same of a cell that keeps its date as one (`2026-01-15T13:30:00`)."""
    try:
        return _mexican(datetime.fromisoformat(stored.strip()))
    except ValueError:
        return stored


def _mexican(moment: datetime) -> str:
    day = f"{moment.day:02}/{moment.month:02}/{moment.year:04}"
    return f"{day} {moment:%H:%M}" if moment.hour or moment.minute else day


def shown_percentage(stored: str) -> str:
    """A number as a percentage: `0.35` gives `35%`."""
    try:
        return f"{plain_number(repr(float(stored) * 100))}%"
    except ValueError:
        return stored.strip()
