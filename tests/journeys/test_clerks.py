"""A clerk's days: invited by e-mail, capturing, sending to signature, protected by a passkey, and cut off."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys import steps
from tests.journeys.conftest import System

from icsoe.interfaces.cli.demo.people import people

pytestmark = pytest.mark.journey

#: One clerk a test: each may be locked, cut off or protected without the others knowing.
CURPS = people(5, seed=41)["curp"].to_list()
PASSWORD = "faro colibrí 8 ventana"
WORKER = people(1, seed=43).row(0, named=True)


@pytest.fixture(scope="module")
def office(start_system: Callable[..., System]) -> System:
    """A system of its own: clerks stay where they were appointed."""
    return start_system("2026-09-10T12:00-06:00")


@pytest.fixture(scope="module")
def letterbox(browser: Browser, office: System) -> Iterator[Callable[[int], str]]:
    """Appoint the clerk of a place, once; gives its CURP."""
    context = browser.new_context(locale="es-MX")
    context.set_default_timeout(15_000)
    made: set[int] = set()

    def appoint(place: int) -> str:
        if place not in made:
            page = context.new_page()
            _invite(page, office, place)
            _accept(page, office, place)
            page.close()
            context.clear_cookies()
            made.add(place)
        return str(CURPS[place])

    yield appoint
    context.close()


@pytest.fixture
def clerk(browser: Browser, office: System) -> Page:
    """Another person's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="es-MX")
    context.set_default_timeout(15_000)
    return context.new_page()


def test_invited_captures_sends_and_the_holder_signs(page: Page, clerk: Page, office: System) -> None:
    # Given a holder that invites a clerk
    _invite(page, office, 0, look=True)
    # When the clerk follows the letter and chooses a password
    steps.open_letter(clerk, office, "Le invitan a capturar", _email(0))
    steps.look(clerk, "correo-de-practica")
    clerk.get_by_role("link", name="/invitacion/").click()
    steps.look(clerk, "invitacion")
    clerk.get_by_label("Contraseña nueva").fill("imss imss imss")
    clerk.get_by_label("Repita la contraseña").fill("imss imss imss")
    clerk.get_by_role("button", name="Aceptar la invitación").click()
    steps.expect_text(clerk, "se adivina pronto")
    clerk.get_by_label("Contraseña nueva").fill(PASSWORD)
    clerk.get_by_label("Repita la contraseña").fill(PASSWORD)
    clerk.get_by_role("button", name="Aceptar la invitación").click()
    clerk.wait_for_url(f"{office.url}/empresas/")
    steps.look(clerk, "empresas")
    # And captures a worker and sends it to signature with a note
    clerk.get_by_role("button", name="Trabajar").click()
    clerk.wait_for_url(f"{office.url}/panel/")
    _capture_a_worker(clerk, office)
    clerk.goto(f"{office.url}/informativa/2026-2/")
    expect(clerk.locator("[data-signbox]")).to_have_count(0)
    clerk.get_by_label("Nota para quien firma").fill("Agregué a la persona que faltaba.")
    steps.look(clerk, "revision-capturista")
    clerk.get_by_role("button", name="Enviar a firma").click()
    steps.expect_text(clerk, "Enviada a firma")
    # Then the holder sees who sent it and why, and signs
    page.goto(f"{office.url}/panel/")
    steps.expect_text(page, "Agregué a la persona que faltaba.")
    steps.look(page, "panel-enviada")
    page.goto(f"{office.url}/informativa/2026-2/")
    steps.sign(page, office, "01")
    steps.expect_text(page, "Su informativa quedó presentada")
    twin = page.request.get(f"{page.url}acuse.json").text()
    assert "Renata Olmos Prado" in twin
    page.goto(f"{office.url}/bitacora/")
    steps.expect_text(page, "Renata Olmos Prado (capturista): Envió a firma: 2026-2")
    steps.look(page, "bitacora")


def test_a_clerk_cut_off_in_mid_session_is_out(
    page: Page, clerk: Page, office: System, letterbox: Callable[[int], str]
) -> None:
    _enter_as_clerk(clerk, office, letterbox(1))
    clerk.get_by_role("button", name="Trabajar").click()
    clerk.wait_for_url(f"{office.url}/panel/")
    steps.enter(page, office, "01")
    page.goto(f"{office.url}/capturistas/")
    steps.look(page, "capturistas")
    page.get_by_role("link", name=_name(1)).click()
    steps.look(page, "capturista")
    page.get_by_role("button", name="Suspender").click()
    steps.expect_text(page, "Vale desde lo siguiente")
    clerk.get_by_role("link", name="Contratos", exact=True).click()
    steps.expect_text(clerk, "Su acceso a esa empresa terminó")
    steps.look(clerk, "empresas-terminado")


