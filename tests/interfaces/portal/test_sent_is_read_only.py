"""What a clerk sent to signature is shown to clerks and changed by none of them."""

import pytest
from django.test import Client
from tests.clerks import appointed, browser_of
from tests.firms import PERIOD, Firm, persons

from icsoe.apps.contracts.models import Contract

SENT = "está enviada a firma"


@pytest.fixture
def contract(firm: Firm) -> Contract:
    made = firm.contract()
    firm.worker(made, persons(1)[0])
    return made


@pytest.fixture
def clerk(firm: Firm, contract: Contract) -> Client:
    browser = browser_of(appointed(firm))
    browser.post(f"/informativa/{PERIOD}/enviar/", {"note": ""})
    return browser


def test_the_pages_of_capture_show_and_do_not_offer(clerk: Client, contract: Contract) -> None:
    at = f"/contratos/{contract.folio}/"
    offers = (
        "worker-form",
        "contratos/nuevo/",
        "Cambiar los datos",
        "Quitar<",
        "data-upload ",
    )
    for path in ("/contratos/", at, f"{at}editar/", f"{at}cargar/", f"/contratos/cargar/?periodo={PERIOD}"):
        shown = clerk.get(path).content.decode()
        assert SENT in shown, path
        assert "pida al titular que la devuelva" in shown, path
        assert [one for one in offers if one in shown] == [], path
    review = clerk.get(f"/informativa/{PERIOD}/").content.decode()
    assert "Cambiar el contrato" not in review
    assert "Solo el titular puede firmarla o devolverla" in review


def test_what_has_only_a_form_goes_to_where_it_is_told(clerk: Client, contract: Contract) -> None:
    for path in ("eliminar/", "copiar-lista/"):
        answer = clerk.get(f"/contratos/{contract.folio}/{path}")
        assert answer["Location"] == f"/contratos/{contract.folio}/"
    listed = f"/contratos/?periodo={PERIOD}"
    assert clerk.get(f"/contratos/copiar/?periodo={PERIOD}")["Location"] == listed
    assert clerk.get(f"/contratos/{contract.folio}/copiar/?periodo={PERIOD}")["Location"] == listed
    assert SENT in clerk.get("/contratos/nuevo/").content.decode()


def test_the_board_says_to_each_what_is_left_for_it(firm: Firm, clerk: Client) -> None:
    assert "espera la firma del titular" in clerk.get("/panel/").content.decode()
    assert "Revise todo y firme" in firm.browser.get("/panel/").content.decode()
    firm.browser.post(f"/informativa/{PERIOD}/devolver/")
    assert "envíela a firma" in clerk.get("/panel/").content.decode()


def test_the_holder_still_changes_it_and_returns_it(firm: Firm, clerk: Client, contract: Contract) -> None:
    at = f"/contratos/{contract.folio}/"
    assert "worker-form" in firm.browser.get(at).content.decode()
    assert SENT not in firm.browser.get(at).content.decode()
    firm.browser.post(f"/informativa/{PERIOD}/devolver/")
    assert "worker-form" in clerk.get(at).content.decode()


def test_a_clerk_of_some_contracts_is_not_offered_the_review(firm: Firm, contract: Contract) -> None:
    from icsoe.apps.access.clerks import Reach

    browser = browser_of(appointed(firm, 3, reach=Reach(all_contracts=False, folios=(contract.folio,))))
    assert "Revisar informativa" not in browser.get(f"/contratos/{contract.folio}/").content.decode()
