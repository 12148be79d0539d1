"""The whole filing with the keyboard alone: entered, captured, mended, signed, and its receipt taken away.

The dialog of files is the computer's own, and the only thing done without a key.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys import steps
from tests.journeys.conftest import System
from tests.practice import blank_pdf

from icsoe.interfaces.cli.demo.people import people

pytestmark = pytest.mark.journey

WHO = "04"
WORKER = people(1, seed=71).row(0, named=True)
SERVICE = "Preparación de alimentos en el comedor de la planta"
MOST_TABS = 120
# Where the focus is, and whether it can be seen there: on the thing itself, or on the box drawn around it.
FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return ['', true];
    // The parts of a box of dates are the browser's own, and so is the ring around each.
    if (one.type === 'date') return [one.outerHTML.slice(0, 160), true];
    const drawn = two => {
        const style = getComputedStyle(two);
        const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return outlined || style.boxShadow !== 'none';
    };
    const around = [one, one.closest('label'), one.closest('.dropzone, .file-box, .form-check')];
    return [one.outerHTML.slice(0, 160), around.some(two => two && drawn(two))];
}"""


def test_a_whole_filing_with_the_keyboard_alone(page: Page, system: System, tmp_path: Path) -> None:
    # Given somebody who has no mouse, at the front door
    page.goto(f"{system.url}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Saltar al contenido")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "contenido"
    press(page, page.get_by_role("main").get_by_role("button", name="Entrar", exact=True))
    sign(page, system, "Entrar")
    page.wait_for_url(f"{system.url}/panel/")
    # When they write the general data, and leave something out the first time
    press(page, page.get_by_role("link", name="Datos generales", exact=True).first)
    page.wait_for_url(f"{system.url}/datos/")
    general_data(page, tmp_path)
    # And a contract with its worker
    press(page, page.get_by_role("link", name="Contratos", exact=True).first)
    page.wait_for_url(f"{system.url}/contratos/")
    new_contract(page)
    add_worker(page)
    # Then they review, sign, and take the receipt away
    press(page, page.get_by_role("button", name="Revisar informativa"))
    page.wait_for_url(re.compile(r"/informativa/2026-2/"))
    expect(page.get_by_text(WORKER["nss"])).to_be_attached()
    sign(page, system, "Firmar y presentar")
    page.wait_for_url(f"{system.url}/acuses/*/")
    button = page.get_by_role("button", name="Descargar acuse")
    expect(button).to_be_visible(timeout=20_000)
    with page.expect_download() as download:
        press(page, button)
    assert download.value.suggested_filename.endswith(".pdf")


def general_data(page: Page, folder: Path) -> None:
    save = page.get_by_role("button", name="Guardar", exact=True)
    write(page, "Correo electrónico", "sin arroba")
    press(page, save)
    mend_from_the_summary(page)
    copy = folder / "registro.pdf"
    copy.write_bytes(blank_pdf())
    write(page, "Correo electrónico", "comedores@example.com")
    write(page, "Número de registro REPSE", "STPS/UTD/DGIFT/AR1876/2025")
    write(page, "Fecha de registro", "2025-03-03")
    reach(page, page.get_by_label("Copia del registro (PDF)")).set_input_files(copy)
    write(page, "Folio del servicio", "1")
    write(page, "Descripción del servicio", SERVICE)
    press(page, save)
    steps.expect_text(page, "Guardado")
    page.wait_for_load_state()


def mend_from_the_summary(page: Page) -> None:
    """An error puts the focus on the summary, and the link there on the field that it tells of."""
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    link = summary.get_by_role("link").first
    expect(link).to_be_focused()
    field = str(link.get_attribute("href")).removeprefix("#")
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{field}']")).to_be_focused()


def new_contract(page: Page) -> None:
    press(page, page.get_by_role("button", name="Agregar contrato").first)
    page.wait_for_url(re.compile(r"/contratos/nuevo/"))
    write(page, "RFC del contratante", "CPM090518QC0")
    write(page, "Nombre, denominación o razón social", "CORPORATIVO PLAZA MIRADOR SA DE CV")
    write(page, "Objeto del contrato", "Comedor de la planta")
    reach(page, page.get_by_label("Servicio u obra especializado contratado", exact=True))
    page.keyboard.press("ArrowDown")
    write(page, "Fecha inicial", "2026-06-06")
    press(page, page.get_by_role("button", name="Guardar", exact=True))
    page.wait_for_url(re.compile(r"/contratos/A26S\d{7}/"))


def add_worker(page: Page) -> None:
    for label, column in {
        "NSS": "nss",
        "CURP": "curp",
        "Primer apellido": "primer_apellido",
        "Segundo apellido": "segundo_apellido",
        "Nombre(s)": "nombre",
        "Salario base de cotización": "sbc",
    }.items():
        write(page, label, str(WORKER[column] or ""))
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").get_by_text(WORKER["nss"])).to_be_visible()


def sign(page: Page, system: System, words: str) -> None:
    folder = system.efirma(WHO)
    page.locator("[data-signbox-ready]").wait_for()
    for label, ending in (("Certificado (.cer)", "cer"), ("Clave privada (.key)", "key")):
        reach(page, page.get_by_label(label)).set_input_files(next(folder.glob(f"*.{ending}")))
    write(page, "Contraseña de la clave privada", steps.PASSWORD)
    press(page, page.locator("[data-signbox]").get_by_role("button", name=words, exact=True))


def press(page: Page, wanted: Locator) -> None:
    reach(page, wanted)
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Reach a field and type over what it holds; a day as the browser's own box takes it.

    Days here are the same whether the browser asks first for the day or for the month.
    """
    field = reach(page, page.get_by_label(label, exact=True))
    if field.get_attribute("type") == "date":
        text = "".join(reversed(text.split("-")))
    else:
        page.keyboard.press("Control+a")
    page.keyboard.type(text)


def reach(page: Page, wanted: Locator) -> Locator:
    """Go on with the tabulator until the focus is there; wherever it stops, it can be seen."""
    for _ in range(MOST_TABS):
        stop, seen = page.evaluate(FOCUS)
        assert seen, f"the focus cannot be seen on {stop}"
        if wanted.evaluate("one => one === document.activeElement"):
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is out of the keyboard's reach")
