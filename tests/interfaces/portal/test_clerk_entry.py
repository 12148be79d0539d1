"""The clerks' door: who passes, what it tells, and how it is guarded against guessing."""

import re
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone
from tests import clerks as people
from tests.clerks import PASSWORD, appointed, curp_of, enter, invitation_path, invited
from tests.firms import AT, Firm

from icsoe.apps.access import clerks as acts
from icsoe.apps.access.models import Account, Appointment
from icsoe.apps.audit.models import Entry

DOOR = "/entrar/capturista/"
NEW = "montaña violeta 4 tranvía"


@pytest.fixture
def one(firm: Firm) -> Appointment:
    return appointed(firm)


def test_a_clerk_enters_with_its_curp_however_typed(one: Appointment) -> None:
    browser = Client()
    entered = enter(browser, f" {one.curp[:4].lower()}-{one.curp[4:]} ")
    assert entered["Location"] == "/empresas/"
    assert browser.get("/empresas/").status_code == 200


def test_the_session_changes_its_key_at_entry_and_dies_at_exit(one: Appointment) -> None:
    browser = Client()
    browser.post("/entrar/reto/")
    planted = browser.session.session_key
    enter(browser, one.curp)
    inside = browser.cookies["icsoe_session"].value
    assert inside != planted
    browser.post("/salir/")
    stolen = Client()
    stolen.cookies["icsoe_session"] = inside
    assert stolen.get("/empresas/")["Location"].startswith("/entrar/")


def test_a_known_and_an_unknown_curp_get_the_same_answer(one: Appointment) -> None:
    known = enter(Client(), one.curp, "no es la contraseña 1")
    unknown = enter(Client(), curp_of(4), "no es la contraseña 1")
    assert known.status_code == unknown.status_code == 422
    texts = {
        _without_tokens(page.content.decode().replace(curp, ""))
        for page, curp in ((known, one.curp), (unknown, curp_of(4)))
    }
    assert len(texts) == 1


def test_a_curp_of_nobody_of_one_and_of_two_accounts_take_as_many_hashes(one: Appointment) -> None:
    twice = curp_of(5)
    for box in ("a@otro.example", "b@otro.example"):
        Account.objects.create(
            kind="clerk", key=twice, name="R", email=box, password="md5$x$y", created_at=AT
        )
    for curp in (one.curp, twice, curp_of(4)):
        with mock.patch.object(
            MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
        ) as hashed:
            enter(Client(), curp, "no es la contraseña 1")
        assert hashed.call_count == 2


def test_nobody_can_lock_a_rival_out(one: Appointment) -> None:
    for _ in range(8):
        attack = enter(Client(), one.curp, "adivinanza", REMOTE_ADDR="10.9.9.9")
    assert attack.status_code == 429
    assert "Demasiados intentos" in attack.content.decode()
    assert enter(Client(), one.curp, PASSWORD, REMOTE_ADDR="10.9.9.9").status_code == 429
    assert enter(Client(), one.curp, PASSWORD, REMOTE_ADDR="10.1.1.1")["Location"] == "/empresas/"


def test_too_many_attempts_say_the_same_of_an_unknown_curp(one: Appointment) -> None:
    for curp in (one.curp, curp_of(4)):
        answers = [enter(Client(), curp, "adivinanza", REMOTE_ADDR="10.9.9.8").status_code for _ in range(7)]
        assert answers == [422] * 5 + [429] * 2


def test_one_address_that_tries_many_persons_is_stopped(one: Appointment, settings: Any) -> None:
    settings.MOST_FAILURES_OF_AN_ADDRESS = 6
    for place in range(6):
        enter(Client(), curp_of(place + 1), "primavera2026", REMOTE_ADDR="10.9.9.7")
    assert enter(Client(), one.curp, PASSWORD, REMOTE_ADDR="10.9.9.7").status_code == 429
    assert enter(Client(), one.curp, PASSWORD, REMOTE_ADDR="10.1.1.1").status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(14, 429), (16, 302)])
def test_who_guessed_too_often_waits_a_quarter_of_an_hour(
    one: Appointment, minutes: int, status: int
) -> None:
    for _ in range(6):
        enter(Client(), one.curp, "adivinanza", REMOTE_ADDR="10.9.9.6")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=minutes))
    assert enter(Client(), one.curp, PASSWORD, REMOTE_ADDR="10.9.9.6").status_code == status


def test_a_right_password_forgets_the_wrong_ones(one: Appointment) -> None:
    for _ in range(2):
        for _ in range(4):
            enter(Client(), one.curp, "adivinanza")
        assert enter(Client(), one.curp).status_code == 302


