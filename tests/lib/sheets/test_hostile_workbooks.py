"""Workbooks made to do harm: each is refused, soon, and the parent is not hurt by how the child ended."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.lib.sheets.craft import (
    DECLARATION,
    HEADER,
    MAIN,
    book,
    inline,
    lie_about_size,
    mark_encrypted,
    parts,
    row,
    sheet,
    workers_book,
)

from icsoe.lib.sheets.errors import SheetError
from icsoe.lib.sheets.limits import MIB, Limits
from icsoe.lib.sheets.read import read_table

SHEET_PART = "xl/worksheets/sheet1.xml"


def refused(path: Path, limits: Limits | None = None) -> SheetError:
    """The refusal of the book, with processor time and memory of this process as before."""
    cpu, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SheetError) as caught:
        read_table(path, limits=limits)
    assert time.process_time() - cpu < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 100 * 1024
    return caught.value


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"../fuera.xml": "x"}, "unsafe_parts"),
        ({"xl/../../fuera.xml": "x"}, "unsafe_parts"),
        ({"/etc/passwd": "x"}, "unsafe_parts"),
        ({"c:fuera": "x"}, "unsafe_parts"),
        ({"XL/Workbook.xml": "x"}, "unsafe_parts"),
        ({"xl/vbaProject.bin": "x"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": "x"}, "macros"),
        ({"xl/workbook.bin": "x"}, "binary_workbook"),
    ],
)
def test_parts_that_should_not_be_there(tmp_path: Path, extra: dict[str, str], reason: str) -> None:
    error = refused(workers_book(tmp_path / "a.xlsx", extra))
    assert (error.code, error.reason) == ("file_unreadable", reason)


def test_the_same_part_twice(tmp_path: Path) -> None:
    path = workers_book(tmp_path / "a.xlsx", {"xl/worksheets/sheetX.xml": sheet(row(1, HEADER))})
    path.write_bytes(path.read_bytes().replace(b"sheetX.xml", b"sheet1.xml"))
    assert refused(path).reason == "unsafe_parts"


def test_an_encrypted_book(tmp_path: Path) -> None:
    assert refused(mark_encrypted(workers_book(tmp_path / "a.xlsx"))).reason == "encrypted"


def test_a_zip_that_is_no_book(tmp_path: Path) -> None:
    assert refused(book(tmp_path / "a.xlsx", {"carta.docx": "hola"})).reason == "other_zip"


@pytest.mark.parametrize("declared", [10, 2**31 - 1])
def test_a_part_that_lies_about_its_size(tmp_path: Path, declared: int) -> None:
    path = lie_about_size(workers_book(tmp_path / "a.xlsx"), SHEET_PART, declared)
    assert refused(path).reason in ("damaged", "bomb")


def test_a_bomb_of_a_gigabyte_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    made = parts({"captura": sheet("<row>" + "<c/>" * (25 * MIB) + "</row>")})
    error = refused(book(tmp_path / "a.xlsx", made))
    assert (error.code, error.reason) == ("file_too_large", "bomb")


def test_a_bomb_that_lies_is_cut_where_it_said_it_would_end(tmp_path: Path) -> None:
    made = parts({"captura": sheet(row(1, HEADER) + "<row>" + "<c/>" * (25 * MIB) + "</row>")})
    path = lie_about_size(book(tmp_path / "a.xlsx", made), SHEET_PART, MIB)
    assert refused(path).reason == "damaged"


def test_too_many_parts(tmp_path: Path) -> None:
    extra = {f"xl/p{number}.xml": "" for number in range(2_001)}
    assert refused(workers_book(tmp_path / "a.xlsx", extra)).reason == "bomb"


@pytest.mark.parametrize("part", [SHEET_PART, "xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize(
    "definition",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_definitions_and_entities(tmp_path: Path, part: str, definition: str) -> None:
    made = parts({"captura": sheet(row(1, HEADER) + row(2, ("1", "A", "3")))})
    made[part] = made[part].replace(DECLARATION, DECLARATION + definition)
    assert refused(book(tmp_path / "a.xlsx", made)).reason == "entities"


def test_an_entity_nobody_defined(tmp_path: Path) -> None:
    rows = row(1, HEADER) + '<row r="2"><c r="A2" t="inlineStr"><is><t>&amp;&nadie;</t></is></c></row>'
    assert refused(book(tmp_path / "a.xlsx", parts({"captura": sheet(rows)}))).reason == "damaged"


def test_a_sparse_sheet_costs_nothing_and_its_stray_cell_is_told(tmp_path: Path) -> None:
    stray = f'<row r="1048576">{inline("XFD1048576", "x")}</row>'
    xml = sheet(row(1, HEADER) + row(2, ("1", "A", "3")) + stray).replace('ref="A1"', 'ref="A1:XFD1048576"')
    table = read_table(book(tmp_path / "a.xlsx", parts({"captura": xml})))
    assert table.frame.rows() == [("1", "A", "3")]
    assert table.findings.select("row", "code").rows() == [(1_048_576, "row_shape")]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param('<row r="1"><c r="XFE1" t="str"><v>1</v></c></row>', id="past the last column"),
        pytest.param('<row r="1"><c r="AAAA1" t="str"><v>1</v></c></row>', id="four letters"),
        pytest.param('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', id="past the last row"),
        pytest.param(row(2, ("1",)) + row(1, ("1",)), id="rows backwards"),
        pytest.param('<row r="0"><c r="A0"><v>1</v></c></row>', id="row zero"),
        pytest.param('<row r="uno"><c r="A1"><v>1</v></c></row>', id="row of letters"),
        pytest.param(f'<row r="1">{inline("A1", "x")}{inline("A1", "y")}</row>', id="the same cell twice"),
        pytest.param('<row r="1"><c r="A1"><v>1</c></row>', id="not XML"),
    ],
)
def test_cells_out_of_place(tmp_path: Path, rows: str) -> None:
    assert refused(book(tmp_path / "a.xlsx", parts({"captura": sheet(rows)}))).reason == "damaged"


@pytest.mark.parametrize("form", ["inline", "shared", "formula"])
def test_a_cell_that_never_ends(tmp_path: Path, form: str) -> None:
    text = "x" * 40_000
    cell = {
        "inline": inline("A1", text),
        "shared": '<c r="A1" t="s"><v>0</v></c>',
        "formula": f'<c r="A1"><f>{text}{text}</f></c>',
    }[form]
    strings = f"{DECLARATION}<sst {MAIN}><si><t>{text}</t></si></sst>"
    made = parts({"captura": sheet(f'<row r="1">{cell}</row>')}, strings=strings)
    assert refused(book(tmp_path / "a.xlsx", made)).reason == "cell_too_long"


def test_a_book_that_takes_all_its_memory_ends_the_child_alone(tmp_path: Path) -> None:
    attribute = 'x="' + "a" * (90 * MIB) + '"'
    made = parts({"captura": sheet(f"<row {attribute}/>")})
    limits = Limits(child_memory=120 * MIB, workbook_ratio=10_000)
    error = refused(book(tmp_path / "a.xlsx", made), limits)
    assert error.reason in ("workbook_too_heavy", "child_died")


def test_a_book_that_takes_all_its_time_ends_the_child_alone(tmp_path: Path) -> None:
    made = parts({"captura": sheet("<row>" + "<c/>" * (20 * MIB) + "</row>")})
    limits = Limits(child_seconds=1, workbook_ratio=10_000)
    error = refused(book(tmp_path / "a.xlsx", made), limits)
    assert error.reason in ("workbook_too_heavy", "child_died")


def test_a_message_the_child_makes_up_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icsoe.lib.sheets.xlsx_grid._run_child", lambda path, folder, limits: None)

    class Folder:
        def __enter__(self) -> str:
            (tmp_path / "report.json").write_text('{"reason": "lo que sea", "values": {}}')
            return str(tmp_path)

        def __exit__(self, *_: object) -> None:
            """Nothing to clear away."""

    monkeypatch.setattr("icsoe.lib.sheets.xlsx_grid.tempfile.TemporaryDirectory", lambda prefix: Folder())
    assert refused(workers_book(tmp_path / "a.xlsx")).reason == "child_died"


def test_the_child_loads_nothing_it_does_not_need() -> None:
    code = "import sys, icsoe.lib.sheets.child; print(','.join(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert not {"polars", "django", "fastexcel", "socket", "ssl"} & set(done.stdout.strip().split(","))
