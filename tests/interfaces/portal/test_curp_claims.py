"""A CURP can be stated by anybody: what a rival gains by stating another person's. Nothing."""

import pytest
from django.test import Client
from tests import clerks as people
from tests.clerks import PASSWORD, curp_of, enter, invitation_path, invited
from tests.firms import Firm

from icsoe.apps.access.models import Account, Appointment

THEIRS = "rival@otro.example"
OTHER_PASSWORD = "montaña violeta 4 tranvía"


def take(one: Appointment, password: str, where: str = "/invitacion/") -> Client:
    """Take an invitation by its link with a new password."""
    browser = Client()
    browser.get(invitation_path(one))
    browser.post(where, {"password": password, "again": password})
    return browser


@pytest.fixture
def squatter(rival: Firm) -> Client:
    """A rival invited the clerk's CURP to its own letter box, before the clerk had an account."""
    return take(invited(rival, email=THEIRS), OTHER_PASSWORD)


def test_whoever_states_the_curp_cannot_take_another_firm_s_invitation(firm: Firm, squatter: Client) -> None:
    one = invited(firm)
    assert "Invitación por aceptar" not in squatter.get("/empresas/").content.decode()
    squatter.post(f"/empresas/invitaciones/{one.pk}/")
    one.refresh_from_db()
    assert (one.state, one.account) == ("invited", None)
    assert squatter.post("/empresas/elegir/", {"rfc": firm.provider.rfc}).status_code == 404


def test_the_person_of_the_curp_has_an_account_of_its_own(firm: Firm, rival: Firm, squatter: Client) -> None:
    one = invited(firm)
    browser = Client()
    browser.get(invitation_path(one))
    assert "cuenta=nueva" in browser.get("/invitacion/").content.decode()
    assert "Ya tengo contraseña" in browser.get("/invitacion/?cuenta=nueva").content.decode()
    browser.post("/invitacion/?cuenta=nueva", {"password": PASSWORD, "again": PASSWORD})
    shown = browser.get("/empresas/").content.decode()
    assert firm.provider.name in shown
    assert rival.provider.name not in shown
    assert {one.email for one in Account.objects.filter(key=one.curp)} == {people.EMAIL, THEIRS}


def test_each_enters_with_its_own_password_and_reaches_its_own(
    firm: Firm, rival: Firm, squatter: Client
) -> None:
    one = invited(firm)
    take(one, PASSWORD, "/invitacion/?cuenta=nueva")
    for password, mine, other in ((PASSWORD, firm, rival), (OTHER_PASSWORD, rival, firm)):
        browser = Client()
        assert enter(browser, one.curp, password).status_code == 302
        shown = browser.get("/empresas/").content.decode()
        assert mine.provider.name in shown
        assert other.provider.name not in shown


def test_recovering_is_by_letter_box(firm: Firm, squatter: Client) -> None:
    one = invited(firm)
    take(one, PASSWORD, "/invitacion/?cuenta=nueva")
    people.letters()
    Client().post("/recuperar/", {"curp": one.curp, "email": THEIRS})
    letter = people.letters()[-1]
    assert letter.to == [THEIRS]
    browser = Client()
    browser.get(people.link_in(letter))
    browser.post(
        "/recuperar/contrasena/", {"password": "caracol 55 azotea norte", "again": "caracol 55 azotea norte"}
    )
    assert enter(Client(), one.curp, PASSWORD).status_code == 302


def test_who_chose_a_password_in_that_letter_box_is_not_offered_another(firm: Firm, rival: Firm) -> None:
    take(invited(firm), PASSWORD)
    again = invited(rival)
    browser = Client()
    browser.get(invitation_path(again))
    assert "cuenta=nueva" not in browser.get("/invitacion/").content.decode()
    browser.post("/invitacion/?cuenta=nueva", {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD})
    assert Account.objects.filter(key=again.curp).count() == 1
    again.refresh_from_db()
    assert again.state == "invited"


def test_entering_with_one_s_own_does_not_forget_guesses_at_the_other(firm: Firm, squatter: Client) -> None:
    one = invited(firm)
    take(one, PASSWORD, "/invitacion/?cuenta=nueva")
    answers = []
    for _ in range(3):
        answers += [
            enter(Client(), one.curp, "adivinanza", REMOTE_ADDR="10.9.9.9").status_code for _ in range(3)
        ]
        enter(Client(), one.curp, OTHER_PASSWORD, REMOTE_ADDR="10.9.9.9")
    assert answers[-1] == 429
    assert enter(Client(), one.curp, PASSWORD, REMOTE_ADDR="10.1.1.1").status_code == 302


def test_a_clerk_with_another_letter_box_takes_it_by_the_link_from_inside(firm: Firm, rival: Firm) -> None:
    browser = take(invited(firm), PASSWORD)
    other = invited(rival, email="renata.olmos@otra.example")
    browser.get(invitation_path(other))
    assert 'type="password"' not in browser.get("/invitacion/").content.decode()
    assert browser.post("/invitacion/")["Location"] == "/empresas/"
    assert rival.provider.name in browser.get("/empresas/").content.decode()
    assert Account.objects.filter(key=curp_of()).count() == 1


def test_a_link_opened_inside_by_another_person_asks_for_its_own_password(firm: Firm, rival: Firm) -> None:
    browser = take(invited(firm, 1), PASSWORD)
    other = invited(rival)
    browser.get(invitation_path(other))
    browser.post("/invitacion/")
    other.refresh_from_db()
    assert other.state == "invited"
