"""Which period of a board is attended to first, and which contracts can be given to a clerk."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.firms import AT, make_firm

from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.selectors import PeriodRow, contracts_to_capture, most_pressing
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import PeriodState

OPEN, LATE, CAPTURE = PeriodState.OPEN, PeriodState.LATE, PeriodState.CAPTURE


def board(*states: tuple[PeriodState, bool]) -> list[PeriodRow]:
    """Rows in the order of a board; each its state and whether it was presented."""
    period, window = Period(2026, 2), cast(Any, SimpleNamespace())
    filing = cast(Any, SimpleNamespace())
    return [PeriodRow(period, state, window, None, filing if done else None) for state, done in states]


@pytest.mark.parametrize(
    ("states", "first"),
    [
        ([(OPEN, False), (CAPTURE, False), (LATE, False)], 0),
        ([(OPEN, True), (CAPTURE, False), (LATE, False)], 2),
        ([(LATE, False), (CAPTURE, False), (LATE, False)], 0),
        ([(LATE, True), (CAPTURE, False), (LATE, False)], 1),
        ([(OPEN, True), (CAPTURE, True), (LATE, True)], 0),
    ],
    ids=["in its window", "just ended", "of two late ones the newest", "older ones wait", "all presented"],
)
def test_the_most_pressing(states: list[tuple[PeriodState, bool]], first: int) -> None:
    rows = board(*states)
    assert most_pressing(rows) is rows[first]


@pytest.mark.django_db
def test_contracts_of_a_presented_period_are_given_only_while_a_complementaria_is_captured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    firm = make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")
    contract = firm.contract()
    row = board((OPEN, True))[0]
    monkeypatch.setattr("icsoe.apps.filings.selectors.board", lambda *_: [row])
    assert contracts_to_capture(firm.provider.rfc, AT) == []
    reopened = PeriodRow(
        Period(contract.year, contract.number), OPEN, row.window, None, row.filing, FilingType.CORRECTION
    )
    monkeypatch.setattr("icsoe.apps.filings.selectors.board", lambda *_: [reopened])
    assert [one.contract.folio for one in contracts_to_capture(firm.provider.rfc, AT)] == [contract.folio]
