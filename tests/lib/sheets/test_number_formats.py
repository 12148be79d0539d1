"""Cells that hold a number and show something else: what the person sees is what is judged."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.lib.sheets.craft import DECLARATION, MAIN, OFFICE, RELS, book, parts, row, sheet

from icsoe.lib.identifiers import nss
from icsoe.lib.identifiers.curp import check_digit
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook import salary
from icsoe.lib.rulebook.file_check import Surroundings, check_file
from icsoe.lib.sheets.errors import SheetError
from icsoe.lib.sheets.number_formats import is_date, shown_date, shown_percentage
from icsoe.lib.sheets.read import read_table

CURP = "PEXA900101MDFRXN0"
TITLES = ("nss", "curp", "sbc", "primer_apellido", "nombre")
SOUND = ("92919084431", f"{CURP}{check_digit(CURP)}", 512.3, "PEREZ", "ANA")
LIMITS = SbcLimits(Decimal("315.04"), Decimal("2932.75"))
STYLES = "xl/styles.xml"
# The style of a cell is the place of its format here: plain, three of the program's own, two of the book.
FORMATS = (0, 14, 22, 10, 164, 165)
OF_THE_BOOK = (
    '<numFmt numFmtId="164" formatCode="[$-80A]d &quot;de&quot; mmmm;@"/>'
    '<numFmt numFmtId="165" formatCode="&quot;$&quot;#,##0.00&quot; diario&quot;"/>'
)


def styles(formats: tuple[int, ...] = FORMATS, before: str = "") -> str:
    """A styles part whose other lists hold formats of dates that no cell has."""
    used = "".join(f'<xf numFmtId="{number}"><extLst><ext/></extLst></xf>' for number in formats)
    return (
        f"{DECLARATION}{before}<styleSheet {MAIN}><numFmts>{OF_THE_BOOK}</numFmts>"
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{used}</cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></dxf></dxfs></styleSheet>'
    )


def styled(path: Path, rows: str, *, part: str = "", workbook: str = "") -> Path:
    """A book with styles; `workbook`: elements before the list of its sheets."""
    made = parts({"Hoja": sheet(row(1, TITLES) + rows)})
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("<sheets>", f"{workbook}<sheets>")
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="st" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    )
    assert RELS in made["xl/_rels/workbook.xml.rels"]
    return book(path / "libro.xlsx", {**made, STYLES: part or styles()})


def cells(*stored: tuple[int, str], spread: str = "") -> str:
    """Row 2 with a number and its style in each cell; `spread` makes a sheet that only the parser reads."""
    inside = "".join(
        f'<c r="{"ABCDE"[at]}2" s="{style}"{spread}><v>{number}</v></c>'
        for at, (style, number) in enumerate(stored)
    )
    return f'<row r="2">{inside}</row>'


def codes(path: Path) -> list[tuple[str, str]]:
    """Column and code of every error, as a check of the file finds them."""
    found = check_file(path, Surroundings(LIMITS)).findings
    return [
        (str(column), str(code))
        for column, code, severity in found.select("column", "code", "severity").rows()
        if severity == "E"
    ]


@pytest.mark.parametrize("spread", ["", " "], ids=["plain", "parser"])
def test_every_kind_of_format_gives_what_the_cell_shows(tmp_path: Path, spread: str) -> None:
    rows = cells((1, "46037"), (2, "46037.5625"), (3, "0.35"), (4, "46037"), (5, "512.3"), spread=spread)
    table = read_table(styled(tmp_path, rows))
    assert table.frame.rows() == [("15/01/2026", "15/01/2026 13:30", "35%", "15/01/2026", "512.3")]


def test_a_book_that_counts_from_1904(tmp_path: Path) -> None:
    path = styled(tmp_path, cells((1, "44575")), workbook='<workbookPr date1904="1"/>')
    assert read_table(path).frame["nss"].to_list() == ["15/01/2026"]


def test_a_book_whose_first_style_is_a_date_and_cells_that_name_no_style(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"><v>46037</v></c><c r="B2" s="9"><v>7</v></c></row>'
    table = read_table(styled(tmp_path, rows, part=styles((14, 0))))
    assert table.frame.rows()[0][:2] == ("15/01/2026", "7")


def test_a_formula_that_gives_a_date_and_a_cell_that_keeps_one(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="A2" s="1"><f>TODAY()</f><v>46037</v></c>'
        '<c r="B2" t="d"><v>2026-01-15T13:30:00</v></c><c r="C2" t="d"><v>ayer</v></c></row>'
    )
    shown = read_table(styled(tmp_path, rows)).frame.rows()[0]
    assert shown[:3] == (
        "15/01/2026",
        "15/01/2026 13:30",
        "ayer",
    )


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        (0, date(2026, 1, 15), "nss_format"),
        (0, "#N/A", "nss_format"),
        (0, True, "nss_format"),
        (1, date(2026, 1, 15), "curp_format"),
        (1, False, "curp_format"),
        (1, "#REF!", "curp_format"),
        (2, date(2026, 1, 15), "sbc_format"),
        (2, datetime.combine(date(2026, 1, 15), time(13, 30)), "sbc_format"),
        (2, time(8, 30), "sbc_format"),
        (2, "#VALUE!", "sbc_format"),
        (2, True, "sbc_format"),
        (3, date(2026, 1, 15), "name_chars"),
        (4, "#N/A", "name_chars"),
    ],
)
def test_what_a_spreadsheet_makes_of_a_cell_is_an_error_with_its_code(
    tmp_path: Path, column: int, typed: Any, code: str
) -> None:
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, TITLES)
        page.write_row(1, 0, SOUND)
        if isinstance(typed, str):
            page.write_formula(1, column, "=NA()", None, typed)
        else:
            page.write(1, column, typed)
    assert codes(path) == [(TITLES[column], code)]


@pytest.mark.parametrize(
    ("code", "date_"),
    [
        ("dd/mm/yyyy", True),
        ("[$-80A]d mmm yy;@", True),
        ("[h]:mm", True),
        ("mm:ss.0", True),
        ("[Red]yyyy-mm-dd", True),
        ("General", False),
        ("Standard", False),
        ("0.00", False),
        ('"$"#,##0.00', False),
        ("[$$-80A]#,##0.00;[Red]-[$$-80A]#,##0.00", False),
        ('_-"$"* #,##0.00_-', False),
        ('0 "días"', False),
        ("0\\d", False),
        ("#,##0.00 pesos", False),
        ("@", False),
        ("", False),
        ('"mes', False),
    ],
)
def test_which_formats_are_dates(code: str, date_: bool) -> None:
    assert is_date(code) is date_


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("46037", "15/01/2026"),
        ("46037.5625", "15/01/2026 13:30"),
        ("46037.999999", "16/01/2026"),
        ("0.5625", "13:30"),
        ("1", "01/01/1900"),
        ("61", "01/03/1900"),
        ("2958465", "31/12/9999"),
        ("2958465.999999", "2958465.999999"),
        ("92919084431", "92919084431"),
        ("-1", "-1"),
        ("nan", "nan"),
        ("hola", "hola"),
    ],
)
def test_a_count_of_days_as_a_date(stored: str, shown: str) -> None:
    assert shown_date(stored) == shown


def test_a_percentage() -> None:
    assert [shown_percentage(text) for text in ("0.35", "5.123", "x")] == ["35%", "512.3%", "x"]


@given(st.floats(min_value=0, max_value=2_958_464))
def test_no_date_passes_for_an_amount_or_an_nss(stored: float) -> None:
    text = shown_date(repr(stored))
    assert salary.check(text) == "sbc_format"
    assert nss.check(text) == "nss_format"
    assert nss.restore_leading_zeros(text) is None


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (styles(before='<!DOCTYPE s [<!ENTITY a "b">]>'), "entities"),
        (f"{DECLARATION}<styleSheet {MAIN}><cellXfs>", "damaged"),
    ],
)
def test_a_styles_part_that_is_hostile_or_broken_refuses_the_book(
    tmp_path: Path, part: str, reason: str
) -> None:
    with pytest.raises(SheetError) as caught:
        read_table(styled(tmp_path, cells((1, "46037")), part=part))
    assert caught.value.reason == reason


def test_more_styles_than_a_program_opens_and_strange_numbers_take_little(tmp_path: Path) -> None:
    part = styles((14,) * 80_000).replace('numFmtId="22"', 'numFmtId="-3"')
    rows = '<row r="2"><c r="A2" s="65489"><v>46037</v></c><c r="B2" s="65490"><v>46037</v></c></row>'
    table = read_table(styled(tmp_path, rows, part=part))
    assert table.frame.rows()[0][:2] == ("15/01/2026", "46037")
