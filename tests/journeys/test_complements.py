"""What was presented is mended without retyping: corrected, updated or voided, and seen before signing."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys import steps
from tests.journeys.conftest import System

from icsoe.interfaces.cli.demo.people import people

pytestmark = pytest.mark.journey
PERIOD = "2026-2"


@pytest.fixture(scope="module")
def own_system(start_system: Callable[..., System]) -> System:
    """A system that no other journey has presented anything in."""
    return start_system("2026-09-10T12:00-06:00")


def folio_of(page: Page) -> str:
    found = re.search(r"/acuses/([A-Z0-9]+)/", page.url)
    assert found is not None, page.url
    return found[1]


def add_worker(page: Page, seed: int) -> None:
    worker = people(1, seed=seed).row(0, named=True)
    page.get_by_label("NSS", exact=True).fill(worker["nss"])
    page.get_by_label("CURP", exact=True).fill(worker["curp"])
    page.get_by_label("Primer apellido", exact=True).fill(worker["primer_apellido"])
    page.get_by_label("Segundo apellido", exact=True).fill(worker["segundo_apellido"] or "")
    page.get_by_label("Nombre(s)", exact=True).fill(worker["nombre"])
    page.get_by_label("Salario base de cotización", exact=True).fill(str(worker["sbc"]))
    page.get_by_role("button", name="Agregar trabajador").click()
    expect(page.locator("#trabajadores")).to_contain_text(worker["nss"])


def begin(page: Page, own_system: System, button: str) -> None:
    page.goto(f"{own_system.url}/informativa/{PERIOD}/complementaria/")
    page.get_by_role("button", name=button).click()


def test_one_forgotten_line_is_corrected_and_later_updated(
    page: Page, own_system: System, tmp_path: Path
) -> None:
    # Given a Normal in force
    steps.enter(page, own_system, "01")
    page.goto(f"{own_system.url}/informativa/{PERIOD}/")
    steps.sign(page, own_system, "01")
    first = folio_of(page)
    # When a correction is begun, one worker added and nothing else touched
    page.get_by_role("link", name="Corregir, actualizar o dejar sin efectos").click()
    steps.look(page, "complementaria")
    page.get_by_role("button", name="Iniciar corrección").click()
    steps.expect_text(page, f"Parte de una copia de {first}")
    steps.look(page, "contratos-en-correccion")
    page.locator("table a").first.click()
    add_worker(page, 501)
    # Then the review says what changes and the difference lists who
    page.get_by_role("button", name="Revisar informativa").click()
    steps.expect_text(page, "Trabajadores: 1 entra.")
    steps.look(page, "revision-correccion")
    page.get_by_role("link", name="Ver las diferencias").click()
    steps.look(page, "diferencias")
    page.get_by_role("link", name="Ver quiénes").click()
    steps.look(page, "diferencias-trabajadores")
    # And signing it supersedes the first, which says so
    page.goto(f"{own_system.url}/informativa/{PERIOD}/")
    steps.sign(page, own_system, "01")
    corrected = folio_of(page)
    assert corrected.startswith("CO262")
    page.goto(f"{own_system.url}/acuses/{first}/")
    steps.expect_text(page, "Ya no está vigente")
    steps.look(page, "acuse-sustituido")
    # And an update asks for the day the worker came, and locks the rest
    begin(page, own_system, "Iniciar actualización")
    page.locator("table a").first.click()
    add_worker(page, 502)
    page.get_by_role("button", name="Revisar informativa").click()
    page.get_by_role("link", name="Poner fechas").click()
    steps.look(page, "movimientos")
    page.get_by_label("Fecha del movimiento").fill("2026-09-03")
    page.get_by_role("button", name="Poner la fecha").click()
    page.get_by_role("button", name="Revisar informativa").click()
    steps.sign(page, own_system, "01")
    assert folio_of(page).startswith("AC262")
    # And the history holds all three, in one archive of the year
    page.goto(f"{own_system.url}/acuses/")
    steps.look(page, "acuses")
    with page.expect_download() as download:
        page.get_by_role("link", name="2026", exact=True).click()
    kept = tmp_path / "2026.zip"
    download.value.save_as(kept)
    folders = {name.split("/")[0] for name in zipfile.ZipFile(kept).namelist() if "/" in name}
    assert {first, corrected} < folders
    assert len(folders) == 3


def test_a_sin_informacion_presented_by_mistake_is_voided(page: Page, own_system: System) -> None:
    # Given a Sin información in force
    steps.enter(page, own_system, "05")
    page.goto(f"{own_system.url}/informativa/{PERIOD}/")
    steps.sign(page, own_system, "05")
    nil = folio_of(page)
    # When it is voided with a reason
    begin(page, own_system, "Dejar sin efectos")
    steps.look(page, "sin-efectos")
    page.get_by_label("Motivo").fill("Sí se inició un contrato")
    page.get_by_role("button", name="Continuar").click()
    steps.expect_text(page, nil)
    steps.look(page, "sin-efectos-firma")
    steps.sign(page, own_system, "05")
    # Then it has its own receipt, and the Normal comes next
    assert folio_of(page).startswith("SE262")
    steps.expect_text(page, "Ahora corresponde la informativa Normal")
    steps.look(page, "acuse-sin-efectos")


def test_what_is_offered_around_a_period_reads_well(page: Page, own_system: System) -> None:
    steps.enter(page, own_system, "04")
    for name, address in (
        ("copiar-contrato", f"/contratos/copiar/?periodo={PERIOD}"),
        ("calendario", "/calendario/"),
        ("buzon", "/buzon/"),
    ):
        page.goto(f"{own_system.url}{address}")
        steps.look(page, name)
    page.goto(f"{own_system.url}/calendario/")
    page.get_by_role("button", name="Crear mi dirección").click()
    expect(page.get_by_text(".ics")).to_be_visible()
    steps.look(page, "calendario-direccion")
