"""The console: only officers, each with a second factor; they read, answer, close, and keep the calendar."""

from datetime import UTC, date, datetime

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from icsoe.apps.access import officers
from icsoe.apps.access.models import Account
from icsoe.apps.audit.actor import SYSTEM, Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.mailbox.inquiries import services
from icsoe.apps.mailbox.inquiries.files import Attachment
from icsoe.apps.mailbox.models import Inquiry
from icsoe.apps.publication.models import Publication
from icsoe.ui.tags.dates import day_words

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 10, 18, 0, tzinfo=UTC)
PAGES = ("/instituto/", "/instituto/planteamientos/", "/instituto/calendario/", "/instituto/listado/")


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT)


@pytest.fixture
def keys() -> officers.Keys:
    return officers.create_officer(email="ana@example.com", name="Ana Prueba", by=SYSTEM, at=AT)


def given(keys: officers.Keys) -> dict[str, str]:
    counter = next(iter(yield_hotp_counters_from_time()))
    code = str(format_hotp_value(hotp_value(keys.totp_secret, counter)))
    return {"email": keys.email, "password": keys.password, "code": code}


@pytest.fixture
def officer(client: Client, keys: officers.Keys) -> Client:
    assert client.post("/instituto/entrar/", given(keys)).headers["Location"] == "/instituto/"
    return client


@pytest.fixture
def inquiry() -> Inquiry:
    question = services.Question(
        topic="load",
        name="Luz <b>Inventada</b>",
        email="luz@example.com",
        text="No carga.\n\n<script>alert(1)</script>",
        file=Attachment("pantalla.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40),
    )
    anybody = Actor(ActorKind.SYSTEM, "public", "", "192.0.2.1")
    return services.register(question=question, scan=lambda _: None, by=anybody, at=AT)


@pytest.mark.parametrize("address", PAGES)
def test_without_a_session_the_door_is_the_institutes_own(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["Location"].startswith("/instituto/entrar/?next=")


@pytest.mark.parametrize("kind", ["holder", "clerk"])
@pytest.mark.parametrize("address", PAGES)
def test_nobody_else_comes_in(client: Client, kind: str, address: str) -> None:
    account = Account.objects.create(kind=kind, key="INV010101AB1", name="Otra", created_at=AT)
    client.force_login(account, backend="icsoe.apps.access.backends.EfirmaBackend")
    response = client.get(address)
    assert response.status_code in {302, 403}
    assert b"Planteamientos</h1>" not in response.content


def test_after_entering_it_goes_on_to_where_it_was_going(client: Client, keys: officers.Keys) -> None:
    response = client.post("/instituto/entrar/?next=/instituto/calendario/", given(keys))
    assert response.headers["Location"] == "/instituto/calendario/"
    assert client.get("/instituto/entrar/").headers["Location"] == "/instituto/"


@pytest.mark.parametrize(
    "next_url", ["https://example.com/", "//example.com/", "/panel/", "javascript:alert(1)"]
)
def test_entering_leads_nowhere_else(client: Client, keys: officers.Keys, next_url: str) -> None:
    response = client.post("/instituto/entrar/?" + f"next={next_url}", given(keys))
    assert response.headers["Location"] == "/instituto/"


def test_a_wrong_code_is_told_as_a_wrong_password(client: Client, keys: officers.Keys) -> None:
    for wrong in ({"code": "000000"}, {"password": "otra"}, {"email": "nadie@example.com"}):
        response = client.post("/instituto/entrar/", {**given(keys), **wrong})
        assert response.status_code == 422
        assert "Correo, contraseña o código incorrectos." in response.content.decode()
        assert keys.password not in response.content.decode()


def test_an_officer_sees_nothing_of_providers(officer: Client) -> None:
    for address in ("/panel/", "/contratos/", "/acuses/"):
        assert officer.get(address).status_code == 403


def test_the_inbox_tells_who_waits_and_pages_are_not_kept(officer: Client, inquiry: Inquiry) -> None:
    response = officer.get("/instituto/planteamientos/")
    html = response.content.decode()
    assert inquiry.folio in html
    assert "Luz &lt;b&gt;Inventada" in html
    assert "no-store" in response.headers["Cache-Control"]
    assert (
        inquiry.folio not in officer.get("/instituto/planteamientos/?estado=closed&desde=x").content.decode()
    )


def test_reading_answering_and_closing(officer: Client, inquiry: Inquiry) -> None:
    here = f"/instituto/planteamientos/{inquiry.folio}/"
    html = officer.get(here).content.decode()
    assert "&lt;script&gt;" in html
    empty = officer.post(f"{here}responder/", {"answer": " "})
    assert empty.status_code == 422
    assert "Escriba la respuesta." in empty.content.decode()
    officer.post(f"{here}responder/", {"answer": "Use la plantilla."})
    html = officer.get(here).content.decode()
    assert "Respondió Ana Prueba" in html
    assert "Enviar respuesta" not in html
    again = officer.post(f"{here}responder/", {"answer": "Otra."}, follow=True)
    assert "Alguien ya respondió" in again.content.decode()
    closed = officer.post(f"{here}cerrar/", follow=True).content.decode()
    assert "quedó cerrado" in closed
    assert "ya estaba cerrado" in officer.post(f"{here}cerrar/", follow=True).content.decode()


def test_reading_an_act_changes_nothing(officer: Client, inquiry: Inquiry) -> None:
    here = f"/instituto/planteamientos/{inquiry.folio}/"
    assert officer.get(f"{here}cerrar/").status_code == 302
    assert officer.get(f"{here}responder/").status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.state == "received"


def test_the_file_is_only_ever_a_download(officer: Client, inquiry: Inquiry) -> None:
    response = officer.get(f"/instituto/planteamientos/{inquiry.folio}/archivo/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="pantalla.png"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert officer.get("/instituto/planteamientos/PL260000000/archivo/").status_code == 404


def day(**given: str) -> dict[str, str]:
    told = {
        "day": "2026-09-17",
        "kind": "added",
        "reason": "Acuerdo",
        "source": "DOF",
        "published_on": "2026-09-01",
    }
    return {**told, **given}


def test_a_recorded_day_moves_the_last_day_and_can_be_withdrawn(officer: Client) -> None:
    html = officer.post("/instituto/calendario/", day(), follow=True).content.decode()
    assert "17 de septiembre de 2026" in html
    assert "18 de septiembre de 2026" in html
    clocks = html.split("Plazos de lo que se notifique hoy")[1]
    ends = [business_calendar(fresh=True).add_business_days(AT.date(), count) for count in (10, 15)]
    assert all(day_words(end) in clocks for end in ends)
    assert not business_calendar(fresh=True).is_business_day(date(2026, 9, 17))
    asked = officer.get("/instituto/calendario/retirar/?day=2026-09-17").content.decode()
    assert "¿Retirar el 17 de septiembre de 2026?" in asked
    assert not business_calendar(fresh=True).is_business_day(date(2026, 9, 17))
    officer.post("/instituto/calendario/retirar/?day=2026-09-17")
    assert business_calendar(fresh=True).is_business_day(date(2026, 9, 17))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"source": ""}, "Escriba el documento"),
        ({"day": ""}, "Elija el día."),
        ({"day": "2026-09-16"}, "Ese día ya es así por ley."),
    ],
)
def test_a_day_is_recorded_with_who_says_so(officer: Client, wrong: dict[str, str], said: str) -> None:
    response = officer.post("/instituto/calendario/", day(**wrong))
    assert response.status_code == 422
    assert said in response.content.decode()


