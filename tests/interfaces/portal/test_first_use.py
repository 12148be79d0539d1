"""The first minutes of somebody new: what to do next, for whom, and what is not theirs to do."""

from django.test import Client
from tests.clerks import appointed, browser_of
from tests.firms import Firm, persons


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_nobody_with_contracts_is_led_past_them(newcomer: Firm) -> None:
    board = text(newcomer.browser, "/panel/")
    assert "Si inició contratos en el periodo, captúrelos." in board
    assert "Presentar sin información" in board
    assert "Capturar contratos" in board


def test_a_clerk_is_told_to_send_since_only_the_holder_presents(newcomer: Firm) -> None:
    board = text(browser_of(appointed(newcomer)), "/panel/")
    assert "envíe a firma una informativa Sin información" in board
    assert "Presentar sin información" not in board


def test_a_clerk_sees_for_whom_each_page_is(newcomer: Firm) -> None:
    clerk = appointed(newcomer)
    page = text(browser_of(clerk), "/contratos/")
    assert f'"account-name">{newcomer.provider.name}<' in page
    assert f'"account-detail">{newcomer.provider.rfc} · captura {clerk.name}<' in page


def test_a_clerk_asks_the_holder_for_the_registration_it_cannot_capture(newcomer: Firm) -> None:
    page = text(browser_of(appointed(newcomer)), "/contratos/nuevo/")
    assert "Pida al titular que lo capture" in page
    assert "Capturar el registro REPSE" not in page


def test_one_of_one_is_said_as_one(firm: Firm) -> None:
    contract = firm.contract()
    firm.worker(contract, persons(1)[0])
    assert "Se muestra 1 de 1 trabajador." in text(firm.browser, f"/contratos/{contract.folio}/")
    assert "En esta página: 1 contrato." in text(firm.browser, "/contratos/?periodo=2026-2")


def test_each_has_its_door_and_clients_are_told_they_need_none(client: Client) -> None:
    page = text(client, "/entrar/")
    assert "Entrar como capturista" in page
    assert 'action="/instituto/entrar/"' in page
    assert "verifique el acuse que le entregaron" in page
