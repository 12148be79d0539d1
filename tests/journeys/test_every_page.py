"""Every page of a firm, in both languages and at both widths: its holder's, its clerk's, a new one's."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys import steps
from tests.journeys.conftest import System
from tests.journeys.places import A_CLERK, HOLDER, VOIDS
from tests.journeys.walk import Walk, path_of, walking
from tests.practice import blank_pdf

from icsoe.interfaces.cli.demo.people import people

pytestmark = pytest.mark.journey

PERIOD = "2026-2"
CLERK, *STAFF = people(3, seed=61).rows(named=True)
CLERK_MAIL = "maquila@despacho.example"
CLERK_PASSWORD = "faro colibrí 8 ventana"
REASON = "Se presentó por error"
#: What the invented people and firms are called, and what they wrote: no language of ours.
DATA = (
    "Limpieza diaria de las oficinas y áreas comunes de la torre",
    "DEL RÍO PACHECO ADELA",
    "TALLERES & MAQUILAS DEL SUR SA DE CV",
    REASON,
)


@pytest.fixture(scope="module")
def town(start_system: Callable[..., System]) -> System:
    return start_system("2026-09-10T12:00-06:00")


@pytest.fixture
def walk(browser: Browser, town: System) -> Iterator[Walk]:
    yield from walking(browser, town, DATA)


def test_a_holder_s_pages(walk: Walk, tmp_path: Path) -> None:
    page, system = walk.context.new_page(), walk.system
    steps.enter(page, system, "01")
    contract = _first_contract(page, system)
    _capture(walk, page, contract, tmp_path)
    _people(walk, page)
    walk.visit(f"/informativa/{PERIOD}/")
    page.goto(f"{system.url}/informativa/{PERIOD}/")
    steps.sign(page, system, "01")
    walk.visit(path_of(page))
    _complements(walk, page)
    walk.expect_nothing_wrong(HOLDER)


def test_the_pages_of_who_has_nothing_yet(walk: Walk) -> None:
    page, system, here = walk.context.new_page(), walk.system, f"/informativa/{PERIOD}/"
    steps.enter(page, system, "05")
    for path in (
        "/panel/", "/datos/", f"/contratos/?periodo={PERIOD}", "/contratantes/", "/capturistas/", "/acuses/",
        "/buzon/", "/bitacora/", here,
    ):  # fmt: skip
        walk.visit(path)
    page.goto(system.url + here)
    steps.sign(page, system, "05")
    walk.visit(f"{here}sin-efectos/")
    walk.visit(f"{here}sin-efectos/", then=_give_a_reason)
    walk.expect_nothing_wrong(VOIDS)


def test_a_clerk_s_pages(walk: Walk, browser: Browser) -> None:
    page, system = walk.context.new_page(), walk.system
    holder = browser.new_context(locale="es-MX").new_page()
    steps.enter(holder, system, "01")
    _invite(holder, system)
    holder.context.close()
    steps.open_letter(page, system, "Le invitan a capturar", CLERK_MAIL)
    walk.visit(path_of(page))
    page.get_by_role("link", name="/invitacion/").click()
    walk.visit("/invitacion/")
    page.get_by_label("Contraseña nueva").fill(CLERK_PASSWORD)
    page.get_by_label("Repita la contraseña").fill(CLERK_PASSWORD)
    page.get_by_role("button", name="Aceptar la invitación").click()
    page.wait_for_url(f"{system.url}/empresas/")
    walk.visit("/empresas/")
    page.get_by_role("button", name="Trabajar").click()
    page.wait_for_url(f"{system.url}/panel/")
    for path in (
        "/panel/", "/datos/", f"/contratos/?periodo={PERIOD}", _first_contract(page, system),
        f"/informativa/{PERIOD}/", "/acuses/", "/buzon/", "/sesiones/", "/empresas/solicitar/", "/seguridad/",
        "/seguridad/contrasena/", "/seguridad/confirmar/",
    ):  # fmt: skip
        walk.visit(path)
    _second_factor(walk, page)
    walk.expect_nothing_wrong(A_CLERK)


def _first_contract(page: Page, system: System) -> str:
    page.goto(f"{system.url}/contratos/?periodo={PERIOD}")
    return str(page.get_by_role("link", name=re.compile("^A26S")).first.get_attribute("href"))


def _capture(walk: Walk, page: Page, contract: str, folder: Path) -> None:
    page.goto(walk.system.url + contract)
    for path in (
        "/panel/", "/datos/", "/contratantes/", "/contratantes/nuevo/", "/contratantes/CPM090518QC0/",
        f"/contratos/?periodo={PERIOD}", f"/contratos/nuevo/?periodo={PERIOD}", contract,
        f"{contract}editar/", f"{contract}eliminar/", f"{contract}copiar/?periodo=2026-3",
        f"{contract}copiar-lista/", f"/contratos/copiar/?periodo={PERIOD}", f"{contract}cargar/",
        f"/contratos/cargar/?periodo={PERIOD}", "/buzon/",
        "/calendario/",
    ):  # fmt: skip
        walk.visit(path)
    walk.visit(contract, name="portal:worker_edit", then=_edit_a_worker)
    walk.visit(contract, name="portal:worker_add", then=_add_nobody)
    _register_again(walk, page, folder)
    file = folder / "lista.csv"
    file.write_text(_list())
    page.goto(f"{walk.system.url}{contract}cargar/")
    page.get_by_label("Archivo de trabajadores").set_input_files(file)
    page.get_by_role("button", name="Cargar archivo").click()
    page.wait_for_url(re.compile(r"/cargas/[0-9a-f-]{36}/"), timeout=30_000)
    page.get_by_role("button", name="Continuar").wait_for(timeout=45_000)
    walk.visit(path_of(page))
    walk.visit(f"{path_of(page)}aplicar/?modo=merge&renglones=validas")


def _register_again(walk: Walk, page: Page, folder: Path) -> None:
    """A second registration makes the first an earlier one, which can be removed."""
    copy = folder / "registro.pdf"
    copy.write_bytes(blank_pdf())
    page.goto(f"{walk.system.url}/datos/")
    page.get_by_label("Número de registro REPSE", exact=True).fill("STPS/UTD/DGIFT/ARR/4152/2026")
    page.get_by_label("Fecha de registro", exact=True).fill("2026-03-01")
    page.get_by_label("Copia del registro (PDF)").set_input_files(copy)
    page.get_by_role("button", name="Guardar", exact=True).click()
    steps.expect_text(page, "Guardado")
    walk.visit(str(page.locator("a[href*='/datos/registros/'][href$='/quitar/']").get_attribute("href")))


def _edit_a_worker(page: Page) -> None:
    page.locator("button[formaction$='/editar/']").first.click()
    page.locator("#worker-form").wait_for()


def _add_nobody(page: Page) -> None:
    page.locator("form[action$='/trabajadores/'] [type=submit]").first.click()
    page.locator(".error-summary").wait_for()


def _list() -> str:
    """A list with one row of each kind: right, wrong keys, another salary, one too many."""
    rows = people(6, seed=62).select("nss", "curp", "sbc", "primer_apellido", "segundo_apellido", "nombre")
    lines = rows.write_csv().splitlines()
    first = lines[1].split(",")
    lines[1] = ",".join(["12345678901", *first[1:]])
    lines[2] = ",".join([*lines[2].split(",")[:2], "1.00", *lines[2].split(",")[3:]])
    lines[3] = ",".join([lines[3].split(",")[0], "XXXX", *lines[3].split(",")[2:]])
    return "\n".join([*lines, lines[4]]) + "\n"


def _people(walk: Walk, page: Page) -> None:
    _invite(page, walk.system, curp=str(STAFF[0]["curp"]), mail="otra@despacho.example")
    page.goto(f"{walk.system.url}/capturistas/")
    clerk = (
        page.locator("main a[href*='/capturistas/']").filter(has_text="Renata").first.get_attribute("href")
    )
    for path in (
        "/capturistas/", "/capturistas/invitar/", str(clerk), f"{clerk}quitar/", "/bitacora/", "/sesiones/",
    ):  # fmt: skip
        walk.visit(path)


def _complements(walk: Walk, page: Page) -> None:
    """A correction and an update of what was presented, with every page on their way."""
    system, here = walk.system, f"/informativa/{PERIOD}/"
    walk.visit(f"{here}complementaria/")
    _begin(page, system, "Iniciar corrección", STAFF[0])
    walk.visit(f"{here}abandonar/")
    walk.visit("/panel/")
    walk.visit(f"{here}diferencias/")
    page.goto(f"{system.url}{here}diferencias/")
    page.get_by_role("link", name="Ver quiénes").click()
    walk.visit(path_of(page))
    walk.visit(here)
    page.goto(system.url + here)
    steps.sign(page, system, "01")
    filed = path_of(page)
    walk.visit(filed)
    page.goto(f"{system.url}{filed}diferencias/")
    walk.visit(path_of(page))
    page.get_by_role("link", name="Ver quiénes").click()
    walk.visit(path_of(page))
    _begin(page, system, "Iniciar actualización", STAFF[1])
    walk.visit(f"{here}movimientos/")
    walk.visit(here)
    walk.visit("/acuses/")
    walk.visit("/buzon/")


def _give_a_reason(page: Page) -> None:
    page.locator("main textarea").fill(REASON)
    page.locator("main form [type=submit]").first.click()
    page.locator("[data-signbox-ready]").wait_for()


def _begin(page: Page, system: System, button: str, worker: dict[str, object]) -> None:
    page.goto(f"{system.url}/informativa/{PERIOD}/complementaria/")
    page.get_by_role("button", name=button).click()
    page.locator("table a").first.click()
    steps.add_worker(page, worker)


def _invite(page: Page, system: System, *, curp: str = str(CLERK["curp"]), mail: str = CLERK_MAIL) -> None:
    page.goto(f"{system.url}/capturistas/invitar/")
    page.get_by_label("CURP", exact=True).fill(curp)
    page.get_by_label("Nombre completo", exact=True).fill("Renata Olmos Prado")
    page.get_by_label("Correo electrónico", exact=True).fill(mail)
    page.get_by_role("button", name="Enviar invitación").click()
    steps.expect_text(page, "Invitación enviada")


def _second_factor(walk: Walk, page: Page) -> None:
    """Codes of a telephone are added, and asked for at the door."""
    walk.visit("/seguridad/telefono/")
    page.goto(f"{walk.system.url}/seguridad/telefono/")
    secret = page.locator("#totp-secret").inner_text()
    page.get_by_label("Código", exact=False).last.fill(steps.code_now(secret))
    page.get_by_role("button", name="Agregar", exact=True).click()
    steps.expect_text(page, "Guarde estos códigos de respaldo")
    walk.visit("/seguridad/")
    page.get_by_role("button", name="Salir").click()
    page.goto(f"{walk.system.url}/entrar/capturista/")
    page.get_by_label("CURP", exact=True).fill(str(CLERK["curp"]))
    page.get_by_label("Contraseña", exact=True).fill(CLERK_PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    steps.expect_text(page, "Un paso más")
    walk.visit(path_of(page))
    page.goto(f"{walk.system.url}/recuperar/")
    page.get_by_label("CURP", exact=True).fill(str(CLERK["curp"]))
    page.get_by_label("Correo electrónico", exact=True).fill(CLERK_MAIL)
    page.get_by_role("button", name="Enviar enlace").click()
    steps.open_letter(page, walk.system, "Recupere su contraseña", CLERK_MAIL)
    page.get_by_role("link", name="/recuperar/").click()
    walk.visit("/recuperar/contrasena/")
