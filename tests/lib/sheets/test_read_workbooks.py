"""Workbooks as people and programs make them."""

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from tests.lib.sheets.craft import (
    DECLARATION,
    HEADER,
    MAIN,
    WORKERS,
    book,
    inline,
    parts,
    row,
    sheet,
    workers_book,
)

from icsoe.lib.sheets.errors import SheetError
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.plain_number import plain_number
from icsoe.lib.sheets.read import Table, read_grid, read_table
from icsoe.lib.sheets.row_builder import decode_characters

TITLES = row(1, ("nss", "curp", "sbc", "nombre"))


def read(path: Path, rows: str, **around: str) -> Table:
    """The table of a workbook with those rows in its one sheet."""
    return read_table(book(path / "libro.csv", parts({"Hoja 1": sheet(TITLES + rows, **around)})))


def codes(table: Table) -> list[str]:
    """The notes told beside the table."""
    return [note.code for note in table.notes]


def test_a_workbook_is_told_by_its_content_and_read(tmp_path: Path) -> None:
    table = read_table(workers_book(tmp_path / "trabajadores.txt"))
    assert table.kind == "xlsx"
    assert table.sheet == "captura"
    assert table.header == HEADER
    assert table.frame.rows() == list(WORKERS)
    assert table.row_numbers.to_list() == [2, 3]
    assert codes(table) == []


@pytest.mark.parametrize("constant_memory", [True, False])
def test_what_xlsxwriter_writes(tmp_path: Path, constant_memory: bool) -> None:
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": constant_memory}) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["NSS", "CURP", "SBC", "nombre"])
        page.write_row(1, 0, [92919084431, "PEXA900101MDFRXN09", 512.3, "  ANA & <EVA> "])
        page.write_row(3, 0, [12345678, "", 0.1 + 0.2, "\tÑ\r\n"])
    table = read_table(path)
    assert table.frame.rows() == [
        ("92919084431", "PEXA900101MDFRXN09", "512.3", "  ANA & <EVA> "),
        ("12345678", "", "0.3", "\tÑ\r\n"),
    ]
    assert table.row_numbers.to_list() == [2, 4]


def test_a_sheet_that_begins_lower_and_to_the_right_keeps_its_places(tmp_path: Path) -> None:
    rows = (
        f'<row r="5">{inline("B5", "nss")}{inline("C5", "curp")}{inline("D5", "sbc")}</row>'
        f'<row r="9">{inline("B9", "1")}{inline("D9", "3")}</row>'
    )
    table = read_table(book(tmp_path / "a.xlsx", parts({"Hoja": sheet(rows)})))
    assert table.frame.rows() == [("1", "", "3")]
    assert table.row_numbers.to_list() == [9]


def test_the_sheet_captura_is_read_whatever_else_there_is(tmp_path: Path) -> None:
    sheets = {"Notas": sheet(row(1, ("x",))), " Captura ": sheet(TITLES + row(2, ("1", "A", "3")))}
    assert read_table(book(tmp_path / "a.xlsx", parts(sheets))).frame["nss"].to_list() == ["1"]


def test_the_only_sheet_with_data_is_read(tmp_path: Path) -> None:
    sheets = {
        "Vacía": sheet(""),
        "Datos": sheet(TITLES + row(2, ("1", "A", "3"))),
        "Otra": sheet('<row r="1"/>'),
    }
    table = read_table(book(tmp_path / "a.xlsx", parts(sheets)))
    assert table.sheet == "Datos"
    assert codes(table) == []


def test_a_hidden_sheet_gives_way_to_the_one_that_is_seen(tmp_path: Path) -> None:
    sheets = {"Listas": sheet(row(1, ("x",))), "Datos": sheet(TITLES + row(2, ("1", "A", "3")))}
    table = read_table(book(tmp_path / "a.xlsx", parts(sheets, hidden=["Listas"])))
    assert table.sheet == "Datos"
    assert codes(table) == ["sheets_ignored"]


def test_several_sheets_with_data_are_told_by_name(tmp_path: Path) -> None:
    sheets = {"Enero": sheet(TITLES), "Febrero": sheet(TITLES)}
    with pytest.raises(SheetError) as caught:
        read_table(book(tmp_path / "a.xlsx", parts(sheets)))
    assert caught.value.code == "file_unreadable"
    assert "(Enero, Febrero)" in caught.value.message


@pytest.mark.parametrize(
    "sheets", [{}, {"Hoja": sheet("")}, {"captura": sheet('<row r="3"><c r="A3" s="1"/></row>')}]
)
def test_a_workbook_without_data_is_empty(tmp_path: Path, sheets: dict[str, str]) -> None:
    with pytest.raises(SheetError) as caught:
        read_table(book(tmp_path / "a.xlsx", parts(sheets)))
    assert caught.value.code == "file_empty"


