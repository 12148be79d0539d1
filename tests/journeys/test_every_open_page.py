"""Every page that needs no firm, in both languages and at both widths: nobody is left outside any of them."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys import steps
from tests.journeys.conftest import System
from tests.journeys.places import ANYBODY, EVERYWHERE, OFFICER
from tests.journeys.walk import Walk, path_of, walking
from tests.practice import blank_pdf

pytestmark = pytest.mark.journey

TABLE = Path(__file__).parents[1] / "interfaces" / "permissions.csv"
#: A Wednesday that touches no window of the other walks.
FAR_DAY = "2027-03-03"
QUESTION = "¿Cómo cargo varios contratos en un archivo?"
#: What the invented firms are called, and what they wrote: no language of ours.
DATA = ("EDUCACION UNIVERSAL DEL BAJIO SC", QUESTION)


@pytest.fixture
def walk(browser: Browser, system: System) -> Iterator[Walk]:
    yield from walking(browser, system, DATA)


def test_every_address_has_its_place_in_a_walk() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        names = {row["address"] for row in csv.DictReader(file)}
    assert names == EVERYWHERE


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
    walk.expect_nothing_wrong(ANYBODY)


def test_an_officer_s_pages(walk: Walk) -> None:
    page, system = walk.context.new_page(), walk.system
    _inquiry(page, system)
    steps.enter_the_console(page, system)
    folio = page.locator("main table a").first.inner_text()
    _record_a_far_day(page, system)
    for path in (
        "planteamientos/", f"planteamientos/{folio}/", "calendario/", f"calendario/retirar/?day={FAR_DAY}",
        "listado/",
    ):  # fmt: skip
        walk.visit(f"/instituto/{path}")
    walk.expect_nothing_wrong(OFFICER)


def _record_a_far_day(page: Page, system: System) -> None:
    page.goto(f"{system.url}/instituto/calendario/")
    page.get_by_label("Día", exact=True).fill(FAR_DAY)
    page.get_by_label("Motivo").fill("Acuerdo")
    page.get_by_label("Documento que lo establece").fill("DOF")
    page.get_by_label("Fecha de publicación").fill("2026-09-01")
    page.get_by_role("button", name="Registrar día").click()
    page.locator(".notice-success").wait_for()


def _verify_what_is_not_ours(page: Page) -> None:
    paper = {"name": "acuse.pdf", "mimeType": "application/pdf", "buffer": blank_pdf()}
    page.locator("input[type=file]").set_input_files(paper)
    page.wait_for_url("**/verificar/resultado/")


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
    return path_of(page)
