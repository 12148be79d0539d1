"""Whatever is written is read back; and the two readers of sheets never differ."""

import codecs
import csv
import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lib.sheets.craft import book, parts, sheet

from icsoe.lib.sheets.formula import escape_cell, escape_columns, unescape_cell, unescape_columns
from icsoe.lib.sheets.headers import columns, map_columns
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.plain_rows import NotPlainError, read_plain_rows
from icsoe.lib.sheets.read import read_table
from icsoe.lib.sheets.row_builder import Facts, RowBuilder
from icsoe.lib.sheets.sheet_rows import read_xml_rows
from icsoe.lib.sheets.write import safe_file_name, write_csv

NAMES = ("nss", "curp", "sbc", "nombre")
LETTERS = "ABCÑÁÜabcñ 0123456789.-'$=+@&<>\"',;|\t"
CELL = st.text(st.sampled_from(LETTERS), max_size=12)
ROW = st.tuples(CELL, CELL, CELL, CELL).filter(lambda cells: any(cell.strip() for cell in cells))
ROWS = st.lists(ROW, min_size=1, max_size=8)
MARKED = {"utf-8": b"", "utf-8-sig": b"", "cp1252": b"", "utf-16-le": codecs.BOM_UTF16_LE}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all the files of this module."""
    return tmp_path_factory.mktemp("hojas")


@given(
    ROWS,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_any_csv_comes_back(
    place: Path, rows: list[tuple[str, ...]], separator: str, end: str, quote_all: bool, last_end: bool
) -> None:
    for codec, mark in MARKED.items():
        out = io.StringIO(newline="")
        quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows([NAMES, *rows])
        text = out.getvalue() if last_end else out.getvalue().removesuffix(end)
        (place / "a.csv").write_bytes(mark + text.encode(codec))
        table = read_table(place / "a.csv")
        assert table.frame.rows() == [tuple(map(unescape_cell, row)) for row in rows]
        assert table.row_numbers.to_list() == list(range(2, len(rows) + 2))
        assert table.findings.is_empty()


@given(ROWS)
def test_what_we_write_is_what_we_read(place: Path, rows: list[tuple[str, ...]]) -> None:
    write_csv(pl.DataFrame(rows, schema=list(NAMES), orient="row"), place / "b.csv")
    assert read_table(place / "b.csv").frame.rows() == rows


@given(st.lists(st.text(max_size=20), max_size=10))
def test_escaping_is_exact_for_cells_and_columns(cells: list[str]) -> None:
    escaped = [escape_cell(cell) for cell in cells]
    assert [unescape_cell(cell) for cell in escaped] == cells
    frame = pl.DataFrame({"a": cells}, schema={"a": pl.String})
    assert escape_columns(frame)["a"].to_list() == escaped
    assert unescape_columns(escape_columns(frame))["a"].to_list() == cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in escaped)


SPELT = st.permutations(columns()).flatmap(
    lambda order: st.tuples(
        st.just([column.name for column in order]),
        st.tuples(*(st.sampled_from((column.name, column.title, *column.spellings)) for column in order)),
    )
)


@given(SPELT, st.sampled_from([str.upper, str.lower, str.title, lambda text: f" {text}: "]))
def test_columns_are_found_in_any_order_and_spelling(
    spelt: tuple[list[str], tuple[str, ...]], write: object
) -> None:
    order, titles = spelt
    mapped = map_columns([write(title) for title in titles])  # type: ignore[operator]
    assert dict(mapped.positions) == {name: index for index, name in enumerate(order)}


PLAIN_TEXT = st.text(st.sampled_from("AÑ 1.E+_x0D\n"), max_size=6)
MARKUP = st.sampled_from(["", "&amp;", "&#65;", "&#x41;", "&lt;", "_x0041_"])
ODD_MARKUP = st.sampled_from(["", "", "", "<!-- x -->", "<![CDATA[y]]>", "&#xD;"])
KINDS = ["n", "str", "inlineStr", "b", "e", "empty", "styled"]


def cell(reference: str, kind: str, text: str) -> str:
    """A cell of any kind."""
    return {
        "n": f'<c r="{reference}"><v>{text}</v></c>',
        "str": f'<c r="{reference}" s="3" t="str"><v>{text}</v></c>',
        "inlineStr": f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>',
        "b": f'<c r="{reference}" t="b"><v>1</v></c>',
        "e": f'<c r="{reference}" t="e"><v>{text}</v></c>',
        "f": f'<c r="{reference}"><f>A1</f><v>{text}</v></c>',
        "empty": f'<c r="{reference}"></c>',
        "styled": f'<c r="{reference}" s="7"/>',
    }[kind]


Rows = list[tuple[int, str, list[tuple[int, str, str]]]]


def sheet_rows(kinds: list[str], markup: st.SearchStrategy[str]) -> st.SearchStrategy[Rows]:
    """Rows of cells of those kinds, their text with that markup in it."""
    text = st.tuples(PLAIN_TEXT, markup, PLAIN_TEXT).map("".join)
    cells = st.lists(st.tuples(st.integers(1, 2), st.sampled_from(kinds), text), max_size=4)
    attributes = st.sampled_from(["", ' hidden="1"', ' spans="1:8" ht="15.5"'])
    return st.lists(st.tuples(st.integers(1, 3), attributes, cells), max_size=5)


def sheet_of(rows: Rows) -> str:
    """The XML of rows and cells with gaps between them."""
    xml, number = "", 0
    for gap, attributes, cells in rows:
        number += gap
        column, inside = -1, ""
        for step, kind, text in cells:
            column += step
            inside += cell(f"{chr(65 + column)}{number}", kind, text)
        xml += (
            f'<row r="{number}"{attributes}>{inside}</row>' if inside else f'<row r="{number}"{attributes}/>'
        )
    return sheet(xml, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')


Written = list[tuple[int, list[str]]]


def read_both(path: Path) -> tuple[tuple[Written, Facts] | None, tuple[Written, Facts]]:
    """What the fast reader (None when it will not) and the parser make of the first sheet."""
    made: list[tuple[Written, Facts] | None] = []
    for read in (read_plain_rows, read_xml_rows):
        rows: Written = []
        builder = RowBuilder([], Limits(), lambda number, cells, rows=rows: rows.append((number, cells)))
        with zipfile.ZipFile(path) as archive:
            try:
                read(archive, "xl/worksheets/sheet1.xml", builder)
                made.append((rows, builder.facts))
            except NotPlainError:
                made.append(None)
    assert made[1] is not None
    return made[0], made[1]


@given(sheet_rows(KINDS, MARKUP).filter(bool))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_fast_reader_takes_what_programs_write_and_agrees_with_the_parser(
    place: Path, rows: Rows
) -> None:
    fast, parsed = read_both(book(place / "c.xlsx", parts({"H": sheet_of(rows)})))
    assert fast == parsed


@given(sheet_rows([*KINDS, "f"], st.tuples(MARKUP, ODD_MARKUP).map("".join)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_fast_reader_agrees_with_the_parser_or_leaves_the_sheet_to_it(place: Path, rows: Rows) -> None:
    fast, parsed = read_both(book(place / "c.xlsx", parts({"H": sheet_of(rows)})))
    assert fast in (None, parsed)


@given(st.text(max_size=150))
def test_safe_names_are_safe(name: str) -> None:
    safe = safe_file_name(name)
    assert safe == safe_file_name(safe)
    assert 0 < len(safe) <= 100
    assert safe.isascii()
    assert not set(safe) & set('/\\:*?"<>|\r\n\t ')
    assert not safe.startswith(".")
