"""An officer enters with e-mail, password and telephone; nobody learns which of them was wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from icsoe.apps.access import officers
from icsoe.apps.access.models import Account
from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.audit.models import Entry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 10, 18, 0, tzinfo=UTC)


def code_of(keys: officers.Keys) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(keys.totp_secret, counter)))


@pytest.fixture
def keys() -> officers.Keys:
    return officers.create_officer(email=" Ana@Example.com ", name="Ana  Prueba", by=SYSTEM, at=AT)


def prove(at: datetime = AT, address: str = "192.0.2.1", **given: str) -> Account:
    request = RequestFactory().post("/instituto/entrar/", REMOTE_ADDR=address)
    request.session = SessionStore()
    return officers.prove_officer(request, address=address, at=at, **given)


def test_the_three_together_enter_and_it_is_written_down(keys: officers.Keys) -> None:
    account = prove(email="ANA@example.com", password=keys.password, code=code_of(keys))
    assert (account.kind, account.key, account.name) == ("officer", "ana@example.com", "Ana Prueba")
    assert Entry.objects.filter(event="officer_entered", actor_key="ana@example.com").count() == 1


def test_nothing_that_was_shown_can_be_read_again(keys: officers.Keys) -> None:
    account = Account.objects.get(kind="officer")
    kept = f"{account.password} {account.authenticator_set.get().data}"
    assert keys.password not in kept
    assert keys.totp_secret not in kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nadie@example.com"},
        {"password": "otra contraseña"},
        {"code": "000000"},
        {"code": ""},
        {"email": "GOMC800101HDFRRL09"},
    ],
)
def test_a_wrong_one_is_refused_without_saying_which(keys: officers.Keys, wrong: dict[str, str]) -> None:
    given = {"email": keys.email, "password": keys.password, "code": code_of(keys), **wrong}
    with pytest.raises(officers.EntryRefused) as refused:
        prove(**given)
    assert str(refused.value) == "entry refused"
    entry = Entry.objects.get(event="officer_entry_refused")
    assert entry.actor_key == ""
    assert "example.com" not in entry.subject


def test_a_code_works_once(keys: officers.Keys) -> None:
    given = {"email": keys.email, "password": keys.password, "code": code_of(keys)}
    prove(**given)
    with pytest.raises(officers.EntryRefused):
        prove(**given, at=AT + timedelta(seconds=20))


def test_guessing_is_stopped_there_and_not_elsewhere(keys: officers.Keys) -> None:
    for _ in range(5):
        with pytest.raises(officers.EntryRefused):
            prove(email=keys.email, password="no", code="000000")
    with pytest.raises(officers.EntryRefused) as refused:
        prove(email=keys.email, password=keys.password, code=code_of(keys))
    assert refused.value.busy
    assert prove(email=keys.email, password=keys.password, code=code_of(keys), address="192.0.2.9")


def test_guessing_codes_counts_as_guessing(keys: officers.Keys) -> None:
    for _ in range(5):
        with pytest.raises(officers.EntryRefused):
            prove(email=keys.email, password=keys.password, code="000000")
    with pytest.raises(officers.EntryRefused) as refused:
        prove(email=keys.email, password=keys.password, code=code_of(keys))
    assert refused.value.busy


def test_other_keys_end_the_old_ones(keys: officers.Keys) -> None:
    renewed = officers.renew_officer(email=keys.email, by=SYSTEM, at=AT)
    with pytest.raises(officers.EntryRefused):
        prove(email=keys.email, password=keys.password, code=code_of(renewed))
    assert prove(email=keys.email, password=renewed.password, code=code_of(renewed))


def test_who_was_closed_enters_no_more_until_renewed(keys: officers.Keys) -> None:
    officers.close_officer(email=keys.email, by=SYSTEM, at=AT)
    with pytest.raises(officers.EntryRefused):
        prove(email=keys.email, password=keys.password, code=code_of(keys))
    renewed = officers.renew_officer(email=keys.email, by=SYSTEM, at=AT)
    assert prove(email=keys.email, password=renewed.password, code=code_of(renewed))


def test_an_officer_is_made_once(keys: officers.Keys) -> None:
    with pytest.raises(officers.OfficerExists):
        officers.create_officer(email="ANA@example.com", name="Otra", by=SYSTEM, at=AT)


@pytest.mark.parametrize("act", [officers.renew_officer, officers.close_officer])
def test_an_unknown_officer_is_not_changed(act) -> None:
    with pytest.raises(Account.DoesNotExist):
        act(email="nadie@example.com", by=SYSTEM, at=AT)
