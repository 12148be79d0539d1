"""`icsoe workers check`: the portal's rules on one's own computer."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from icsoe.interfaces.cli.demo.people import people
from icsoe.interfaces.cli.main import main
from icsoe.lib.sheets.read import read_grid

CREW = people(5, 21).select(
    pl.col("nss", "curp", "sbc", "primer_apellido", "segundo_apellido", "nombre").cast(pl.String)
)
FAULTY = CREW.with_columns(pl.Series("sbc", ["=1+1", *CREW["sbc"][1:]]))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lista.csv"
    FAULTY.write_csv(path)
    return path


def checked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, object]]:
    status = main(["workers", "check", *map(str, words)])
    return status, json.loads(capsys.readouterr().out)


def test_a_clean_file_ends_well_and_says_what_could_not_be_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bien.csv"
    CREW.write_csv(path)
    status, report = checked(capsys, path, "--period", "2026-1")
    assert status == 0
    assert list(report) == ["rows", "valid", "findings"]
    assert (report["rows"], report["valid"]) == (5, 5)
    (only,) = report["findings"]  # type: ignore[misc]
    assert (only["row"], only["code"], only["severity"]) == (None, "registry_unavailable", "W")


def test_a_faulty_cell_is_told_exactly_and_the_status_says_so(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, report = checked(capsys, file, "--period", "2026-1")
    assert status == 1
    assert (report["rows"], report["valid"]) == (5, 4)
    told = report["findings"][-1]  # type: ignore[index]
    assert list(told) == ["row", "column", "code", "severity", "value", "message"]
    assert {**told, "message": ""} == {
        "row": 2,
        "column": "sbc",
        "code": "sbc_format",
        "severity": "E",
        "value": "=1+1",
        "message": "",
    }
    assert "«=1+1» no es un importe" in told["message"]


def test_the_three_official_columns_are_enough_where_no_register_is_at_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "oficial.csv"
    CREW.select("nss", "curp", "sbc").write_csv(path, include_header=False)
    status, report = checked(capsys, path, "--period", "2026-1")
    assert (status, report["valid"]) == (0, 5)
    assert [one["code"] for one in report["findings"]] == ["registry_unavailable"]  # type: ignore[attr-defined]


def test_a_name_left_empty_in_a_column_of_names_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sin-nombre.csv"
    CREW.with_columns(pl.Series("nombre", ["", *CREW["nombre"][1:]])).write_csv(path)
    status, report = checked(capsys, path, "--period", "2026-1")
    assert status == 1
    assert report["findings"][-1]["code"] == "nombre_required"  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file_unreadable"),
        (b"", "file_empty"),
        (b"%PDF-1.7\n", "file_unreadable"),
        (b"nss,curp\n1,2\n", "column_missing"),
    ],
    ids=["absent", "empty", "pdf", "column missing"],
)
def test_a_file_that_cannot_be_read_ends_with_two_and_one_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: str
) -> None:
    path = tmp_path / "malo.csv"
    if content is not None:
        path.write_bytes(content)
    status, report = checked(capsys, path)
    assert status == 2
    assert (report["rows"], report["valid"]) == (0, 0)
    (only,) = report["findings"]  # type: ignore[misc]
    assert (only["row"], only["column"], only["code"], only["severity"]) == (None, None, code, "E")


def test_the_list_for_a_spreadsheet_holds_no_formula(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "informe.csv"
    assert (
        main(["workers", "check", str(file), "--format", "csv", "--out", str(out), "--period", "2026-1"]) == 1
    )
    assert pl.read_csv(out, infer_schema=False)["valor"].to_list()[-1] == "'=1+1"


def test_the_own_file_comes_back_annotated(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "anotado.xlsx"
    words = ["workers", "check", str(file), "--format", "xlsx", "--period", "2026-1"]
    assert main([*words, "--out", str(out)]) == 1
    _, grid = read_grid(out)
    assert grid.frame.height == 6
    assert "no es un importe" in " ".join(grid.frame.row(1))


def test_a_workbook_is_not_printed_on_the_screen(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["workers", "check", str(file), "--format", "xlsx"]) == 2
    assert "--out" in capsys.readouterr().err


def test_a_period_that_is_none_is_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["workers", "check", str(file), "--period", "2026-4"])
    assert "2026-4" in capsys.readouterr().err


def test_it_needs_neither_django_nor_a_database(file: Path) -> None:
    program = (
        "import sys; from icsoe.interfaces.cli.main import main; "
        f"status = main(['workers', 'check', {str(file)!r}, '--period', '2026-1']); "
        "sys.exit(50 if {'django', 'psycopg'} & set(sys.modules) else status)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, env={})
    assert done.returncode == 1, done.stderr
