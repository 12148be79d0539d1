"""The person's own file comes back with every fault where it is."""

import re
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from tests.lib.sheets.craft import HEADER, WORKERS, workers_book

from icsoe.lib.sheets.annotate import MAX_NOTES, write_annotated
from icsoe.lib.sheets.read import read_table

FINDINGS = pl.DataFrame(
    {
        "row": [2, 3, 3],
        "column": ["nss", "curp", "curp"],
        "severity": ["W", "E", "W"],
        "message": ["Se restauró un cero.", "La CURP no coincide.", "Los nombres no coinciden."],
    }
)


def cells_of(path: Path) -> list[tuple[object, ...]]:
    """The cells as another program reads them."""
    read = fastexcel.read_excel(str(path)).load_sheet(0, header_row=None, dtypes="string")
    return pl.DataFrame(read).rows()


def part(path: Path, name: str) -> str:
    """A part of the workbook."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def fill_of(path: Path, cell: str) -> str | None:
    """The colour behind a cell."""
    style = re.search(rf'r="{cell}" s="(\d+)"', part(path, "xl/worksheets/sheet1.xml"))
    assert style
    styles = part(path, "xl/styles.xml")
    form = styles.partition("<cellXfs")[2].split("<xf ")[int(style[1]) + 1]
    fill = re.search(r'fillId="(\d+)"', form)
    assert fill
    colour = re.search(
        r'<fgColor rgb="FF(\w+)"', styles.partition("<fills")[2].split("<fill>")[int(fill[1]) + 1]
    )
    return colour[1] if colour else None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_messages_colours_and_notes(tmp_path: Path, kind: str) -> None:
    source, target = tmp_path / "suyo", tmp_path / "reporte.xlsx"
    if kind == "xlsx":
        workers_book(source)
    else:
        source.write_text("\n".join("\t".join(cells) for cells in (HEADER, *WORKERS)))
    assert write_annotated(source, FINDINGS, target) == 2
    assert cells_of(target) == [
        (*HEADER, "Errores", "Avisos"),
        (*WORKERS[0], None, "Se restauró un cero."),
        (*WORKERS[1], "La CURP no coincide.", "Los nombres no coinciden."),
    ]
    assert fill_of(target, "A2") == "FFE699"
    assert fill_of(target, "B3") == "F8CBAD"
    assert fill_of(target, "C3") is None
    notes = part(target, "xl/comments1.xml")
    assert notes.count("<comment ") == 2
    assert 'ref="B3"' in notes
    assert "La CURP no coincide.\nLos nombres no coinciden." in notes


def test_rows_stay_where_the_person_had_them(tmp_path: Path) -> None:
    source = tmp_path / "suyo.csv"
    source.write_text("nss,curp,sbc\n\n1,A,3\n\n\n2,B\n3,=C,5\n")
    findings = pl.DataFrame(
        {
            "row": [6, 7],
            "column": [None, "curp"],
            "severity": ["E", "E"],
            "message": ["Faltan celdas.", "Mal."],
        }
    )
    write_annotated(source, findings, tmp_path / "r.xlsx")
    rows = cells_of(tmp_path / "r.xlsx")
    assert rows[2][:3] == ("1", "A", "3")
    assert rows[5] == ("2", "B", None, "Faltan celdas.", None)
    assert rows[6] == ("3", "=C", "5", "Mal.", None)
    assert fill_of(tmp_path / "r.xlsx", "A6") == "F8CBAD"


def test_columns_that_are_not_ours_come_back_too_and_no_header_is_made_up(tmp_path: Path) -> None:
    source = tmp_path / "suyo.csv"
    source.write_text("92919084431,PEXA900101MDFRXN09,512.30\n")
    findings = pl.DataFrame({"row": [1], "column": ["sbc"], "severity": ["W"], "message": ["Bajo."]})
    write_annotated(source, findings, tmp_path / "r.xlsx")
    assert cells_of(tmp_path / "r.xlsx") == [("92919084431", "PEXA900101MDFRXN09", "512.30", None, "Bajo.")]


def test_many_faults_have_their_messages_and_the_first_ten_thousand_a_note(tmp_path: Path) -> None:
    source, target = tmp_path / "suyo.csv", tmp_path / "r.xlsx"
    rows = MAX_NOTES + 5
    source.write_text("nss,curp,sbc\n" + "1,A,3\n" * rows)
    findings = pl.DataFrame(
        {
            "row": range(2, rows + 2),
            "column": ["nss"] * rows,
            "severity": ["E"] * rows,
            "message": ["Son 11 dígitos."] * rows,
        }
    )
    assert write_annotated(source, findings, target) == MAX_NOTES
    assert part(target, "xl/comments1.xml").count("<comment ") == MAX_NOTES
    assert {row[3] for row in cells_of(target)[1:]} == {"Son 11 dígitos."}
    assert fill_of(target, f"A{rows + 1}") == "F8CBAD"


def test_the_report_can_be_corrected_and_loaded_again(tmp_path: Path) -> None:
    source = workers_book(tmp_path / "suyo.xlsx")
    write_annotated(source, FINDINGS, tmp_path / "r.xlsx")
    table = read_table(tmp_path / "r.xlsx")
    assert table.frame.rows() == list(WORKERS)
    assert table.row_numbers.to_list() == [2, 3]


def test_a_file_without_faults_comes_back_as_it_was(tmp_path: Path) -> None:
    source = workers_book(tmp_path / "suyo.xlsx")
    assert write_annotated(source, FINDINGS.clear(), tmp_path / "r.xlsx") == 0
    assert [row[:3] for row in cells_of(tmp_path / "r.xlsx")] == [HEADER, *WORKERS]


@pytest.mark.parametrize(
    ("first", "kept"),
    [("", 'ySplit="1"'), ("sep=;\n", 'ySplit="2"')],
    ids=["header first", "separator declared first"],
)
def test_the_header_stays_in_sight_where_the_person_has_it(tmp_path: Path, first: str, kept: str) -> None:
    source, target = tmp_path / "suyo.csv", tmp_path / "reporte.xlsx"
    source.write_text(first + "\n".join(";".join(cells) for cells in (HEADER, *WORKERS)))
    write_annotated(source, FINDINGS.clear(), target)
    assert kept in part(target, "xl/worksheets/sheet1.xml")
