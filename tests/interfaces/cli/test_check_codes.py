"""One failing example of every code about a file or a worker, through `icsoe workers check` where it can.

What only a contract or the Institute's register can say is told by the same check with them at hand.
"""

import csv
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from icsoe.interfaces.cli.demo.people import people
from icsoe.interfaces.cli.main import main
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook import findings_table
from icsoe.lib.rulebook.file_check import Surroundings, check_file
from icsoe.lib.rulebook.relations import Register
from icsoe.lib.rulebook.rules import Scope, message_template, rules
from icsoe.lib.rulebook.vector import check_workers

COLUMNS = ("nss", "curp", "sbc", "primer_apellido", "segundo_apellido", "nombre")
CREW = people(3, 88).select(pl.col(COLUMNS).cast(pl.String))
RIGHT = dict(CREW.row(0, named=True))
OTHER = dict(CREW.row(1, named=True))
CURP = RIGHT["curp"]


@dataclass(frozen=True)
class Example:
    """A cell that is wrong, and the row its code is told in."""

    code: str
    column: str
    value: str
    found_in: int = 3


def _last(text: str) -> str:
    return f"{text[:-1]}{(int(text[-1]) + 1) % 10}"


CELLS = (
    Example("nss_required", "nss", ""),
    Example("nss_format", "nss", "123"),
    Example("nss_check", "nss", _last(OTHER["nss"])),
    Example("nss_leading_zero", "nss", "1234567897"),
    Example("nss_duplicate", "nss", RIGHT["nss"]),
    Example("curp_duplicate", "curp", CURP),
    Example("curp_required", "curp", " "),
    Example("curp_format", "curp", CURP[:17]),
    Example("curp_state", "curp", f"{CURP[:11]}ZZ{CURP[13:]}"),
    Example("curp_date", "curp", f"{CURP[:6]}1332{CURP[10:]}"),
    Example("curp_check", "curp", _last(OTHER["curp"])),
    Example("curp_names", "nombre", "ZÓSIMO"),
    Example("primer_apellido_required", "primer_apellido", ""),
    Example("nombre_required", "nombre", ""),
    Example("name_chars", "segundo_apellido", "P3REZ"),
    Example("name_length", "nombre", "A" * 51),
    Example("sbc_required", "sbc", ""),
    Example("sbc_format", "sbc", "1.2.3"),
    Example("sbc_floor", "sbc", "1.00"),
    Example("sbc_cap", "sbc", "99999"),
)
# The bytes of a file that is refused or told about as a whole.
HEADER = ",".join(COLUMNS)
GOOD = ",".join(RIGHT.values())
FILES = {
    "file_empty": b"",
    "file_unreadable": b"%PDF-1.7\n",
    "file_too_large": f"{HEADER}\n{'1' * 200_000}\n".encode(),
    "column_missing": b"nss,sbc\n1,2\n",
    "column_repeated": b"nss,curp,sbc,NSS\n1,2,3,4\n",
    "row_shape": f"{HEADER}\n{GOOD}\n1,2\n".encode(),
    "registry_unavailable": f"{HEADER}\n{GOOD}\n".encode(),
}
# What an act refuses, not a check: told by the tests of the acts.
OF_ACTS = {
    "worker_repeated", "load_state", "loads_waiting", "rows_faulty", "nothing_valid", "list_changed",
    "load_in_progress", "load_changed_nothing", "undo_list_changed", "undo_unavailable",
    "too_many_to_correct", "cell_unknown", "load_abandoned", "load_access_over",
}  # fmt: skip
OPEN = pl.DataFrame({"folio": ["A26P0000001"], "reference": [""]})


def told_by_command(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, str]]:
    main(["workers", "check", str(path), "--period", "2026-1", *more])
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)["findings"]
    return found


@pytest.mark.parametrize("example", CELLS, ids=lambda example: example.code)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_wrong_cell_is_told_in_its_row_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], example: Example, language: str
) -> None:
    path = tmp_path / "lista.csv"
    pl.DataFrame([RIGHT, {**OTHER, example.column: example.value}]).write_csv(path)
    found = told_by_command(path, capsys, "--language", language)
    (one,) = [one for one in found if one["code"] == example.code]
    assert (one["row"], one["severity"]) == (example.found_in, rules()[example.code].severity.value)
    assert one["message"].startswith(message_template(example.code, language).partition("{")[0])  # type: ignore[arg-type]
    assert "{" not in one["message"]


@pytest.mark.parametrize("code", FILES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_wrong_with_a_whole_file_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str, language: str
) -> None:
    path = tmp_path / "lista.csv"
    path.write_bytes(FILES[code])
    found = told_by_command(path, capsys, "--language", language)
    (one,) = [one for one in found if one["code"] == code]
    assert one["message"].endswith(".")
    assert (re.search(r"\b(file|column|row|register)\b", one["message"]) is not None) is (language == "en")


def test_a_period_without_salary_bounds_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lista.csv"
    CREW.write_csv(path)
    main(["workers", "check", str(path), "--period", "2099-1"])
    assert "sbc_limits_unavailable" in capsys.readouterr().out


def test_a_row_of_no_open_contract_and_one_that_the_register_contradicts_are_told(tmp_path: Path) -> None:
    path, limits = tmp_path / "lista.csv", SbcLimits(None, None)
    CREW.with_columns(folio_contrato=pl.lit("A26P0000009")).write_csv(path)
    stranger = CREW.with_columns(sbc=pl.lit(1.5).cast(pl.Decimal(10, 2)), curp=pl.lit(CURP)).slice(0, 2)
    found = {
        complete: check_file(
            path,
            Surroundings(limits, contracts=OPEN, register=Register(lambda _: stranger, complete=complete)),
        )
        for complete in (True, False)
    }
    codes = set(found[True].findings["code"])
    assert codes == {"contract_unknown", "registry_unknown", "registry_mismatch", "registry_sbc"}
    assert "registry_no_data" in {one.code for one in found[False].told}


def test_a_key_that_the_contract_holds_with_another_partner_is_told() -> None:
    partners = pl.DataFrame({"nss": [RIGHT["nss"], CREW["nss"][2]], "curp": [CREW["curp"][2], OTHER["curp"]]})
    checked = check_workers(
        CREW.head(2),
        SbcLimits(Decimal(1), Decimal(99_999)),
        row_numbers=pl.Series([2, 3], dtype=pl.UInt32),
        partners=partners,
    )
    assert set(checked.findings["code"]) == {"nss_other_curp", "curp_other_nss"}


def test_findings_beyond_those_listed_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_table, "MOST_LISTED", 1)
    wrong = CREW.with_columns(sbc=pl.lit("x"))
    numbers = pl.Series([2, 3, 4], dtype=pl.UInt32)
    checked = check_workers(wrong, SbcLimits(None, None), row_numbers=numbers)
    assert "findings_cut" in {one.code for one in checked.notes}
    assert checked.tally.by_code == {"sbc_format": 3}


def test_no_code_of_the_rulebook_is_without_an_example() -> None:
    rulebook = Path(__file__).parents[3] / "docs" / "rulebook.csv"
    with rulebook.open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file) if row["scope"] in (Scope.FILE, Scope.WORKER)}
    here = Path(__file__).read_text("utf-8")
    assert {code for code in codes - OF_ACTS if f'"{code}"' not in here} == set()
