"""A review of many contracts is read a page at a time, folded; one of few lies open."""

import pytest
from tests.firms import PERIOD, Firm, persons

from icsoe.interfaces.portal.presenters import review

HERE = f"/informativa/{PERIOD}/"


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "UNFOLDED_CONTRACTS", 1)
    monkeypatch.setattr(review, "SHOWN_CONTRACTS", 2)
    monkeypatch.setattr(review, "SHOWN_ERRORS", 2)


def test_few_lie_open_with_the_way_to_the_signature(firm: Firm) -> None:
    firm.worker(firm.contract(), persons(1)[0])
    shown = firm.browser.get(HERE).content.decode()
    assert "Abra un contrato" not in shown
    assert "Siguiente" not in shown
    assert 'href="#firmar"' in shown


@pytest.mark.usefixtures("pages_of_two")
def test_many_are_folded_and_paged_and_each_is_seen_once(firm: Firm) -> None:
    made = [firm.contract() for _ in range(3)]
    for contract, person in zip(made, persons(3), strict=True):
        firm.worker(contract, person)
    first, second = (firm.browser.get(f"{HERE}{query}").content.decode() for query in ("", "?desde=2"))
    assert "Contratos del 1 al 2 de 3" in first
    assert f'href="{HERE}?desde=2#contratos"' in first
    assert "Contratos del 3 al 3 de 3" in second
    assert f'href="{HERE}?desde=0#contratos"' in second
    for contract in made:
        assert (first + second).count(f"Cambiar el contrato {contract.folio}") == 1
    assert "1 trabajador</summary>" in second
    assert "Firmar y presentar" in second


@pytest.mark.usefixtures("pages_of_two")
def test_a_place_past_the_end_shows_the_first(firm: Firm) -> None:
    for person in persons(3):
        firm.worker(firm.contract(), person)
    assert "Contratos del 1 al 2 de 3" in firm.browser.get(f"{HERE}?desde=99").content.decode()


@pytest.mark.usefixtures("pages_of_two")
def test_many_obstacles_are_told_a_few_at_a_time(firm: Firm) -> None:
    made = [firm.contract() for _ in range(4)]
    shown = firm.browser.get(HERE).content.decode()
    assert shown.count("Ir al contrato") == 2
    assert "Y 2 más." in shown
    assert all(f"{one.folio}: El contrato {one.folio}" not in shown for one in made)
