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
from icsoe.lib.sheets.row_builder import RowBuilder
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
MARKUP = st.sampled_from(["", "&amp;", "&#65;", "&#x41;", "&lt;", "_x0041_", "<!-- x -->", "<![CDATA[y]]>"])
TEXT = st.tuples(PLAIN_TEXT, MARKUP, PLAIN_TEXT).map("".join)
VALUE = st.sampled_from(["n", "str", "inlineStr", "b", "e", "f", "empty", "styled"])


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


SHEET_ROWS = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["", ' hidden="1"', ' spans="1:8" ht="15.5"']),
        st.lists(st.tuples(st.integers(1, 2), VALUE, TEXT), max_size=4),
    ),
    max_size=5,
)


def sheet_of(rows: list[tuple[int, str, list[tuple[int, str, str]]]]) -> str:
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


@given(SHEET_ROWS)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_fast_reader_of_sheets_agrees_with_the_parser(
    place: Path,
    rows: list[tuple[int, str, list[tuple[int, str, str]]]],
) -> None:
    path = book(place / "c.xlsx", parts({"H": sheet_of(rows)}))
    part = "xl/worksheets/sheet1.xml"
    fast: list[tuple[int, list[str]]] = []
    slow: list[tuple[int, list[str]]] = []
    with zipfile.ZipFile(path) as archive:
        parsed = RowBuilder([], Limits(), lambda number, cells: slow.append((number, cells)))
        read_xml_rows(archive, part, parsed)
        plain = RowBuilder([], Limits(), lambda number, cells: fast.append((number, cells)))
        try:
            read_plain_rows(archive, part, plain)
        except NotPlainError:
            return
    assert fast == slow
    assert plain.facts == parsed.facts


@given(st.text(max_size=150))
def test_safe_names_are_safe(name: str) -> None:
    safe = safe_file_name(name)
    assert safe == safe_file_name(safe)
    assert 0 < len(safe) <= 100
    assert safe.isascii()
    assert not set(safe) & set('/\\:*?"<>|\r\n\t ')
    assert not safe.startswith(".")
