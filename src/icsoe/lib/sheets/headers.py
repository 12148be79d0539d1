"""Which column of a file is which: the official headers, ours, and common spellings, in any order."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from icsoe.lib.sheets.errors import refusal

_BETWEEN_PARENTHESES = re.compile(r"\([^)]*(?:\)|$)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_DATA = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column we know: our name, the title in templates, whether a file may come without it."""

    name: str
    title: str
    required: bool
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """`positions`: our name -> index of the cell in a row; `ignored`: titles that are none of ours."""

    positions: Mapping[str, int]
    header: bool
    ignored: tuple[str, ...]


@cache
def columns() -> tuple[Column, ...]:
    """The columns in the order of the template, the three official ones first."""
    with Path(__file__).with_name("headers.toml").open("rb") as file:
        data = tomllib.load(file)
    return tuple(Column(n, c["title"], c["required"], tuple(c["spellings"])) for n, c in data.items())


def names() -> tuple[str, ...]:
    """Our names of the columns, in the order of the template."""
    return tuple(column.name for column in columns())


def required_names() -> tuple[str, ...]:
    """The three official columns, in official order."""
    return tuple(column.name for column in columns() if column.required)


def plain(title: str) -> str:
    """A title without accents, case, signs, blanks or anything between parentheses."""
    decomposed = unicodedata.normalize("NFKD", title)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return _NOT_WORD.sub("", _BETWEEN_PARENTHESES.sub("", letters))


@cache
def _spelt() -> Mapping[str, str]:
    spelt = {plain(column.name): column.name for column in columns()}
    for column in columns():
        spelt |= {plain(title): column.name for title in (column.title, *column.spellings)}
    return MappingProxyType(spelt)


def name_of(title: str) -> str | None:
    """Our name of the column a person calls `title`, or None."""
    return _spelt().get(plain(title))


def recognised(cells: Sequence[str]) -> int:
    """How many of the cells are titles we know."""
    return sum(name_of(cell) is not None for cell in cells)


def map_columns(first_row: Sequence[str]) -> Mapped:
    """Map the first row of a file.

    A row without any known title is data when it has exactly three cells and one of them holds figures: the
    official columns in official order. Raises SheetError column_missing or column_repeated.
    """
    if not recognised(first_row):
        return _without_header(first_row)
    found: dict[str, list[int]] = {}
    ignored = []
    for index, title in enumerate(first_row):
        name = name_of(title)
        if name:
            found.setdefault(name, []).append(index)
        elif title.strip():
            ignored.append(title.strip())
    _refuse_repeated(found, first_row)
    _refuse_missing(found)
    return Mapped(MappingProxyType({n: found[n][0] for n in names() if n in found}), True, tuple(ignored))


def _without_header(first_row: Sequence[str]) -> Mapped:
    official = required_names()
    if len(first_row) != len(official) or not any(_DATA.search(cell) for cell in first_row):
        _refuse_missing({})
    return Mapped(MappingProxyType({name: index for index, name in enumerate(official)}), False, ())


def _refuse_repeated(found: Mapping[str, Sequence[int]], first_row: Sequence[str]) -> None:
    for name, indexes in found.items():
        if len(indexes) > 1:
            titles = ", ".join(f"«{first_row[index].strip()[:60]}»" for index in indexes[:5])
            raise refusal("column_repeated", name=_short_title(name), titles=titles)


def _refuse_missing(found: Mapping[str, object]) -> None:
    missing = [_short_title(name) for name in required_names() if name not in found]
    if missing:
        raise refusal("column_missing", names=", ".join(missing))


def _short_title(name: str) -> str:
    title = next(column.title for column in columns() if column.name == name)
    return _BETWEEN_PARENTHESES.sub("", title).strip()
