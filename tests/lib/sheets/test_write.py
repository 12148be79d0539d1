"""What is written can be opened anywhere and harms nobody."""

import csv
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from icsoe.lib.sheets.read import read_grid, read_table
from icsoe.lib.sheets.template import write_template_csv, write_template_xlsx
from icsoe.lib.sheets.write import safe_file_name, write_csv, write_report_csv, write_xlsx

NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "a & <b> \"c\" 'd'",
    "  blanks  ",
    "",
    "Ñ ü €",
    "uno\ndos",
]
WORKERS = pl.DataFrame(
    {
        "nss": ["01234567897", "92919084431"],
        "curp": ["LOXB850615HJCPXR01", "PEXA900101MDFRXN09"],
        "sbc": ["512.30", "1234.50"],
        "nombre": ["BRUNO", None],
    }
)


def cells_of(path: Path, sheet: str | int = 0) -> list[tuple[object, ...]]:
    """The cells of a workbook as another program reads them."""
    read = fastexcel.read_excel(str(path)).load_sheet(sheet, header_row=None, dtypes="string")
    return pl.DataFrame(read).rows()


def test_csv_opens_in_a_spreadsheet_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    write_csv(pl.DataFrame({"=titulo": NASTY, "n": range(len(NASTY))}), tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows[0] == ["'=titulo", "n"]
    for written, cell in zip(rows[1:], NASTY, strict=True):
        assert not written[0].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert written[0].removeprefix("'") == cell


def test_workbooks_hold_strings_only(tmp_path: Path) -> None:
    write_xlsx(pl.DataFrame({"a": NASTY, "=b": ["0012"] * len(NASTY)}), tmp_path / "a.xlsx")
    assert cells_of(tmp_path / "a.xlsx") == [
        ("a", "=b"),
        *((cell or None, "0012") for cell in NASTY),
    ]
    xml = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert '<dimension ref="A1:B12"/>' in xml


def test_a_cell_like_a_formula_is_marked_as_text_in_a_workbook(tmp_path: Path) -> None:
    write_xlsx(pl.DataFrame({"a": ["=1", "uno"]}), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        rows = archive.read("xl/worksheets/sheet1.xml").decode()
        formats = archive.read("xl/styles.xml").decode().partition("<cellXfs")[2].split("<xf ")[1:]
    style = {cell: int(rows.partition(f'r="{cell}" s="')[2].partition('"')[0]) for cell in ("A2", "A3")}
    assert 'quotePrefix="1"' in formats[style["A2"]]
    assert 'quotePrefix="1"' not in formats[style["A3"]]


def test_characters_no_workbook_can_hold_are_replaced(tmp_path: Path) -> None:
    write_xlsx(pl.DataFrame({"a": ["x\x00y\x1bz\uffff"]}), tmp_path / "a.xlsx")
    assert cells_of(tmp_path / "a.xlsx")[1] == ("x\ufffdy\ufffdz\ufffd",)


def test_the_report_has_spanish_titles_in_order_of_row(tmp_path: Path) -> None:
    findings = pl.DataFrame(
        {
            "row": [7, 3],
            "column": ["nss", None],
            "code": ["nss_check", "row_shape"],
            "severity": ["E", "E"],
            "value": ["=1", "a | b"],
            "message": ["El dígito no coincide.", "Sobran celdas."],
        }
    )
    write_report_csv(findings, tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "renglón,columna,código,gravedad,valor,mensaje",
        "3,,row_shape,E,a | b,Sobran celdas.",
        "7,nss,nss_check,E,'=1,El dígito no coincide.",
    ]


@pytest.mark.parametrize("write", [write_template_xlsx, write_template_csv])
def test_a_prefilled_template_is_read_back(tmp_path: Path, write: object) -> None:
    write(tmp_path / "plantilla", WORKERS)  # type: ignore[operator]
    table = read_table(tmp_path / "plantilla")
    assert table.frame.columns[:3] == ["nss", "curp", "sbc"]
    assert table.frame.select(WORKERS.columns).rows() == WORKERS.fill_null("").rows()
    assert table.notes == ()


@pytest.mark.parametrize("write", [write_template_xlsx, write_template_csv])
def test_an_empty_template_has_the_official_headers_first(tmp_path: Path, write: object) -> None:
    write(tmp_path / "plantilla")  # type: ignore[operator]
    titles = read_grid(tmp_path / "plantilla")[1].frame.row(0)
    assert titles == (
        "NSS(11 dígitos)",
        " CURP(18 caracteres)",
        " Salario base de cotización(numérico con 2 decimales)",
        "primer_apellido",
        "segundo_apellido",
        "nombre",
        "folio_contrato",
        "referencia",
    )


def test_the_template_guides_who_fills_it_in(tmp_path: Path) -> None:
    write_template_xlsx(tmp_path / "a.xlsx")
    assert fastexcel.read_excel(str(tmp_path / "a.xlsx")).sheet_names == ["captura", "Instrucciones"]
    xml = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert xml.count("<dataValidation ") == 3
    assert 'sqref="A2:A1048576"' in xml
    assert "El NSS lleva exactamente 11 dígitos." in xml
    assert xml.count("<col ") >= 1
    assert "style=" in xml.partition("<cols>")[2].partition("</cols>")[0]
    said = [row[0] for row in cells_of(tmp_path / "a.xlsx", "Instrucciones")]
    assert any(isinstance(text, str) and text.startswith("2. NSS: 11 dígitos") for text in said)


def test_the_template_guides_in_english_who_reads_english(tmp_path: Path) -> None:
    write_template_xlsx(tmp_path / "a.xlsx", WORKERS, language="en")
    assert fastexcel.read_excel(str(tmp_path / "a.xlsx")).sheet_names == ["captura", "Instructions"]
    assert b"The NSS has exactly 11 digits." in zipfile.ZipFile(tmp_path / "a.xlsx").read(
        "xl/worksheets/sheet1.xml"
    )
    said = [row[0] for row in cells_of(tmp_path / "a.xlsx", "Instructions")]
    assert any(isinstance(text, str) and text.startswith("2. NSS: 11 digits") for text in said)
    assert read_table(tmp_path / "a.xlsx").frame.height == WORKERS.height


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Trabajadores de mayo.xlsx", "Trabajadores_de_mayo.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\datos\\lista.csv", "lista.csv"),
        ("nómina ñandú.csv", "nomina_nandu.csv"),
        ('a"b\r\nSet-Cookie: x.csv', "a_b_Set-Cookie_x.csv"),
        ("\u202excel.exe", "xcel.exe"),
        ("", "archivo"),
        ("...", "archivo"),
        (".htaccess", "htaccess"),
        ("CON.csv", "archivo"),
        ("日本", "archivo"),
    ],
)
def test_names_of_files_are_made_safe(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    safe = safe_file_name("a" * 300 + ".xlsx")
    assert len(safe) == 100
    assert safe.endswith(".xlsx")
