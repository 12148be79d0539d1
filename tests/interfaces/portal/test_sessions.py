"""Sessions: how long they last, seeing and closing the others; what no page lets a browser keep."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.clerks import appointed, browser_of
from tests.firms import AT, Firm

from icsoe.apps.access.models import Account, OpenSession

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def another(firm: Firm) -> Client:
    browser = Client()
    browser.force_login(firm.provider.account)
    OpenSession.objects.filter(session_key=browser.session.session_key).update(device=FIREFOX)
    return browser


def test_a_session_ends_eight_hours_after_it_began(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT + timedelta(hours=8, seconds=-1))
    assert firm.browser.get("/panel/").status_code == 200
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT + timedelta(hours=8))
    assert firm.browser.get("/panel/")["Location"] == "/entrar/?next=%2Fpanel%2F"
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT)
    assert firm.browser.get("/panel/").status_code == 302


def test_a_session_ends_after_thirty_minutes_without_use(firm: Firm) -> None:
    assert firm.browser.session.get_expiry_age() <= 30 * 60
    assert firm.browser.session.get_expire_at_browser_close()


def test_a_session_whose_beginning_is_not_known_is_over(firm: Firm) -> None:
    session = firm.browser.session
    del session["opened_at"]
    session.save()
    assert firm.browser.get("/panel/")["Location"].startswith("/entrar/")


def test_a_page_says_when_the_session_ends(firm: Firm) -> None:
    shown = firm.browser.get("/panel/").content.decode()
    assert 'data-session-idle="1800" data-session-left="28800" data-session-warning="300"' in shown
    kept = firm.browser.post("/sesiones/seguir/")
    assert kept.json() == {"left": 28800}


def test_a_lost_session_answers_a_keeping_with_the_entrance(firm: Firm) -> None:
    firm.browser.post("/salir/")
    lost = firm.browser.post("/sesiones/seguir/", headers={"Accept": "application/json"})
    assert (lost.status_code, lost.json()["code"]) == (401, "session_ended")


def test_other_sessions_are_seen_and_closed(firm: Firm) -> None:
    other = another(firm)
    shown = firm.browser.get("/sesiones/").content.decode()
    assert "Firefox en Windows" in shown
    assert "Esta sesión" in shown
    theirs = OpenSession.objects.get(session_key=other.session.session_key)
    firm.browser.post(f"/sesiones/{theirs.pk}/cerrar/")
    assert other.get("/panel/")["Location"].startswith("/entrar/")
    assert firm.browser.get("/panel/").status_code == 200


def test_all_other_sessions_are_closed_at_once(firm: Firm) -> None:
    others = [another(firm) for _ in range(3)]
    firm.browser.post("/sesiones/cerrar-otras/")
    assert all(one.get("/panel/").status_code == 302 for one in others)
    assert firm.browser.get("/panel/").status_code == 200


def test_nobody_closes_another_person_s_session(firm: Firm, rival: Firm) -> None:
    theirs = OpenSession.objects.get(session_key=rival.browser.session.session_key)
    assert firm.browser.post(f"/sesiones/{theirs.pk}/cerrar/").status_code == 404
    assert rival.browser.get("/panel/").status_code == 200
    assert "Firefox" not in rival.browser.get("/sesiones/").content.decode()


def test_a_closed_session_is_no_longer_listed(firm: Firm) -> None:
    another(firm).post("/salir/")
    assert "Firefox" not in firm.browser.get("/sesiones/").content.decode()


def test_a_locked_account_is_out_at_once(firm: Firm) -> None:
    Account.objects.filter(pk=firm.provider.account_id).update(is_active=False)
    assert firm.browser.get("/panel/").status_code == 302


@pytest.mark.parametrize("path", ["/panel/", "/sesiones/", "/capturistas/", "/bitacora/", "/datos/"])
def test_private_pages_are_never_kept_and_never_framed(firm: Firm, path: str) -> None:
    answer = firm.browser.get(path)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert " style=" not in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_the_way_in_and_its_refusals_are_never_kept(firm: Firm) -> None:
    for path in ("/entrar/", "/entrar/capturista/", "/recuperar/", "/invitacion/"):
        assert "no-store" in Client().get(path)["Cache-Control"], path


def test_the_cookie_is_only_the_server_s(firm: Firm) -> None:
    cookie = firm.browser.get("/panel/").cookies["icsoe_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_cookie_against_forged_posts_stays_with_us_too(db: None) -> None:
    cookie = Client().get("/entrar/capturista/").cookies["icsoe_csrf"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("path", ["/", "/entrar/", "/panel/", "/informativa/2026-2/"])
def test_a_page_loads_and_sends_to_nobody_but_us(firm: Firm, path: str) -> None:
    answer = firm.browser.get(path)
    rules = dict(one.strip().split(" ", 1) for one in answer["Content-Security-Policy"].split(";"))
    ours = ("script-src", "style-src", "img-src", "font-src", "connect-src", "worker-src", "form-action")
    nobody = ("default-src", "frame-ancestors", "base-uri", "object-src")
    assert rules == dict.fromkeys(ours, "'self'") | dict.fromkeys(nobody, "'none'")
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_menu_shows_only_what_each_may(firm: Firm) -> None:
    holder = firm.browser.get("/panel/").content.decode()
    clerk = browser_of(appointed(firm)).get("/panel/").content.decode()
    assert reverse("portal:clerks") in holder
    assert f'href="{reverse("portal:clerks")}"' not in clerk
    assert f'href="{reverse("portal:providers")}"' in clerk
    assert f'href="{reverse("portal:providers")}"' not in holder


def test_what_an_ended_session_held_of_anybody_is_removed_each_night(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from icsoe.apps.access.tasks import forget

    monkeypatch.setattr("icsoe.apps.access.tasks.close_old_connections", lambda: None)
    monkeypatch.setattr("icsoe.apps.access.tasks.clock.now", timezone.now)
    ended, kept = another(firm), another(firm)
    gone = ended.session.session_key
    Session.objects.filter(pk=gone).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget(timestamp=0)
    assert not Session.objects.filter(pk=gone).exists()
    assert not OpenSession.objects.filter(session_key=gone).exists()
    assert kept.get("/panel/").status_code == 200
    assert OpenSession.objects.filter(session_key=kept.session.session_key).exists()
