"""A provider and its clerks: invited, captured by, sent to signature; cut off; kept apart."""

from datetime import timedelta

import pytest
from django.test import Client
from tests import clerks as people
from tests.clerks import PASSWORD, appointed, browser_of, curp_of, invited
from tests.firms import AT, PERIOD, Firm, persons

from icsoe.apps.access import clerks as acts
from icsoe.apps.access.clerks import Reach
from icsoe.apps.access.models import Account, Appointment
from icsoe.apps.access.states import Move
from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts.models import CapturePeriod, Worker

REVIEW = f"/informativa/{PERIOD}/"


def worker_form(place: int = 0) -> dict[str, str]:
    return persons(place + 1, seed=5)[place]


def test_a_clerk_is_invited_captures_and_sends_to_signature(firm: Firm) -> None:
    contract = firm.contract()
    posted = firm.browser.post(
        "/capturistas/invitar/",
        {
            "curp": curp_of().lower(),
            "name": "  Renata  Olmos Prado ",
            "email": people.EMAIL,
            "scope": "todos",
            "until": "",
        },
    )
    assert posted["Location"] == "/capturistas/"
    [letter] = people.letters()
    assert letter.to == [people.EMAIL]

    browser = Client()
    opened = browser.get(people.link_in(letter), follow=True)
    assert "Limpieza Integral del Altiplano" in opened.content.decode()
    entered = browser.post("/invitacion/", {"password": PASSWORD, "again": PASSWORD})
    assert entered["Location"] == "/empresas/"
    assert "Limpieza Integral del Altiplano" in browser.get("/empresas/").content.decode()
    browser.post("/empresas/elegir/", {"rfc": firm.provider.rfc})

    browser.post(f"/contratos/{contract.folio}/trabajadores/", worker_form())
    assert Worker.objects.get().roster.contract_id == contract.pk
    shown = browser.get(REVIEW).content.decode()
    assert "Enviar a firma" in shown
    assert "data-signbox" not in shown
    browser.post(f"{REVIEW}enviar/", {"note": "Falta confirmar el SBC de un trabajador."})

    board = firm.browser.get("/panel/").content.decode()
    assert "Renata Olmos Prado la envió" in board
    assert "Falta confirmar el SBC de un trabajador." in board
    assert "data-signbox" in firm.browser.get(REVIEW).content.decode()


def test_what_was_sent_is_closed_for_clerks_until_it_is_returned(firm: Firm) -> None:
    contract = firm.contract()
    firm.worker(contract, persons(1)[0])
    browser = browser_of(appointed(firm))
    browser.post(f"{REVIEW}enviar/", {"note": ""})
    add = f"/contratos/{contract.folio}/trabajadores/"
    refused = browser.post(add, worker_form()).content.decode()
    assert "está enviada a firma" in refused
    part = {"HX-Request": "true", "HX-Target": "trabajadores"}
    assert "está enviada a firma" in browser.post(add, worker_form(), headers=part).content.decode()
    assert Worker.objects.count() == 1
    again = browser.post(f"{REVIEW}enviar/", {"note": "otra vez"}, follow=True).content.decode()
    assert "ya se envió a firma" in again

    assert firm.browser.post(add, worker_form(3)).status_code in {200, 302}
    assert Worker.objects.count() == 2
    firm.browser.post(f"{REVIEW}devolver/")
    assert CapturePeriod.objects.get().sent_at is None
    browser.post(add, worker_form())
    assert Worker.objects.count() == 3


@pytest.mark.parametrize("how", [Move.SUSPEND, Move.REMOVE])
def test_a_clerk_cut_off_is_out_at_its_next_request(firm: Firm, how: Move) -> None:
    contract, one = firm.contract(), appointed(firm)
    browser = browser_of(one)
    assert browser.get("/contratos/").status_code == 200
    acts.move(provider_rfc=firm.provider.rfc, appointment_id=one.pk, how=how, by=firm.actor, at=AT)
    cut = browser.post(f"/contratos/{contract.folio}/trabajadores/", worker_form())
    assert cut["Location"] == "/empresas/?termino=1"
    assert not Worker.objects.exists()
    assert "Su acceso a esa empresa terminó" in browser.get("/empresas/?termino=1").content.decode()
    assert browser.get("/contratos/")["Location"] == "/empresas/"


def test_a_clerk_cut_off_in_a_part_of_a_page_is_taken_to_the_list(firm: Firm) -> None:
    one = appointed(firm)
    browser = browser_of(one)
    acts.move(provider_rfc=firm.provider.rfc, appointment_id=one.pk, how=Move.SUSPEND, by=firm.actor, at=AT)
    cut = browser.get("/contratos/", headers={"HX-Request": "true"})
    assert (cut.status_code, cut["HX-Redirect"]) == (401, "/empresas/?termino=1")


def test_a_suspended_clerk_comes_back_when_resumed(firm: Firm) -> None:
    one = appointed(firm)
    for word in ("suspender", "reanudar"):
        firm.browser.post(f"/capturistas/{one.pk}/{word}/")
    assert browser_of(one).get("/contratos/").status_code == 200