def test_another_session_is_seen_and_closed(page: Page, clerk: Page, office: System) -> None:
    steps.enter(page, office, "01")
    steps.enter(clerk, office, "01")
    page.goto(f"{office.url}/sesiones/")
    steps.look(page, "sesiones")
    page.get_by_role("button", name="Cerrar todas las demás").click()
    steps.expect_text(page, "Se cerraron las demás sesiones")
    clerk.goto(f"{office.url}/panel/")
    expect(clerk).to_have_url(f"{office.url}/entrar/?next=%2Fpanel%2F")


def test_a_passkey_protects_the_door(
    context: BrowserContext, office: System, letterbox: Callable[[int], str]
) -> None:
    # Given a clerk whose computer makes passkeys (they are of a name, not of an address)
    local = System(office.url.replace("127.0.0.1", "localhost"), office.data, office.process)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    curp = letterbox(2)
    _enter_as_clerk(page, local, curp)
    page.goto(f"{local.url}/seguridad/")
    steps.look(page, "seguridad")
    page.get_by_label("Nombre de la llave").fill("Mi computadora")
    page.get_by_role("button", name="Agregar una llave de acceso").click()
    steps.expect_text(page, "Guarde estos códigos de respaldo")
    steps.expect_text(page, "Mi computadora")
    steps.look(page, "seguridad-llave")
    # When it enters again
    page.get_by_role("button", name="Salir").click()
    page.wait_for_url(f"{local.url}/entrar/*")
    _give_password(page, local, curp)
    steps.expect_text(page, "Un paso más")
    steps.look(page, "segundo-factor")
    page.get_by_role("button", name="Usar mi llave de acceso").click()
    # Then the passkey opens
    page.wait_for_url(f"{local.url}/empresas/")
    page.goto(f"{local.url}/seguridad/telefono/")
    steps.look(page, "telefono")
    page.goto(f"{local.url}/seguridad/contrasena/")
    steps.look(page, "contrasena")
    page.goto(f"{local.url}/empresas/solicitar/")
    steps.look(page, "solicitar")


def test_a_forgotten_password_is_recovered(
    page: Page, office: System, letterbox: Callable[[int], str]
) -> None:
    curp = letterbox(3)
    page.goto(f"{office.url}/entrar/capturista/")
    steps.look(page, "entrar-capturista")
    page.get_by_role("link", name="Olvidé mi contraseña").click()
    page.get_by_label("CURP", exact=True).fill(curp)
    page.get_by_label("Correo electrónico", exact=True).fill(_email(3))
    steps.look(page, "recuperar")
    page.get_by_role("button", name="Enviar enlace").click()
    steps.expect_text(page, "Revise su correo")
    steps.look(page, "recuperar-enviado")
    steps.open_letter(page, office, "Recupere su contraseña", _email(3))
    page.get_by_role("link", name="/recuperar/").click()
    steps.look(page, "contrasena-nueva")
    page.goto(f"{office.url}/recuperar/zz/")
    steps.look(page, "enlace-vencido")


def _name(place: int) -> str:
    return "Renata Olmos Prado" if place == 0 else f"Renata Olmos {'ABCDE'[place] * 3}"


def _email(place: int) -> str:
    return f"renata{place}@despacho.example"


def _invite(page: Page, office: System, place: int, *, look: bool = False) -> None:
    steps.enter(page, office, "01")
    page.goto(f"{office.url}/capturistas/")
    page.get_by_role("button", name="Invitar capturista").click()
    page.get_by_label("CURP", exact=True).fill(CURPS[place])
    page.get_by_label("Nombre completo", exact=True).fill(_name(place))
    page.get_by_label("Correo electrónico", exact=True).fill(_email(place))
    if look:
        steps.look(page, "capturista-invitar")
    page.get_by_role("button", name="Enviar invitación").click()
    steps.expect_text(page, "Invitación enviada")


def _accept(page: Page, office: System, place: int) -> None:
    steps.open_letter(page, office, "Le invitan a capturar", _email(place))
    page.get_by_role("link", name="/invitacion/").click()
    page.get_by_label("Contraseña nueva").fill(PASSWORD)
    page.get_by_label("Repita la contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Aceptar la invitación").click()
    page.wait_for_url(f"{office.url}/empresas/")


def _give_password(page: Page, office: System, curp: str) -> None:
    page.goto(f"{office.url}/entrar/capturista/")
    page.get_by_label("CURP", exact=True).fill(curp)
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()


def _enter_as_clerk(page: Page, office: System, curp: str) -> None:
    _give_password(page, office, curp)
    page.wait_for_url(f"{office.url}/empresas/")


def _capture_a_worker(page: Page, office: System) -> None:
    page.goto(f"{office.url}/contratos/?periodo=2026-2")
    page.locator("table a").first.click()
    for label, column in {
        "NSS": "nss",
        "CURP": "curp",
        "Primer apellido": "primer_apellido",
        "Segundo apellido": "segundo_apellido",
        "Nombre(s)": "nombre",
        "Salario base de cotización": "sbc",
    }.items():
        page.get_by_label(label, exact=True).fill(str(WORKER[column] or ""))
    page.get_by_role("button", name="Agregar trabajador").click()
    expect(page.get_by_role("table").get_by_text(WORKER["nss"])).to_be_visible()
