"""A whole file is checked at once: each faulty cell is told with its row, and the rest can be loaded."""

from decimal import Decimal

import polars as pl
import pytest

from icsoe.lib.identifiers import curp, nss
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook import findings_table
from icsoe.lib.rulebook.findings_table import with_messages
from icsoe.lib.rulebook.relations import Register
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.vector import Checked, check_workers

LIMITS = SbcLimits(Decimal("315.04"), Decimal("2932.75"))
GLORIA = ("92919084431", "HEGG560427MVZRRL04", "Hernández", "García", "Gloria", "450.00")
CURPS = ["PELJ800101HDFRPN0", "RASM810202MJCMNR0", "LOMA820303MNLPRN0"]
CURPS = [first + curp.check_digit(first) for first in CURPS]
COLUMNS = ["nss", "curp", "primer_apellido", "segundo_apellido", "nombre", "sbc"]


def number(seed: int) -> str:
    return f"{seed:010}" + nss.check_digit(f"{seed:010}")


def table(*rows: tuple[str, ...], columns: list[str] = COLUMNS) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String), orient="row")


def check(frame: pl.DataFrame, **around: object) -> Checked:
    rows = pl.int_range(2, frame.height + 2, dtype=pl.UInt32, eager=True)
    return check_workers(frame, LIMITS, row_numbers=rows, **around)  # type: ignore[arg-type]


def told(checked: Checked) -> list[tuple[int, str, str, str]]:
    return checked.findings.select("row", "column", "code", "detail").rows()


def test_a_right_table_is_kept_clean_and_typed() -> None:
    checked = check(
        table((" 92-919084431", "hegg560427mvzrrl04", "hernández", "garcía", "gloria", "$1,450.5"))
    )
    assert checked.frame.rows(named=True) == [
        {
            "row": 2,
            "nss": "92919084431",
            "curp": "HEGG560427MVZRRL04",
            "primer_apellido": "HERNÁNDEZ",
            "segundo_apellido": "GARCÍA",
            "nombre": "GLORIA",
            "sbc": Decimal("1450.50"),
            "valid": True,
        }
    ]
    assert checked.findings.is_empty()
    assert (checked.tally.rows, checked.tally.valid, checked.tally.faulty) == (1, 1, 0)


def test_a_table_without_rows_is_no_accident() -> None:
    checked = check(table())
    assert checked.frame.is_empty()
    assert checked.findings.is_empty()


def test_a_table_without_a_required_column_is_refused() -> None:
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        check(table(*[("1", "2")], columns=["nss", "curp"]))


def test_each_faulty_cell_is_told_with_its_row_and_the_value_as_typed() -> None:
    checked = check(table(GLORIA, ("9291908443x", *GLORIA[1:2], "", "García", "Gloria", "10")))
    assert checked.findings.select("row", "column", "code", "severity", "value").rows() == [
        (3, "nss", "nss_format", "E", "9291908443x"),
        (3, "curp", "curp_duplicate", "E", "HEGG560427MVZRRL04"),
        (3, "primer_apellido", "primer_apellido_required", "E", ""),
        (3, "sbc", "sbc_floor", "W", "10"),
    ]
    assert checked.frame.get_column("valid").to_list() == [True, False]
    assert (checked.tally.rows, checked.tally.faulty, checked.tally.warned) == (2, 1, 0)
    assert checked.tally.by_code["sbc_floor"] == 1


def test_second_and_later_holders_of_a_key_name_the_first_row() -> None:
    other = (number(7), *GLORIA[1:])
    checked = check(table(GLORIA, GLORIA, other, GLORIA))
    assert told(checked) == [
        (3, "nss", "nss_duplicate", "2"),
        (3, "curp", "curp_duplicate", "2"),
        (4, "curp", "curp_duplicate", "2"),
        (5, "nss", "nss_duplicate", "2"),
        (5, "curp", "curp_duplicate", "2"),
    ]


def test_keys_written_in_two_ways_are_one_key() -> None:
    checked = check(table(GLORIA, ("92 91 90 8443 1", "HEGG-560427-MVZRRL04", *GLORIA[2:])))
    assert [code for _, _, code, _ in told(checked)] == ["nss_duplicate", "curp_duplicate"]