@pytest.mark.parametrize("text", ["", "2026-99-99", "mañana", "2026-09-21"])
def test_withdrawing_nonsense_changes_nothing(officer: Client, text: str) -> None:
    assert officer.get(f"/instituto/calendario/retirar/?day={text}").status_code == 404
    assert officer.post(f"/instituto/calendario/retirar/?day={text}").status_code == 404


def test_what_an_officer_types_outlives_its_session_and_is_sent_once(
    officer: Client, inquiry: Inquiry
) -> None:
    html = officer.get(f"/instituto/planteamientos/{inquiry.folio}/").content.decode()
    assert f'data-once="Enviando…" data-draft="answer-{inquiry.folio}"' in html
    assert 'data-session-keep="/sesiones/seguir/"' in html
    assert officer.post("/sesiones/seguir/").status_code == 200


def test_closed_at_the_next_request(officer: Client, keys: officers.Keys) -> None:
    assert officer.get("/instituto/calendario/").status_code == 200
    officers.close_officer(email=keys.email, by=SYSTEM, at=AT)
    assert officer.get("/instituto/calendario/").status_code == 302


def test_leaving_takes_a_post(officer: Client) -> None:
    officer.get("/instituto/salir/")
    assert officer.get("/instituto/calendario/").status_code == 200
    officer.post("/instituto/salir/")
    assert officer.get("/instituto/calendario/").status_code == 302


def test_it_says_when_the_public_list_was_last_brought_up(officer: Client) -> None:
    assert "no se ha actualizado" in officer.get("/instituto/listado/").content.decode()
    Publication.objects.create(as_of=AT, contracts=1234, added=30, retired=4)
    html = officer.get("/instituto/listado/").content.decode()
    for words in ("10/09/2026 12:00", "1,234", ">30<", ">4<"):
        assert words in html