def test_attempts_are_counted_without_keeping_the_curp(one: Appointment) -> None:
    from axes.models import AccessAttempt

    enter(Client(), one.curp, "adivinanza")
    kept = AccessAttempt.objects.get()
    assert one.curp not in " ".join(str(value) for value in vars(kept).values())
    assert "adivinanza" not in str(kept.post_data)
    refused = Entry.objects.get(event="clerk_entry_refused")
    assert one.curp not in " ".join(str(value) for value in vars(refused).values())


def test_a_holder_and_an_inactive_clerk_do_not_enter_with_a_password(one: Appointment, firm: Firm) -> None:
    assert enter(Client(), firm.provider.rfc, "").status_code == 422
    Account.objects.filter(key=one.curp).update(is_active=False)
    assert enter(Client(), one.curp).status_code == 422


def test_the_door_goes_on_only_to_our_own_addresses(one: Appointment) -> None:
    inside = Client().post(f"{DOOR}?next=/contratos/", {"curp": one.curp, "password": PASSWORD})
    assert inside["Location"] == "/contratos/"
    for outside in ("https://malo.example/", "//malo.example", "javascript:alert(1)"):
        sent = Client().post(f"{DOOR}?next={outside}", {"curp": one.curp, "password": PASSWORD})
        assert sent["Location"] == "/empresas/"


# --- recovery -----------------------------------------------------------------------------------------------


def ask(browser: Client, curp: str, email: str) -> str:
    return _without_tokens(browser.post("/recuperar/", {"curp": curp, "email": email}).content.decode())


def test_recovery_says_the_same_whatever_is_asked(one: Appointment) -> None:
    answers = {
        ask(Client(), one.curp, people.EMAIL.upper()),
        ask(Client(), one.curp, "otro@correo.example"),
        ask(Client(), curp_of(4), people.EMAIL),
    }
    assert len(answers) == 1
    people.letters()
    assert [letter.to for letter in mail.outbox if "Recupere" in letter.subject] == [[people.EMAIL]]


def test_a_recovery_link_is_used_once_and_ends_other_sessions(one: Appointment) -> None:
    inside = Client()
    enter(inside, one.curp)
    ask(Client(), one.curp, people.EMAIL)
    path = people.link_in(people.letters()[-1])
    browser = Client()
    assert "token" not in browser.get(path)["Location"]
    done = browser.post("/recuperar/contrasena/", {"password": NEW, "again": NEW})
    assert done["Location"] == DOOR
    assert inside.get("/empresas/")["Location"].startswith("/entrar/")
    assert enter(Client(), one.curp, PASSWORD).status_code == 422
    assert enter(Client(), one.curp, NEW).status_code == 302
    again = Client()
    assert again.get(path, follow=True).status_code == 410
    assert again.post("/recuperar/contrasena/", {"password": PASSWORD, "again": PASSWORD}).status_code == 410
    assert "cambió" in people.letters()[-1].subject


@pytest.mark.parametrize(("waited", "status"), [(3600, 200), (3601, 410)])
def test_a_recovery_link_lasts_an_hour(
    one: Appointment, monkeypatch: pytest.MonkeyPatch, waited: int, status: int
) -> None:
    ask(Client(), one.curp, people.EMAIL)
    path = people.link_in(people.letters()[-1])
    made = int(path.rstrip("/").rsplit("-", 2)[1], 36)
    later = datetime(2001, 1, 1) + timedelta(seconds=made + waited)  # noqa: DTZ001 - Django's count of seconds
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _self: later)
    assert Client().get(path, follow=True).status_code == status


def test_a_forged_recovery_link_opens_nothing(one: Appointment) -> None:
    assert Client().get(f"/recuperar/{one.account_id}-abc-{'0' * 32}/", follow=True).status_code == 410
    assert Client().get("/recuperar/zz/", follow=True).status_code == 410


def test_nobody_s_letter_box_is_filled_by_asking(one: Appointment) -> None:
    for _ in range(5):
        ask(Client(), one.curp, people.EMAIL)
    people.letters()
    assert sum("Recupere" in letter.subject for letter in mail.outbox) == 1


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("", "", "12"),
        ("corta 1", "corta 1", "12"),
        ("123456789012", "123456789012", "adivina"),
        ("passwordpassword", "passwordpassword", "adivina"),
        ("capturista imss 2026", "capturista imss 2026", "adivina"),
        ("Renata Olmos Prado", "Renata Olmos Prado", "adivina"),
        (NEW, NEW + "x", "no son iguales"),
    ],
)
def test_a_weak_password_is_refused_in_words(firm: Firm, password: str, again: str, sentence: str) -> None:
    browser = Client()
    browser.get(invitation_path(invited(firm)))
    answer = browser.post("/invitacion/", {"password": password, "again": again})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Account.objects.filter(kind="clerk").exists()


