"""A whole file: what it is held against, cells written anew, and which contract each row is of."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook.file_check import CellFix, CheckedFile, Surroundings, check_file
from icsoe.lib.sheets.errors import SheetError

LIMITS = SbcLimits(Decimal("1.00"), Decimal("99999.00"))
CREW = people(6, 31).select(
    pl.col("nss", "curp", "sbc", "primer_apellido", "segundo_apellido", "nombre").cast(pl.String)
)
OPEN = pl.DataFrame({"folio": ["A26P0000001", "A26P0000002"], "reference": ["UNO", ""]})


def check(
    tmp_path: Path, rows: pl.DataFrame, *, fixes: tuple[CellFix, ...] = (), **around: Any
) -> CheckedFile:
    path = tmp_path / "lista.csv"
    rows.write_csv(path)
    return check_file(path, Surroundings(LIMITS, **around), fixes=fixes)


def codes(checked: CheckedFile) -> list[tuple[int, str | None, str]]:
    return [
        (row, column, code) for row, column, code in checked.findings.select("row", "column", "code").rows()
    ]


def test_a_right_file_has_valid_rows_and_no_findings(tmp_path: Path) -> None:
    checked = check(tmp_path, CREW, contracts=OPEN, target="A26P0000001")
    assert codes(checked) == []
    assert checked.frame["valid"].all()
    assert checked.frame["folio_contrato"].unique().to_list() == ["A26P0000001"]


def test_a_cell_written_anew_counts_in_place_of_what_the_file_says(tmp_path: Path) -> None:
    wrong = CREW.with_columns(pl.Series("sbc", ["x", *CREW["sbc"][1:]]))
    assert codes(check(tmp_path, wrong)) == [(2, "sbc", "sbc_format")]
    assert codes(check(tmp_path, wrong, fixes=(CellFix(2, "sbc", "500"),))) == []


def test_a_cell_of_a_column_the_file_lacks_can_be_written(tmp_path: Path) -> None:
    lacking = CREW.drop("nombre")
    fixes = tuple(CellFix(row + 2, "nombre", name) for row, name in enumerate(CREW["nombre"]))
    assert codes(check(tmp_path, lacking, fixes=fixes, contracts=OPEN, target="A26P0000001")) == []


def test_rows_name_their_contract_by_folio_or_by_reference(tmp_path: Path) -> None:
    named = CREW.with_columns(
        pl.Series("folio_contrato", ["a26p-0000002", "", "", "A26P0000009", "", "A26P0000001"]),
        pl.Series("referencia", ["", "UNO", " UNO ", "UNO", "otra", ""]),
    )
    checked = check(tmp_path, named, contracts=OPEN)
    assert codes(checked) == [
        (5, "folio_contrato", "contract_unknown"),
        (6, "referencia", "contract_unknown"),
    ]
    assert checked.frame.filter("valid")["folio_contrato"].to_list() == [
        "A26P0000002", "A26P0000001", "A26P0000001", "A26P0000001",
    ]  # fmt: skip


def test_the_same_person_may_be_in_two_contracts_never_twice_in_one(tmp_path: Path) -> None:
    twice = pl.concat([CREW.head(1)] * 3).with_columns(
        pl.Series("folio_contrato", ["A26P0000001", "A26P0000002", "A26P0000001"])
    )
    checked = check(tmp_path, twice, contracts=OPEN)
    assert codes(checked) == [(4, "nss", "nss_duplicate"), (4, "curp", "curp_duplicate")]


def test_a_file_that_names_no_contract_where_one_is_needed_is_faulty_as_a_whole(tmp_path: Path) -> None:
    checked = check(tmp_path, CREW, contracts=OPEN)
    assert [one.code for one in checked.told if one.is_error] == ["column_missing"]
    assert (checked.tally.faulty, checked.frame["valid"].any()) == (6, False)


def test_names_are_asked_for_where_they_have_to_be_stored_and_not_where_nobody_could_resolve_them(
    tmp_path: Path,
) -> None:
    official = CREW.select("nss", "curp", "sbc")
    assert check(tmp_path, official).tally.faulty == 0
    assert check(tmp_path, official, contracts=OPEN, target="A26P0000001").tally.faulty == 6


def test_rows_of_wrong_shape_are_among_the_findings_and_the_counts(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text(CREW.write_csv() + "1,2\n")
    checked = check_file(path, Surroundings(LIMITS))
    assert codes(checked) == [(8, None, "row_shape")]
    assert (checked.tally.rows, checked.tally.valid, checked.tally.by_code) == (7, 6, {"row_shape": 1})


def test_how_many_rows_there_are_is_told_before_they_are_checked(tmp_path: Path) -> None:
    path, told = tmp_path / "lista.csv", []
    CREW.write_csv(path)
    check_file(path, Surroundings(LIMITS), on_read=told.append)
    assert told == [6]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(SheetError):
        check_file(path, Surroundings(LIMITS))


def test_an_unknown_reference_is_told_at_its_own_cell_also_in_a_file_for_one_contract(tmp_path: Path) -> None:
    rows = CREW.with_columns(pl.Series("referencia", ["", "UNO", "NADIE", "", "", ""]))
    checked = check(tmp_path, rows, contracts=OPEN.head(1), target="A26P0000001")
    found = checked.findings.filter(pl.col("code") == "contract_unknown")
    assert found.select("row", "column", "value").rows() == [(4, "referencia", "NADIE")]
    both = rows.with_columns(pl.Series("folio_contrato", ["", "", "", "X", "", ""]))
    checked = check(tmp_path, both, contracts=OPEN.head(1), target="A26P0000001")
    found = checked.findings.filter(pl.col("code") == "contract_unknown")
    assert found.select("row", "column", "value").rows() == [
        (4, "referencia", "NADIE"),
        (5, "folio_contrato", "X"),
    ]