def test_empty_or_malformed_keys_are_no_duplicates() -> None:
    checked = check(
        table(("", "", *GLORIA[2:]), ("", "", *GLORIA[2:]), ("x", "x", *GLORIA[2:]), ("x", "x", *GLORIA[2:]))
    )
    assert not {"nss_duplicate", "curp_duplicate"} & set(checked.tally.by_code)


def test_one_person_may_be_in_two_contracts_and_not_twice_in_one() -> None:
    columns = [*COLUMNS, "folio_contrato"]
    rows = [(*GLORIA, "A26P0000001"), (*GLORIA, "A26P0000002"), (*GLORIA, "a26p0000001")]
    checked = check(table(*rows, columns=columns))
    assert told(checked) == [(4, "nss", "nss_duplicate", "2"), (4, "curp", "curp_duplicate", "2")]


CONTRACTS = pl.DataFrame({"folio": ["A26P0000001", "A26P0000002"], "reference": ["OBRA NORTE", ""]})


def test_a_folio_or_reference_that_is_no_open_contract_is_told() -> None:
    columns = [*COLUMNS, "folio_contrato", "referencia"]
    rows = [
        (*GLORIA, "a26p0000001", ""),
        (number(1), CURPS[0], "Pérez", "López", "Juan", "450", "", " OBRA NORTE "),
        (number(2), CURPS[1], "Ramos", "Sánchez", "María", "450", "A26P9999999", ""),
        (number(3), CURPS[2], "López", "Mora", "Ana", "450", "", ""),
    ]
    checked = check(table(*rows, columns=columns), contracts=CONTRACTS)
    unknown = [row for row, _, code, _ in told(checked) if code == "contract_unknown"]
    assert unknown == [4, 5]
    assert checked.frame.get_column("folio_contrato").to_list() == ["A26P0000001", "A26P0000001", None, None]


def test_a_reference_alone_serves_too() -> None:
    checked = check(table((*GLORIA, "OBRA SUR"), columns=[*COLUMNS, "referencia"]), contracts=CONTRACTS)
    assert told(checked) == [(2, "referencia", "contract_unknown", "")]


def test_a_key_that_is_in_the_contract_with_another_partner_is_told() -> None:
    partners = pl.DataFrame({"nss": [number(9), GLORIA[0]], "curp": [GLORIA[1], CURPS[0]]})
    assert told(check(table(GLORIA), partners=partners)) == [
        (2, "nss", "nss_other_curp", CURPS[0]),
        (2, "curp", "curp_other_nss", number(9)),
    ]
    same = pl.DataFrame({"nss": [GLORIA[0]], "curp": [GLORIA[1]]})
    assert told(check(table(GLORIA), partners=same)) == []


def test_partners_of_another_contract_do_not_count() -> None:
    partners = pl.DataFrame({"nss": [number(9)], "curp": [GLORIA[1]], "folio_contrato": ["A26P0000002"]})
    one, two = (table((*GLORIA, folio), columns=[*COLUMNS, "folio_contrato"]) for folio in CONTRACTS["folio"])
    assert told(check(one, partners=partners, contracts=CONTRACTS)) == []
    assert told(check(two, partners=partners, contracts=CONTRACTS)) == [
        (2, "curp", "curp_other_nss", number(9))
    ]


PEOPLE = pl.DataFrame(
    {
        "nss": [GLORIA[0]],
        "curp": [GLORIA[1]],
        "primer_apellido": ["HERNÁNDEZ"],
        "segundo_apellido": ["GARCÍA"],
        "nombre": ["GLORIA"],
        "sbc": [Decimal("450.00")],
    },
    schema_overrides={"sbc": pl.Decimal(10, 2)},
)


def register(*, complete: bool = True) -> Register:
    return Register(lambda asked: PEOPLE.filter(pl.col("nss").is_in(asked.implode())), complete)


def test_the_register_gives_names_and_salary_where_none_were_typed() -> None:
    checked = check(table((GLORIA[0], GLORIA[1], ""), columns=["nss", "curp", "sbc"]), register=register())
    assert told(checked) == []
    assert checked.frame.select("primer_apellido", "nombre", "sbc").row(0) == (
        "HERNÁNDEZ",
        "GLORIA",
        Decimal("450.00"),
    )
    assert checked.notes == ()