def test_access_ends_with_its_last_day(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(appointed(firm, reach=Reach(until=AT.date())))
    assert browser.get("/contratos/").status_code == 200
    # 23:59:59 of that day in the central zone is 05:59:59 of the next in UTC.
    late = AT.replace(hour=5, minute=59, second=59) + timedelta(days=1)
    session = browser.session
    session["opened_at"] = late.isoformat()
    session.save()
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: late)
    assert browser.get("/contratos/").status_code == 200
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: late + timedelta(seconds=1))
    assert browser.get("/contratos/")["Location"].startswith("/empresas/")


def test_a_clerk_of_two_firms_works_for_one_at_a_time(firm: Firm, rival: Firm) -> None:
    mine, theirs = firm.contract(), rival.contract()
    one, other = appointed(firm), appointed(rival)
    browser = browser_of(one)
    assert browser.get(f"/contratos/{mine.folio}/").status_code == 200
    assert browser.get(f"/contratos/{theirs.folio}/").status_code == 404
    assert browser.post(f"/contratos/{theirs.folio}/trabajadores/", worker_form()).status_code == 404
    browser.post("/empresas/elegir/", {"rfc": other.provider_rfc})
    assert browser.get(f"/contratos/{mine.folio}/").status_code == 404
    assert browser.get(f"/contratos/{theirs.folio}/").status_code == 200
    board = browser.get("/empresas/").content.decode()
    assert firm.provider.name in board
    assert "Vigilancia Ñandú" in board


def test_a_firm_that_is_not_served_cannot_be_picked(firm: Firm, rival: Firm) -> None:
    browser = browser_of(appointed(firm))
    assert browser.post("/empresas/elegir/", {"rfc": rival.provider.rfc}).status_code == 404
    assert "LIA150312QX5" in browser.get("/panel/").content.decode()


def test_a_clerk_of_chosen_contracts_sees_no_other(firm: Firm) -> None:
    chosen, hidden = firm.contract(), firm.contract(object="Jardinería del ala norte")
    browser = browser_of(appointed(firm, reach=Reach(all_contracts=False, folios=(chosen.folio,))))
    listed = browser.get("/contratos/").content.decode()
    assert chosen.folio in listed
    assert hidden.folio not in listed
    assert browser.get(f"/contratos/{hidden.folio}/").status_code == 404
    assert browser.post(f"/contratos/{hidden.folio}/trabajadores/", worker_form()).status_code == 404
    browser.post(f"/contratos/{chosen.folio}/trabajadores/", worker_form())
    assert Worker.objects.count() == 1
    for path in (REVIEW, "/contratos/nuevo/", "/acuses/", "/contratantes/"):
        assert browser.get(path).status_code == 403, path
    assert hidden.folio not in browser.get("/panel/").content.decode()


def test_what_a_clerk_reaches_changes_in_mid_session(firm: Firm) -> None:
    first, second = firm.contract(), firm.contract(object="Jardinería")
    one = appointed(firm)
    browser = browser_of(one)
    posted = {"scope": "algunos", "contracts": [first.folio], "until": "2026-09-30"}
    assert firm.browser.post(f"/capturistas/{one.pk}/", posted).status_code == 302
    assert browser.get(f"/contratos/{first.folio}/").status_code == 200
    assert browser.get(f"/contratos/{second.folio}/").status_code == 404


def test_a_clerk_never_signs_appoints_or_changes_the_provider(firm: Firm) -> None:
    browser = browser_of(appointed(firm))
    assert browser.post(f"{REVIEW}presentar/", b"{}", "application/json").status_code == 403
    assert browser.post("/capturistas/invitar/", {"curp": curp_of(2)}).status_code == 403
    assert browser.post("/datos/guardar/", {"email": "otro@firma.example"}).status_code == 403
    assert browser.post(f"{REVIEW}devolver/").status_code == 403
    firm.provider.refresh_from_db()
    assert firm.provider.email == "avisos@firma.example"
    assert Appointment.objects.count() == 1


def test_another_firm_s_clerks_do_not_exist(firm: Firm, rival: Firm) -> None:
    one = appointed(rival)
    for path in (f"/capturistas/{one.pk}/", f"/capturistas/{one.pk}/quitar/"):
        assert firm.browser.get(path).status_code == 404
        assert firm.browser.post(path).status_code == 404
    one.refresh_from_db()
    assert one.state == "active"


