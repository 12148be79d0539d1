"""Folios have the Institute's shape and nothing else is read as one."""

import pytest

from icsoe.lib.identifiers.folio import (
    ContractFolio,
    FilingFolio,
    FilingKind,
    contract_folio,
    filing_folio,
    parse_contract_folio,
    parse_filing_folio,
)


def test_a_contract_folio_has_the_official_shape() -> None:
    assert contract_folio(2026, 1, 3662382) == "A26P3662382"
    assert contract_folio(2021, 2, 1) == "A21S0000001"
    assert contract_folio(2099, 3, 9_999_999) == "A99T9999999"
    assert parse_contract_folio("A26P3662382") == ContractFolio(2026, 1, 3662382)


def test_a_filing_folio_has_the_official_shape() -> None:
    assert filing_folio("N", 2026, 2, 253432) == "N262253432"
    assert filing_folio(FilingKind.NIL, 2026, 2, 7) == "SI262000007"
    assert filing_folio(FilingKind.CORRECTION, 2026, 3, 1_000_000) == "CO2631000000"
    assert parse_filing_folio("N262253432") == FilingFolio(FilingKind.NORMAL, 2026, 2, 253432)
    assert parse_filing_folio("SE211000001") == FilingFolio(FilingKind.VOID, 2021, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A26P366238",
        "A26P36623820",
        "a26P3662382",
        "A26Q3662382",
        "A20P3662382",
        "A26P0000000",
        "A26P3662382\n",
        "A２6P3662382",
        "N262253432",
    ],
)
def test_nothing_else_is_a_contract_folio(text: str) -> None:
    with pytest.raises(ValueError, match="folio"):
        parse_contract_folio(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N26225343",
        "N2620253432",
        "X262253432",
        "n262253432",
        "N264253432",
        "N202253432",
        "N262000000",
        "N262253432 ",
        "A26P3662382",
        "N262" + "9" * 40,
    ],
)
def test_nothing_else_is_a_filing_folio(text: str) -> None:
    with pytest.raises(ValueError, match="folio"):
        parse_filing_folio(text)


@pytest.mark.parametrize(
    ("year", "period", "sequence"), [(2020, 1, 1), (2100, 1, 1), (2026, 0, 1), (2026, 4, 1), (2026, 1, 0)]
)
def test_no_folio_is_written_outside_its_limits(year: int, period: int, sequence: int) -> None:
    with pytest.raises(ValueError, match="no folio"):
        contract_folio(year, period, sequence)
    with pytest.raises(ValueError, match="no folio"):
        filing_folio("N", year, period, sequence)


def test_the_eighth_digit_of_a_contract_is_refused_and_so_is_an_unknown_type() -> None:
    with pytest.raises(ValueError, match="sequence 10000000"):
        contract_folio(2026, 1, 10_000_000)
    with pytest.raises(ValueError, match="ZZ"):
        filing_folio("ZZ", 2026, 1, 1)
