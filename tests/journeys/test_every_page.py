"""Every page there is, in both languages and at both widths: nobody is left outside any of them."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys import steps
from tests.journeys.conftest import System
from tests.journeys.walk import Walk
from tests.practice import blank_pdf

from icsoe.interfaces.cli.demo.people import people

pytestmark = pytest.mark.journey

PERIOD = "2026-2"
CLERK, *STAFF = people(3, seed=61).rows(named=True)
CLERK_MAIL = "maquila@despacho.example"
CLERK_PASSWORD = "faro colibrí 8 ventana"
TABLE = Path(__file__).parents[1] / "interfaces" / "permissions.csv"
REASON = "Se presentó por error"
QUESTION = "¿Cómo cargo varios contratos en un archivo?"
#: What the invented people and firms are called, and what they wrote: no language of ours.
DATA = (
    "Limpieza diaria de las oficinas y áreas comunes de la torre",
    "DEL RÍO PACHECO ADELA",
    "TALLERES & MAQUILAS DEL SUR SA DE CV",
    QUESTION,
    REASON,
)

ANYBODY = {
    "public:home", "public:help", "public:find", "public:inquiry", "public:inquiry_registered",
    "public:article", "public:verify", "public:verify_result", "portal:enter", "portal:enter_as_clerk",
    "portal:recover", "portal:practice_letters", "console:enter", "public:published_list",
}  # fmt: skip
HOLDER = {
    "portal:board", "portal:review", "portal:receipts", "portal:receipt", "portal:profile",
    "portal:beneficiaries", "portal:beneficiary_new", "portal:beneficiary", "portal:contracts",
    "portal:contract_new", "portal:contract", "portal:contract_edit", "portal:contract_remove",
    "portal:worker_edit", "portal:load_new_period", "portal:load_new", "portal:load", "portal:clerks",
    "portal:clerk_invite", "portal:clerk", "portal:trail", "portal:sessions", "portal:complement",
    "portal:movements", "portal:draft_difference", "portal:draft_workers",
    "portal:filing_difference", "portal:filing_workers", "portal:earlier_contracts",
    "portal:carry_contract", "portal:carry_roster", "portal:calendar", "portal:mailbox", "portal:load_apply",
    "portal:clerk_move", "portal:complement_abandon", "portal:registration_remove", "portal:worker_add",
}  # fmt: skip
VOIDS = {"portal:void"}
A_CLERK = {
    "portal:providers", "portal:access_ask", "portal:security", "portal:password_change", "portal:totp_add",
    "portal:second_factor", "portal:board", "portal:review", "portal:contracts", "portal:contract",
    "portal:sessions", "portal:receipts", "portal:mailbox", "portal:profile", "portal:invitation",
    "portal:practice_letter", "portal:recover_choose", "portal:password_confirm",
}  # fmt: skip
OFFICER = {"console:publication", "console:inquiries", "console:inquiry", "console:calendar"}
#: Addresses that show no page of their own: files, states, and acts that go on to a page.
NO_PAGE = {
    "public:live", "public:ready", "public:metrics", "public:manual_pdf", "public:template",
    "public:verify_state", "set_language", "portal:challenge", "portal:enter_with_efirma", "portal:leave",
    "portal:passkey_proof", "portal:recover_link", "portal:invitation_link", "portal:present",
    "portal:document", "portal:roster", "portal:send_to_signature", "portal:return_to_capture",
    "portal:receipt_state", "portal:receipt_pdf", "portal:receipt_json", "portal:signed_document",
    "portal:profile_save", "portal:registration_copy", "portal:beneficiary_validate",
    "portal:worker_search", "portal:worker_register", "portal:worker_change", "portal:worker_remove",
    "portal:worker_restore", "portal:load_template_period", "portal:load_template", "portal:tus_uploads",
    "portal:tus_upload", "portal:tus_arrived", "portal:load_correct", "portal:load_check_again",
    "portal:load_undo", "portal:load_discard", "portal:load_original", "portal:load_report",
    "portal:provider_pick", "portal:invitation_accept", "portal:session_keep",
    "portal:sessions_close_others", "portal:session_close", "portal:passkey_add", "portal:factor_remove",
    "console:home", "console:leave", "console:answer", "console:close", "console:file",
    "console:withdraw_day", "portal:correct", "portal:update", "portal:draft_workers_csv",
    "public:published_csv", "portal:receipts_archive", "portal:filing_workers_csv",
    "portal:calendar_renew", "portal:calendar_file",
}  # fmt: skip


@pytest.fixture(scope="module")
def town(start_system: Callable[..., System]) -> System:
    return start_system("2026-09-10T12:00-06:00")


@pytest.fixture
def walk(browser: Browser, town: System) -> Iterator[Walk]:
    context = browser.new_context(locale="es-MX", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield Walk(town, context, DATA)
    context.close()


def test_every_address_has_its_place_in_a_walk() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        names = {row["address"] for row in csv.DictReader(file)}
    assert names == ANYBODY | HOLDER | VOIDS | A_CLERK | OFFICER | NO_PAGE


def test_anybody_s_pages(walk: Walk) -> None:
    page = walk.context.new_page()
    for path in (
        "/", "/ayuda/", "/ayuda/carga/", "/ayuda/archivo/", "/ayuda/preguntas/", "/ayuda/buscar/?q=multa",
        "/ayuda/buscar/?q=xilofono", "/ayuda/planteamiento/", "/verificar/",
        "/verificar/?folio=N262000001&codigo=AAAA",
        "/publicacion/", "/entrar/", "/entrar/capturista/", "/recuperar/", "/instituto/entrar/",
        "/practica/correos/",
    ):  # fmt: skip
        walk.visit(path)
    walk.visit("/verificar/", name="public:verify_result", then=_verify_what_is_not_ours)
    walk.visit("/no-existe/", status=404)
    walk.visit("/recuperar/contrasena/", status=410)
    walk.visit("/invitacion/", status=410)
    walk.visit(_inquiry(page, walk.system))
    _expect_nothing_wrong(walk, ANYBODY)


def test_a_holder_s_pages(walk: Walk, tmp_path: Path) -> None:
    page, system = walk.context.new_page(), walk.system
    steps.enter(page, system, "01")
    contract = _first_contract(page, system)
    _capture(walk, page, contract, tmp_path)
    _people(walk, page)
    walk.visit(f"/informativa/{PERIOD}/")
    page.goto(f"{system.url}/informativa/{PERIOD}/")
    steps.sign(page, system, "01")
    walk.visit(_path(page))
    _complements(walk, page)
    _expect_nothing_wrong(walk, HOLDER)


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
    _expect_nothing_wrong(walk, VOIDS)


def test_a_clerk_s_pages(walk: Walk, browser: Browser) -> None:
    page, system = walk.context.new_page(), walk.system
    holder = browser.new_context(locale="es-MX").new_page()
    steps.enter(holder, system, "01")
    _invite(holder, system)
    holder.context.close()
    steps.open_letter(page, system, "Le invitan a capturar", CLERK_MAIL)
    walk.visit(_path(page))
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
    _expect_nothing_wrong(walk, A_CLERK)


def test_an_officer_s_pages(walk: Walk) -> None:
    page, system = walk.context.new_page(), walk.system
    _inquiry(page, system)
    steps.enter_the_console(page, system)
    folio = page.locator("main table a").first.inner_text()
    for path in ("planteamientos/", f"planteamientos/{folio}/", "calendario/", "listado/"):
        walk.visit(f"/instituto/{path}")
    _expect_nothing_wrong(walk, OFFICER)


def _expect_nothing_wrong(walk: Walk, names: set[str]) -> None:
    left_out = [f"not visited: {name}" for name in sorted(names - walk.seen)]
    assert walk.wrong + left_out == [], "\n" + "\n".join(walk.wrong + left_out)


def _path(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]


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
    walk.visit(_path(page))
    walk.visit(f"{_path(page)}aplicar/?modo=merge&renglones=validas")


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


def _verify_what_is_not_ours(page: Page) -> None:
    paper = {"name": "acuse.pdf", "mimeType": "application/pdf", "buffer": blank_pdf()}
    page.locator("input[type=file]").set_input_files(paper)
    page.wait_for_url("**/verificar/resultado/")


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
    walk.visit(_path(page))
    walk.visit(here)
    page.goto(system.url + here)
    steps.sign(page, system, "01")
    filed = _path(page)
    walk.visit(filed)
    page.goto(f"{system.url}{filed}diferencias/")
    walk.visit(_path(page))
    page.get_by_role("link", name="Ver quiénes").click()
    walk.visit(_path(page))
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
    walk.visit(_path(page))
    page.goto(f"{walk.system.url}/recuperar/")
    page.get_by_label("CURP", exact=True).fill(str(CLERK["curp"]))
    page.get_by_label("Correo electrónico", exact=True).fill(CLERK_MAIL)
    page.get_by_role("button", name="Enviar enlace").click()
    steps.open_letter(page, walk.system, "Recupere su contraseña", CLERK_MAIL)
    page.get_by_role("link", name="/recuperar/").click()
    walk.visit("/recuperar/contrasena/")


def _inquiry(page: Page, system: System) -> str:
    """The address of the folio of a planteamiento just sent."""
    page.goto(f"{system.url}/ayuda/planteamiento/")
    page.get_by_label("Tema").select_option(label="Carga de archivos")
    page.get_by_label("¿Qué necesita?").fill(QUESTION)
    page.get_by_label("Nombre de quien escribe").fill("Luz Inventada")
    page.get_by_label("Correo para la respuesta").fill("luz@example.com")
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Enviar planteamiento").click()
    page.locator("#inquiry-folio").wait_for()
    return _path(page)