def test_formulas_give_their_value_and_without_one_their_text(tmp_path: Path) -> None:
    cells = (
        '<c r="A2"><f>1+1</f><v>92919084431</v></c><c r="B2" t="str"><f>X1</f><v>PEXA</v></c>'
        '<c r="C2"><f>SUM(A1:A9)</f></c><c r="D2"><f t="shared" si="0"/><v></v></c>'
    )
    table = read(tmp_path, f'<row r="2">{cells}</row>')
    assert table.frame.rows() == [("92919084431", "PEXA", "=SUM(A1:A9)", "=")]
    assert codes(table) == ["formulas", "formulas_without_value"]
    assert [one.message[:8] for one in table.notes] == ["2 celdas", "2 celdas"]


def test_merged_and_hidden_cells_are_told(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        row(2, ("1", "A", "3"), ' hidden="1"') + row(3, ("2",)),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        after='<mergeCells count="1"><mergeCell ref="A3:C3"/></mergeCells>',
    )
    assert table.frame["sbc"].to_list() == ["3", ""]
    assert codes(table) == ["merged", "hidden_rows", "hidden_columns"]


def test_external_links_are_told_and_not_followed(tmp_path: Path) -> None:
    table = read_table(workers_book(tmp_path / "a.xlsx", {"xl/externalLinks/externalLink1.xml": "<x/>"}))
    assert codes(table) == ["external_links"]


def test_error_and_boolean_cells_are_text_no_rule_lets_through(tmp_path: Path) -> None:
    table = read(tmp_path, '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="b"><v>1</v></c></row>')
    assert table.frame.rows() == [("#N/A", "VERDADERO", "", "")]


def test_cells_beyond_the_header_give_the_row_another_shape(tmp_path: Path) -> None:
    table = read(tmp_path, row(2, ("1", "A", "3", "ANA", "5")) + row(3, ("2", "B", "4", "EVA")))
    assert table.frame["nss"].to_list() == ["2"]
    assert table.findings.select("row", "code").rows() == [(2, "row_shape")]


def test_shared_strings_rich_text_and_phonetic_guides(tmp_path: Path) -> None:
    strings = (
        f"{DECLARATION}<sst {MAIN}><si><t>nss</t></si><si><t>curp</t></si><si><t>sbc</t></si>"
        "<si><r><t>AN</t></r><r><t>A &amp; E</t></r><rPh><t>no</t></rPh></si></sst>"
    )
    head = "".join(f'<c r="{letter}1" t="s"><v>{index}</v></c>' for index, letter in enumerate("ABC"))
    rows = f'<row r="1">{head}</row><row r="2"><c r="A2" t="s"><v>3</v></c></row>'
    table = read_table(book(tmp_path / "a.xlsx", parts({"Hoja": sheet(rows)}, strings=strings)))
    assert table.frame["nss"].to_list() == ["ANA & E"]


@pytest.mark.parametrize("index", ["4", "-1", "x", "99999999999"])
def test_a_string_that_is_not_there_is_a_damaged_book(tmp_path: Path, index: str) -> None:
    strings = f"{DECLARATION}<sst {MAIN}><si><t>a</t></si></sst>"
    rows = f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>'
    with pytest.raises(SheetError) as caught:
        read_table(book(tmp_path / "a.xlsx", parts({"Hoja": sheet(rows)}, strings=strings)))
    assert caught.value.reason == "damaged"


def test_too_many_rows_or_columns_stop_the_reading(tmp_path: Path) -> None:
    many = book(
        tmp_path / "a.xlsx", parts({"H": sheet(TITLES + "".join(row(n, ("1",)) for n in range(2, 14)))})
    )
    with pytest.raises(SheetError) as caught:
        read_table(many, limits=Limits(max_rows=10))
    assert caught.value.reason == "too_many_rows"
    wide = "".join(f'<c t="inlineStr"><is><t>t{number}</t></is></c>' for number in range(201))
    with pytest.raises(SheetError) as caught:
        read_table(book(tmp_path / "b.xlsx", parts({"H": sheet(f"<row>{wide}</row>")})))
    assert caught.value.reason == "too_many_columns"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("1.2345678903E10", "12345678903"),
        ("250.10000000000002", "250.1"),
        ("512", "512"),
        ("0012", "0012"),
        ("1E-3", "0.001"),
        ("-5.50", "-5.5"),
        ("1E+300", "1E+300"),
        ("NaN", "NaN"),
        ("hola", "hola"),
    ],
)
def test_a_stored_number_as_its_cell_shows_it(stored: str, shown: str) -> None:
    assert plain_number(stored) == shown


def test_characters_that_xml_cannot_hold() -> None:
    assert decode_characters("a_x000D_b_x0009_") == "a\rb\t"
    assert decode_characters("a_xb_x12_") == "a_xb_x12_"


def test_the_grid_of_a_hundred_thousand_rows_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "grande.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as made:
        page = made.add_worksheet("captura")
        page.write_row(0, 0, HEADER)
        for number in range(1, 100_001):
            page.write_row(number, 0, (f"{number:011d}", f"CURP{number:014d}", "512.30"))
    _, grid = read_grid(path)
    assert grid.frame.height == 100_001
    assert grid.frame.select(pl.col("c0").n_unique()).item() == 100_001
    assert 0 < grid.facts["child_peak_kib"] < 200 * 1024