def test_removing_asks_first(firm: Firm) -> None:
    one = appointed(firm)
    assert "aunque esté dentro" in firm.browser.get(f"/capturistas/{one.pk}/quitar/").content.decode()
    one.refresh_from_db()
    assert one.state == "active"
    firm.browser.post(f"/capturistas/{one.pk}/quitar/")
    one.refresh_from_db()
    assert one.state == "removed"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("curp", "ABC", "CURP"),
        ("email", "sin arroba", "correo"),
        ("name", "Ren\u202eata", "caracteres invisibles"),
        ("name", "Rеnata Olmos", "otro alfabeto"),
        ("name", "", "nombre"),
        ("until", "2026-09-09", "ya pasó"),
    ],
)
def test_a_wrong_field_of_an_invitation_is_told_at_the_field(
    firm: Firm, field: str, value: str, sentence: str
) -> None:
    given = {"curp": curp_of(), "name": "Renata Olmos", "email": people.EMAIL, "until": "", field: value}
    answer = firm.browser.post("/capturistas/invitar/", given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f"id_{field}_error" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_mass_assignment_changes_nothing_but_the_fields(firm: Firm, rival: Firm) -> None:
    firm.browser.post(
        "/capturistas/invitar/",
        {
            "curp": curp_of(),
            "name": "Renata Olmos",
            "email": people.EMAIL,
            "until": "",
            "provider_rfc": rival.provider.rfc,
            "state": "active",
            "account": "1",
        },
    )
    one = Appointment.objects.get()
    assert (one.provider_rfc, one.state, one.account) == (firm.provider.rfc, "invited", None)


def test_a_clerk_asks_and_the_provider_accepts(firm: Firm, rival: Firm) -> None:
    Account.objects.filter(key=rival.provider.rfc).update(email="avisos@firma.example")
    browser = browser_of(appointed(firm))
    posted = browser.post(
        "/empresas/solicitar/", {"provider_rfc": "vnr-080808-hg3", "reason": "Del despacho Olmos"}
    )
    assert posted["Location"] == "/empresas/"
    [letter] = [one for one in people.letters() if one.to == ["avisos@firma.example"]]
    assert letter.subject == "Alguien pide capturar por usted en ICSOE"
    listed = rival.browser.get("/capturistas/").content.decode()
    assert "Del despacho Olmos" in listed
    assert browser.post("/empresas/elegir/", {"rfc": rival.provider.rfc}).status_code == 404
    asked = Appointment.objects.get(provider_rfc=rival.provider.rfc)
    rival.browser.post(f"/capturistas/{asked.pk}/aceptar/")
    assert browser.post("/empresas/elegir/", {"rfc": rival.provider.rfc}).status_code == 302


def test_a_declined_clerk_has_nothing(firm: Firm, rival: Firm) -> None:
    browser = browser_of(appointed(firm))
    browser.post("/empresas/solicitar/", {"provider_rfc": rival.provider.rfc, "reason": ""})
    asked = Appointment.objects.get(provider_rfc=rival.provider.rfc)
    rival.browser.post(f"/capturistas/{asked.pk}/rechazar/")
    assert browser.post("/empresas/elegir/", {"rfc": rival.provider.rfc}).status_code == 404


def test_asking_says_the_same_of_an_rfc_that_never_entered(firm: Firm, rival: Firm) -> None:
    browser = browser_of(appointed(firm))
    known = browser.post("/empresas/solicitar/", {"provider_rfc": rival.provider.rfc}, follow=True)
    unknown = browser.post("/empresas/solicitar/", {"provider_rfc": "DES990101AB4"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert rival.provider.name not in known.content.decode()


def test_the_provider_reads_what_each_clerk_did(firm: Firm) -> None:
    contract, one = firm.contract(), appointed(firm)
    browser_of(one).post(f"/contratos/{contract.folio}/trabajadores/", worker_form(), REMOTE_ADDR="10.1.2.3")
    shown = firm.browser.get(f"/bitacora/?capturista={one.pk}").content.decode()
    assert f"Renata Olmos Prado (capturista): Agregó un trabajador: {contract.folio}" in shown
    assert "Desde 10.1.2.3" in shown
    assert "Agregó un contrato" not in shown
    assert "Agregó un contrato" in firm.browser.get("/bitacora/").content.decode()


def test_the_trail_is_the_provider_s_own(firm: Firm, rival: Firm) -> None:
    theirs = rival.contract()
    assert theirs.folio not in firm.browser.get("/bitacora/").content.decode()
    assert browser_of(appointed(firm)).get("/bitacora/").status_code == 403


def test_a_long_trail_is_read_by_pages(firm: Firm) -> None:
    contract = firm.contract()
    for person in persons(55, seed=9):
        firm.worker(contract, person)
    first = firm.browser.get("/bitacora/").content.decode()
    last = Entry.objects.filter(provider_rfc=firm.provider.rfc).order_by("-id")[49].pk
    assert f"antes={last}" in first
    assert "Agregó un contrato" in firm.browser.get(f"/bitacora/?antes={last}").content.decode()
    assert firm.browser.get("/bitacora/?antes=x").status_code == 200


def test_nobody_can_use_a_clerk_s_name_by_inviting_its_curp(firm: Firm, rival: Firm) -> None:
    """A rival that invites the CURP to its own letter box gets no way into the clerk's account."""
    mine = appointed(firm)
    forged = invited(rival, email="rival@otro.example")
    browser = Client()
    browser.get(people.invitation_path(forged))
    shown = browser.get("/invitacion/").content.decode()
    assert "con la contraseña que ya tiene" in shown
    refused = browser.post("/invitacion/", {"password": "otra cosa muy larga 77", "again": "x"})
    assert refused.status_code == 422
    account = Account.objects.get(kind="clerk", key=mine.curp)
    assert account.email == people.EMAIL
    assert account.check_password(PASSWORD)
    assert "_auth_user_id" not in browser.session