def test_a_password_has_twelve_characters_however_hard_to_guess(firm: Firm) -> None:
    hard = "zq7rVw9mkXp"
    browser = Client()
    browser.get(invitation_path(invited(firm)))
    assert browser.post("/invitacion/", {"password": hard, "again": hard}).status_code == 422
    assert browser.post("/invitacion/", {"password": hard + "T", "again": hard + "T"}).status_code == 302


# --- invitations --------------------------------------------------------------------------------------------


def accept(browser: Client, one: Appointment) -> int:
    browser.get(invitation_path(one))
    return browser.post("/invitacion/", {"password": PASSWORD, "again": PASSWORD}).status_code


def test_an_invitation_is_used_once(firm: Firm) -> None:
    one = invited(firm)
    path = invitation_path(one)
    assert accept(Client(), one) == 302
    assert Client().get(path, follow=True).status_code == 410


def test_an_invitation_lasts_seventy_two_hours(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    one = invited(firm)
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT + timedelta(hours=72))
    assert accept(Client(), one) == 410
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT + timedelta(hours=71, minutes=59))
    assert accept(Client(), one) == 302


def test_another_sending_kills_the_earlier_link(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    one = invited(firm)
    first = invitation_path(one)
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT + timedelta(minutes=10))
    firm.browser.post(f"/capturistas/{one.pk}/reenviar/")
    one.refresh_from_db()
    assert Client().get(first, follow=True).status_code == 410
    assert accept(Client(), one) == 302


def test_nobody_s_letter_box_is_filled_by_inviting(firm: Firm) -> None:
    one = invited(firm)
    for _ in range(3):
        answer = firm.browser.post(f"/capturistas/{one.pk}/reenviar/", follow=True)
    assert "hace poco" in answer.content.decode()
    for place in range(1, 15):
        form = {"curp": curp_of(place), "name": "R", "email": people.EMAIL, "until": ""}
        answer = firm.browser.post("/capturistas/invitar/", form)
    assert answer.status_code == 422
    assert "hace poco" in answer.content.decode()
    assert len(people.letters()) == 10


def test_a_withdrawn_or_forged_invitation_opens_nothing(firm: Firm) -> None:
    one = invited(firm)
    forged = Signer(salt="another").sign_object([one.pk, one.nonce])
    assert Client().get(f"/invitacion/{forged}/", follow=True).status_code == 410
    assert Client().get("/invitacion/zzz/", follow=True).status_code == 410
    acts.move(
        provider_rfc=firm.provider.rfc, appointment_id=one.pk, how=acts.Move.REMOVE, by=firm.actor, at=AT
    )
    assert Client().get(invitation_path(one), follow=True).status_code == 410


def test_a_clerk_with_an_account_accepts_with_its_own_password(firm: Firm, rival: Firm) -> None:
    appointed(firm)
    second = invited(rival)
    browser = Client()
    browser.get(invitation_path(second))
    assert browser.post("/invitacion/", {"password": "no es esa 123"}).status_code == 422
    assert browser.post("/invitacion/", {"password": PASSWORD}).status_code == 302
    assert rival.provider.name in browser.get("/empresas/").content.decode()


def test_an_invitation_is_taken_from_inside_by_its_own_person_only(firm: Firm, rival: Firm) -> None:
    mine, other = people.browser_of(appointed(firm)), people.browser_of(appointed(firm, 1))
    second = invited(rival)
    assert "Invitación por aceptar" in mine.get("/empresas/").content.decode()
    assert "Invitación por aceptar" not in other.get("/empresas/").content.decode()
    other.post(f"/empresas/invitaciones/{second.pk}/")
    second.refresh_from_db()
    assert second.state == "invited"
    mine.post(f"/empresas/invitaciones/{second.pk}/")
    second.refresh_from_db()
    assert second.state == "active"


def test_no_letter_holds_a_personal_key(firm: Firm, one: Appointment) -> None:
    ask(Client(), one.curp, people.EMAIL)
    invited(firm, 2)
    people.letters()
    assert {letter.subject for letter in mail.outbox} == {
        "Le invitan a capturar en ICSOE",
        "Recupere su contraseña de ICSOE",
    }
    for letter in mail.outbox:
        whole = letter.message().as_string() + str(letter.body) + str(letter.alternatives)
        for key in (one.curp, curp_of(2), firm.provider.rfc):
            assert key not in whole
        assert letter.alternatives


def _without_tokens(text: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="|csrf-token" content=")[^"]+', "", text)
