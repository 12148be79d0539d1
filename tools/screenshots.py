"""Take the pictures of the manual and of the README from a running practice system: `make screenshots`.

It does what the manual tells, on a fixed day, and writes `docs/manual/imagenes/*.webp` and `docs/tour/*.png`.
"""

import base64
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys import steps  # noqa: E402 - the path must be known first
from tests.journeys.conftest import CHROMIUM, QUIET, System, _start  # noqa: E402

from icsoe.interfaces.cli.demo.people import people  # noqa: E402

TARGET = ROOT / "docs" / "manual" / "imagenes"
TOUR = ROOT / "docs" / "tour"
DAY = "2026-09-10T12:00-06:00"
WHO = "01"
SIZE = {"width": 1280, "height": 800}
# Chromium writes WebP itself: half the bytes of PNG, and no further tool.
TO_WEBP = """async (png) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + png;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 1024;
    canvas.height = 640;
    const drawn = canvas.getContext('2d');
    drawn.imageSmoothingQuality = 'high';
    drawn.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/webp', 0.6).split(',')[1];
}"""


class Camera:
    """Keeps pictures of a page under the names that the manual, and the README's tour, call them by."""

    def __init__(self, browser: Browser) -> None:
        self._dark_room = browser.new_page()

    def take(self, page: Page, name: str, *, at: str = "", tour: str = "") -> None:
        """Keep what is seen; ``at`` brings a part into view first, ``tour`` keeps it for the README too."""
        page.mouse.move(0, 0)
        if at:
            page.locator(at).first.evaluate("one => one.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(250)
        if tour:
            self.show(page, tour)
        png = base64.b64encode(page.screenshot()).decode()
        (TARGET / f"{name}.webp").write_bytes(base64.b64decode(self._dark_room.evaluate(TO_WEBP, png)))

    def show(self, page: Page, name: str) -> None:
        """Keep what is seen for the README alone."""
        page.mouse.move(0, 0)
        page.wait_for_timeout(250)
        page.screenshot(path=TOUR / f"{name}.png")


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with practice_system() as system, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(viewport=SIZE, locale="es-MX", reduced_motion="reduce")
        _tour(context.new_page(), system, Camera(browser))
        browser.close()


@contextmanager
def practice_system() -> Iterator[System]:
    with tempfile.TemporaryDirectory(prefix="icsoe-fotos-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        system = _start(folder, DAY)
        try:
            yield system
        finally:
            system.process.send_signal(signal.SIGINT)
            system.process.wait(30)


def _tour(page: Page, system: System, camera: Camera) -> None:
    page.goto(f"{system.url}/entrar/")
    camera.take(page, "entrar", at="h1", tour="entrar")
    steps.enter(page, system, WHO)
    camera.take(page, "panel", tour="panel")
    page.goto(f"{system.url}/datos/")
    camera.take(page, "datos", at=":is(legend, h2):has-text('Registro REPSE')", tour="datos")
    _contracts(page, system, camera)
    _clerks(page, system, camera)
    _present(page, system, camera)


def _contracts(page: Page, system: System, camera: Camera) -> None:
    page.goto(f"{system.url}/contratos/nuevo/?periodo=2026-2")
    page.get_by_label("RFC del contratante", exact=True).fill("CPM090518QC0")
    page.get_by_label("Nombre, denominación o razón social", exact=True).fill(
        "CORPORATIVO PLAZA MIRADOR SA DE CV"
    )
    page.get_by_label("Objeto del contrato", exact=True).fill("Limpieza diaria de las oficinas")
    camera.take(page, "contrato-nuevo")
    page.goto(f"{system.url}/contratos/?periodo=2026-2")
    camera.take(page, "contratos")
    folio = re.findall(r"A26S\d{7}", page.content())[0]
    here = f"{system.url}/contratos/{folio}/"
    page.goto(here)
    camera.take(page, "trabajadores", at="h2:has-text('Trabajadores')", tour="contrato")
    _load(page, here, camera)


def _load(page: Page, contract: str, camera: Camera) -> None:
    """Load a file with one wrong key, look at what is said, and leave it unapplied."""
    rows = people(40, seed=5).select("nss", "curp", "sbc", "primer_apellido", "segundo_apellido", "nombre")
    wrong = rows.with_row_index().with_columns(
        nss=pl.when(pl.col("index") == 6).then(pl.lit("12345678901")).otherwise(pl.col("nss"))
    )
    file = Path(tempfile.gettempdir()) / "trabajadores.csv"
    wrong.drop("index").write_csv(file)
    page.goto(contract)
    page.get_by_role("button", name="Cargar archivo").click()
    camera.take(page, "carga")
    page.get_by_label("Archivo de trabajadores").set_input_files(file)
    page.get_by_role("button", name="Cargar archivo").click()
    page.wait_for_url(re.compile(r"/cargas/[0-9a-f-]{36}/"), timeout=30_000)
    page.get_by_role("button", name="Continuar").wait_for(timeout=30_000)
    camera.take(page, "carga-resultado")
    file.unlink()


def _clerks(page: Page, system: System, camera: Camera) -> None:
    page.goto(f"{system.url}/capturistas/invitar/")
    camera.take(page, "capturistas")


def _present(page: Page, system: System, camera: Camera) -> None:
    page.goto(f"{system.url}/informativa/2026-2/")
    camera.take(page, "revisar", tour="revision")
    steps.sign(page, system, WHO)
    page.get_by_role("button", name="Descargar acuse").wait_for(timeout=30_000)
    camera.take(page, "acuse", tour="acuse")
    page.get_by_role("link", name="Verificar este acuse").click()
    page.get_by_text("El acuse es auténtico y está vigente").wait_for()
    camera.show(page, "verificar")
    page.goto(f"{system.url}/informativa/2026-2/complementaria/")
    camera.take(page, "corregir")
    page.goto(f"{system.url}/verificar/")
    camera.take(page, "verificar")


if __name__ == "__main__":
    main()
