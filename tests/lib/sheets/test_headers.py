"""Columns are found by their titles, however a person spells them."""

import pytest
from tests.lib.sheets.craft import HEADER

from icsoe.lib.sheets.errors import SheetError
from icsoe.lib.sheets.headers import columns, map_columns, name_of, names, plain


def test_the_official_headers_are_ours() -> None:
    mapped = map_columns(HEADER)
    assert dict(mapped.positions) == {"nss": 0, "curp": 1, "sbc": 2}
    assert mapped.header


def test_every_column_is_known_by_its_name_its_title_and_each_spelling() -> None:
    for column in columns():
        for spelling in (column.name, column.title, *column.spellings):
            assert name_of(spelling) == column.name
            assert name_of(f"  {spelling.upper()}: ") == column.name


def test_no_spelling_belongs_to_two_columns() -> None:
    spelt = [(plain(spelling), column.name) for column in columns() for spelling in column.spellings]
    assert len({text for text, _ in spelt}) == len(set(spelt))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("N.S.S.", "nss"),
        ("Número de Seguridad Social", "nss"),
        ("C.U.R.P.", "curp"),
        ("Salario Base de Cotización (SBC)", "sbc"),
        ("APELLIDO PATERNO", "primer_apellido"),
        ("Apellido materno", "segundo_apellido"),
        ("Nombre(s)", "nombre"),
        ("Folio del contrato", "folio_contrato"),
        ("No. de contrato", "referencia"),
    ],
)
def test_common_spellings(title: str, name: str) -> None:
    assert name_of(title) == name


def test_columns_may_come_in_any_order_and_with_others_between() -> None:
    mapped = map_columns(["SBC", "Observaciones", "Nombre", "CURP", "", "NSS"])
    assert dict(mapped.positions) == {"nss": 5, "curp": 3, "sbc": 0, "nombre": 2}
    assert mapped.ignored == ("Observaciones",)
    assert list(mapped.positions) == [name for name in names() if name in mapped.positions]


def test_three_cells_of_data_are_the_official_columns_without_header() -> None:
    mapped = map_columns(["92919084431", "PEXA900101MDFRXN09", "512.30"])
    assert not mapped.header
    assert dict(mapped.positions) == {"nss": 0, "curp": 1, "sbc": 2}


@pytest.mark.parametrize(
    ("first_row", "missing"),
    [
        (["NSS", "CURP"], "Salario base de cotización"),
        (["NSS", "nombre"], "CURP, Salario base de cotización"),
        (["92919084431", "PEXA900101MDFRXN09", "512.30", "ANA"], "NSS, CURP, Salario base de cotización"),
        (["uno", "dos", "tres"], "NSS, CURP, Salario base de cotización"),
    ],
)
def test_a_missing_column_is_named(first_row: list[str], missing: str) -> None:
    with pytest.raises(SheetError) as caught:
        map_columns(first_row)
    assert caught.value.code == "column_missing"
    assert f"Falta la columna {missing}." in caught.value.message


def test_a_repeated_column_is_named_with_its_titles() -> None:
    with pytest.raises(SheetError) as caught:
        map_columns(["NSS", "CURP", "SBC", "Número de seguridad social"])
    assert caught.value.code == "column_repeated"
    assert "«NSS», «Número de seguridad social»" in caught.value.message