def test_without_names_and_without_register_the_names_are_missing_and_it_says_so() -> None:
    checked = check(table((GLORIA[0], GLORIA[1], "450"), columns=["nss", "curp", "sbc"]))
    assert [code for _, _, code, _ in told(checked)] == ["primer_apellido_required", "nombre_required"]
    assert checked.notes == (Finding("registry_unavailable", "nss"),)


def test_what_the_register_contradicts_is_told() -> None:
    pair = (GLORIA[0], CURPS[0], "Pérez", "López", "Juan", "450")
    absent = (number(5), GLORIA[1], *GLORIA[2:])
    salary = (*GLORIA[:5], "451")
    codes = [
        [code for _, _, code, _ in told(check(table(row), register=register()))]
        for row in (pair, absent, salary)
    ]
    assert codes == [["registry_mismatch"], ["registry_unknown"], ["registry_sbc"]]
    assert told(check(table(salary), register=register()))[0][3] == "450.00"


def test_a_register_that_is_not_complete_has_no_data_and_says_so() -> None:
    checked = check(table((number(5), *GLORIA[1:])), register=register(complete=False))
    assert told(checked) == []
    assert checked.notes == (Finding("registry_no_data", "nss", detail="1"),)


def test_a_guessed_nss_alone_reveals_nothing_of_its_holder() -> None:
    checked = check(table((GLORIA[0], CURPS[0], ""), columns=["nss", "curp", "sbc"]), register=register())
    assert checked.frame.select("primer_apellido", "nombre", "sbc").row(0) == ("", "", None)
    assert "HEGG" not in str(checked.findings.rows())


def test_limits_that_are_not_known_are_said_not_to_be_checked() -> None:
    frame = table((*GLORIA[:5], "1"))
    checked = check_workers(frame, SbcLimits(None, None), row_numbers=pl.Series([2], dtype=pl.UInt32))
    assert checked.findings.is_empty()
    assert Finding("sbc_limits_unavailable", "sbc") in checked.notes


def test_a_hopeless_table_lists_the_first_findings_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_table, "MOST_LISTED", 10)
    checked = check(table(*[("x", "", "", "", "", "")] * 50))
    assert checked.findings.group_by("code").len().get_column("len").to_list() == [10] * 5
    assert checked.findings.get_column("row").max() == 11
    assert checked.tally.by_code["nss_format"] == 50
    assert checked.tally.faulty == 50
    assert not checked.frame.get_column("valid").any()
    assert "findings_cut" in {note.code for note in checked.notes}


def test_findings_are_put_into_words_together() -> None:
    findings = check(table(GLORIA, (*GLORIA[:5], "x"))).findings
    words = with_messages(findings).get_column("message").to_list()
    assert words[0] == "El NSS «92919084431» ya está en el renglón 2 del mismo contrato. Deje solo uno."
    assert words[2].startswith("«x» no es un importe.")
    assert with_messages(findings, "en").get_column("message")[2].startswith("“x” is not an amount.")
    assert with_messages(findings.clear()).is_empty()


def test_the_limits_themselves_are_within_the_limits() -> None:
    amounts = ["315.03", "315.04", "2932.75", "2932.76"]
    rows = [(number(n), CURPS[0], "Pérez", "López", "Juan", sbc) for n, sbc in enumerate(amounts, start=1)]
    codes = [(row, code) for row, column, code, _ in told(check(table(*rows))) if column == "sbc"]
    assert codes == [(2, "sbc_floor"), (5, "sbc_cap")]


def test_a_person_repeated_in_two_contracts_is_told_with_the_first_row_of_its_own() -> None:
    rows = [(*GLORIA, folio) for folio in ("A26P0000001", "A26P0000001", "A26P0000002", "A26P0000002")]
    found = told(check(table(*rows, columns=[*COLUMNS, "folio_contrato"])))
    assert [one for one in found if one[2] == "nss_duplicate"] == [
        (3, "nss", "nss_duplicate", "2"),
        (5, "nss", "nss_duplicate", "4"),
    ]
