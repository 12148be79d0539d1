"""A clerk's second factor: codes of a telephone, recovery codes; asked at the door."""

import time
from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from tests import clerks as people
from tests.clerks import PASSWORD, appointed, browser_of, enter, proved_browser_of
from tests.firms import AT, Firm

from icsoe.apps.access.models import Appointment

CODE = "/entrar/capturista/codigo/"


def code_now(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def one(firm: Firm) -> Appointment:
    return appointed(firm)


def with_telephone(one: Appointment) -> tuple[str, list[str]]:
    """Add a telephone as its owner does; the secret and the recovery codes."""
    browser = proved_browser_of(one)
    offered = browser.get("/seguridad/telefono/").content.decode()
    secret = browser.session["totp_offer"]
    assert secret in offered
    assert "<svg" in offered
    assert browser.post("/seguridad/telefono/", {"code": "000000x"}).status_code == 422
    added = browser.post("/seguridad/telefono/", {"code": code_now(secret)})
    assert added["Location"] == "/seguridad/"
    codes = browser.session["recovery_codes"]
    shown = browser.get("/seguridad/").content.decode()
    assert all(code in shown for code in codes)
    assert codes[0] not in browser.get("/seguridad/").content.decode()
    return secret, codes


def halfway(one: Appointment) -> Client:
    browser = Client()
    entered = enter(browser, one.curp)
    assert entered["Location"].startswith(CODE)
    assert "_auth_user_id" not in browser.session
    return browser


def test_the_code_is_asked_and_holds_once(one: Appointment) -> None:
    secret, _ = with_telephone(one)
    browser = halfway(one)
    assert browser.get("/empresas/").status_code == 302
    code = code_now(secret, 1)
    assert browser.post(CODE, {"code": code})["Location"] == "/empresas/"
    assert halfway(one).post(CODE, {"code": code}).status_code == 422


def test_a_recovery_code_opens_once(one: Appointment) -> None:
    _, codes = with_telephone(one)
    assert halfway(one).post(CODE, {"code": codes[3]}).status_code == 302
    assert halfway(one).post(CODE, {"code": codes[3]}).status_code == 422


def test_codes_cannot_be_guessed_on_and_on(one: Appointment) -> None:
    with_telephone(one)
    browser = halfway(one)
    for _ in range(5):
        browser.post(CODE, {"code": "000000"})
    assert browser.get(CODE)["Location"] == "/entrar/capturista/"
    assert enter(Client(), one.curp).status_code == 429


def test_the_second_step_needs_the_first_and_does_not_wait_for_ever(
    one: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, _ = with_telephone(one)
    assert Client().post(CODE, {"code": code_now(secret)})["Location"] == "/entrar/capturista/"
    browser = halfway(one)
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT + timedelta(minutes=5, seconds=1))
    assert browser.post(CODE, {"code": code_now(secret, 1)})["Location"] == "/entrar/capturista/"


def test_who_took_too_long_gives_the_password_again_and_goes_where_it_was_going(one: Appointment) -> None:
    where = f"next={quote('/contratos/?periodo=2026-2&ver=incompletos', safe='')}"
    back = f"/entrar/capturista/?{where}"
    assert Client().get(f"{CODE}?{where}")["Location"] == back
    asked = Client().post(f"/entrar/capturista/llave/?{where}", {}, content_type="application/json")
    assert asked.json() == {"redirect": back}


def test_the_second_step_keeps_the_whole_address_it_leads_to(one: Appointment) -> None:
    with_telephone(one)
    where = f"next={quote('/contratos/?periodo=2026-2&ver=incompletos', safe='')}"
    entered = Client().post(f"/entrar/capturista/?{where}", {"curp": one.curp, "password": PASSWORD})
    assert entered["Location"] == f"{CODE}?{where}"


def test_secrets_are_not_kept_in_the_clear(one: Appointment) -> None:
    secret, _ = with_telephone(one)
    kept = " ".join(str(each.data) for each in Authenticator.objects.all())
    assert secret not in kept


def test_without_its_last_factor_an_account_asks_for_the_password_only(one: Appointment) -> None:
    with_telephone(one)
    browser = proved_browser_of(one)
    factor = Authenticator.objects.get(type="totp")
    browser.post(f"/seguridad/factores/{factor.pk}/quitar/")
    assert not Authenticator.objects.exists()
    assert enter(Client(), one.curp)["Location"] == "/empresas/"


def test_nobody_takes_away_another_s_factor(one: Appointment, firm: Firm) -> None:
    with_telephone(one)
    factor = Authenticator.objects.get(type="totp")
    assert (
        proved_browser_of(appointed(firm, 1)).post(f"/seguridad/factores/{factor.pk}/quitar/").status_code
        == 404
    )
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_a_passkey_is_asked_for_this_host_and_account(one: Appointment) -> None:
    browser = proved_browser_of(one)
    offer = browser.post("/seguridad/llave/", b"{}", "application/json").json()["publicKey"]
    assert offer["rp"]["id"] == "testserver"
    assert offer["user"]["name"] == "Renata Olmos Prado"
    assert one.curp not in str(offer)


@pytest.mark.parametrize(
    "credential", [b'{"id": "x"}', b"[]", b"\xff", b'{"id": "x", "response": {"clientDataJSON": 1}}']
)
def test_a_passkey_made_elsewhere_is_refused(one: Appointment, credential: bytes) -> None:
    browser = proved_browser_of(one)
    browser.post("/seguridad/llave/", b"{}", "application/json")
    refused = browser.post("/seguridad/llave/", credential, "application/json")
    assert refused.status_code in {400, 422}
    assert not Authenticator.objects.exists()


def test_the_password_is_changed_knowing_it(one: Appointment) -> None:
    browser, other = browser_of(one), browser_of(one)
    new = "montaña violeta 4 tranvía"
    form = {"current": "no es", "password": new, "again": new}
    assert browser.post("/seguridad/contrasena/", form).status_code == 422
    form["current"] = PASSWORD
    assert browser.post("/seguridad/contrasena/", form)["Location"] == "/seguridad/"
    assert browser.get("/empresas/").status_code == 200
    assert other.get("/empresas/").status_code == 302
    assert enter(Client(), one.curp, new).status_code == 302


def test_a_session_left_open_is_not_enough_to_change_how_one_enters(
    one: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_telephone(one)
    factor = Authenticator.objects.get(type="totp")
    stolen = browser_of(one)
    asks = "/seguridad/confirmar/?next="
    assert stolen.get("/seguridad/telefono/")["Location"].startswith(asks)
    assert stolen.post(f"/seguridad/factores/{factor.pk}/quitar/")["Location"].startswith(asks)
    offer = stolen.post("/seguridad/llave/", b"{}", "application/json").json()
    assert offer["redirect"].startswith(asks)
    assert Authenticator.objects.filter(pk=factor.pk).exists()

    mine = proved_browser_of(one)
    later = AT + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: later)
    assert mine.get("/seguridad/telefono/")["Location"].startswith(asks)


def test_the_password_asked_inside_is_not_guessed_on_and_on(one: Appointment) -> None:
    browser = browser_of(one)
    for _ in range(5):
        assert browser.post("/seguridad/confirmar/", {"password": "adivinanza"}).status_code == 422
    assert browser.post("/seguridad/confirmar/", {"password": PASSWORD}).status_code == 422
    assert browser.get("/seguridad/telefono/").status_code == 302


def test_whoever_has_just_entered_is_not_asked_again(one: Appointment) -> None:
    browser = Client()
    enter(browser, one.curp)
    assert browser.get("/seguridad/telefono/").status_code == 200


def test_the_owner_is_told_by_letter_of_each_change(one: Appointment) -> None:
    with_telephone(one)
    factor = Authenticator.objects.get(type="totp")
    proved_browser_of(one).post(f"/seguridad/factores/{factor.pk}/quitar/")
    subjects = [letter.subject for letter in people.letters()][-2:]
    assert [subject.split(" un segundo")[0] for subject in subjects] == ["Se agregó", "Se quitó"]


def test_a_code_seen_while_typed_is_dead_for_as_long_as_it_could_be_taken(
    one: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, _ = with_telephone(one)
    begin = (int(time.time()) // 30 + 10) * 30
    now = {"seconds": 0}
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT + timedelta(seconds=300 + now["seconds"]))
    monkeypatch.setattr(time, "time", lambda: begin + now["seconds"])
    ahead = format_hotp_value(hotp_value(secret, begin // 30 + 1))
    assert halfway(one).post(CODE, {"code": ahead}).status_code == 302
    now["seconds"] = 89
    assert halfway(one).post(CODE, {"code": ahead}).status_code == 422
