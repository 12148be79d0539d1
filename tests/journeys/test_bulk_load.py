"""Loading workers in bulk: drop a file, read what is wrong, mend it, apply it, take it back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, Request, Route, expect
from tests.journeys import steps
from tests.journeys.conftest import System
from tests.lib.sheets import craft

from icsoe.interfaces.cli.demo import registries
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.identifiers.nss import check_digit
from icsoe.lib.sheets.headers import columns
from icsoe.lib.sheets.write import write_xlsx

pytestmark = pytest.mark.journey

KEYS = ("nss", "curp", "sbc")
NAMES = ("primer_apellido", "segundo_apellido", "nombre")
PIECE = 8 * 1024 * 1024


@pytest.fixture(scope="session")
def house(start_system: Callable[..., System]) -> System:
    """A system of these journeys' own: nobody presents its period."""
    return start_system("2026-09-10T12:00-06:00")


@dataclass(frozen=True)
class Loading:
    """A signed-in provider with a contract of its own for this journey."""

    page: Page
    system: System
    folio: str

    @property
    def contract_url(self) -> str:
        return f"{self.system.url}/contratos/{self.folio}/"

    def send(self, file: Path) -> None:
        """Choose a file on the contract's page and load it, up to its page."""
        self.page.goto(self.contract_url)
        self.page.get_by_role("button", name="Cargar archivo").click()
        self.send_here(file)

    def send_here(self, file: Path) -> None:
        """Load a file with the form that stands on the page."""
        self.page.get_by_label("Archivo de trabajadores").set_input_files(file)
        self.page.get_by_role("button", name="Cargar archivo").click()
        self.page.wait_for_url(re.compile(r"/cargas/[0-9a-f-]{36}/"), timeout=30_000)

    def apply(self) -> None:
        """Go on with what is chosen, read it, and say yes."""
        self.page.get_by_role("button", name="Continuar").click()
        self.page.get_by_role("button", name="Aplicar a la lista").click()
        steps.expect_text(self.page, "La lista está actualizada")

    def count(self) -> str:
        """How many workers the contract's page says there are."""
        self.page.goto(self.contract_url)
        return str(self.page.locator("#workers-title .count").inner_text())


@pytest.fixture
def loading(page: Page, house: System, request: pytest.FixtureRequest) -> Loading:
    steps.enter(page, house, "01")
    return Loading(page, house, new_contract(page, house))


def new_contract(page: Page, system: System, reference: str = "") -> str:
    """Capture a contract, and give its folio."""
    page.goto(f"{system.url}/contratos/nuevo/?periodo=2026-2")
    page.get_by_label("RFC del contratante", exact=True).fill("CPM090518QC0")
    page.get_by_label("Nombre, denominación o razón social", exact=True).fill(
        "CORPORATIVO PLAZA MIRADOR SA DE CV"
    )
    page.get_by_label("Objeto del contrato", exact=True).fill("Limpieza de la torre")
    page.get_by_label("Servicio u obra especializado contratado", exact=True).select_option(index=1)
    page.get_by_label("Fecha inicial", exact=True).fill("2026-06-15")
    if reference:
        page.get_by_label("Referencia propia", exact=True).fill(reference)
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.wait_for_url(re.compile(r"/contratos/A26S\d{7}/"))
    return page.url.rstrip("/").rpartition("/")[2]


def expect_clean(page: Page) -> None:
    """Wait for a check that found nothing wrong."""
    expect(page.get_by_text("El archivo no tiene errores").first).to_be_visible(timeout=60_000)


def insured(count: int) -> pl.DataFrame:
    """Practice persons whom the Institute's register knows, with the salary they have now."""
    known = registries.salaries().sort("since", maintain_order=True)
    return known.unique("nss", keep="last", maintain_order=True).head(count).drop("since").cast(pl.String)


def crew(count: int, seed: int = 77) -> pl.DataFrame:
    """Invented persons whom no register knows, with their names."""
    return people(count, seed).cast(pl.String)


def csv(path: Path, rows: pl.DataFrame) -> Path:
    rows.write_csv(path)
    return path


def test_the_official_three_columns_are_loaded_their_names_resolved_and_taken_back(
    loading: Loading, tmp_path: Path
) -> None:
    page, everyone = loading.page, insured(300)
    # Given the Institute's own template, filled in with three columns
    titles = {column.name: column.title for column in columns()}
    file = tmp_path / "plantilla-oficial.xlsx"
    write_xlsx(everyone.select(KEYS).rename({key: titles[key] for key in KEYS}), file, sheet="captura")
    page.goto(loading.contract_url)
    page.get_by_role("button", name="Cargar archivo").click()
    steps.look(page, "carga-nueva")
    # When it is loaded
    loading.send_here(file)
    expect_clean(page)
    expect(page.get_by_text("se agregan 300").first).to_be_visible()
    steps.look(page, "carga-limpia")
    page.get_by_role("button", name="Continuar").click()
    steps.look(page, "carga-confirmar")
    page.get_by_role("button", name="Aplicar a la lista").click()
    steps.expect_text(page, "La lista está actualizada")
    steps.look(page, "carga-aplicada")
    # Then the list has them with the names the register knows
    page.get_by_role("button", name="Ver la lista").click()
    first = everyone.sort("nss").row(0, named=True)
    steps.expect_text(page, " ".join(filter(None, (first[name] for name in NAMES))))
    assert loading.count() == "300 trabajadores"
    steps.look(page, "contrato-cargado")
    # And the same file again changes nothing
    loading.send(file)
    expect(page.get_by_text("Este mismo archivo ya se aplicó")).to_be_visible(timeout=60_000)
    steps.look(page, "carga-igual")
    # And it can be taken back
    page.goto(loading.contract_url)
    page.locator("#cargas").get_by_role("link", name="plantilla-oficial.xlsx").last.click()
    page.get_by_role("button", name="Deshacer").click()
    steps.expect_text(page, "La carga se deshizo")
    steps.look(page, "carga-deshecha")
    assert loading.count() == "0 trabajadores"


def test_a_windows_file_with_the_damage_of_a_spreadsheet_is_understood(
    loading: Loading, tmp_path: Path
) -> None:
    page = loading.page
    # Given semicolons, Windows-1252, NSS without their zeros, hyphens, blanks, lower case, money signs
    rows = _spoilt(crew(120))
    text = "No. Seguro Social;CURP;Apellido Paterno;Apellido Materno;Nombre(s);Salario Base\r\n"
    text += "".join(";".join(row) + "\r\n" for row in rows) + "\r\n;;;;;\r\n"
    file = tmp_path / "nómina Ñoño.csv"
    file.write_bytes(text.encode("cp1252"))
    # When it is loaded
    loading.send(file)
    # Then nothing is wrong, and what was put right is told
    expect_clean(page)
    steps.expect_text(page, "NSS con ceros repuestos")
    steps.look(page, "carga-avisos")
    loading.apply()
    assert loading.count() == "120 trabajadores"


def _spoilt(rows: pl.DataFrame) -> list[list[str]]:
    spoilt = []
    for number, row in enumerate(rows.iter_rows(named=True)):
        nss = _with_zero(number) if number < 10 else str(row["nss"])
        curp = str(row["curp"])
        hyphened = f"{curp[:4]}-{curp[4:10]}-{curp[10:]}" if number % 3 == 0 else f" {curp.lower()} "
        money = f"${float(row['sbc']):,.2f}" if number % 2 else str(row["sbc"])
        spoilt.append([nss, hyphened, *(str(row[name] or "").title() for name in NAMES), money])
    return spoilt


def _with_zero(number: int) -> str:
    """An NSS that begins with a zero, as a spreadsheet leaves it: without."""
    ten = f"0{123456700 + number:09d}"
    return (ten + check_digit(ten)).lstrip("0")


def test_two_hundred_errors_are_mended_on_the_page(loading: Loading, tmp_path: Path) -> None:
    page, right = loading.page, crew(250)
    # Given 200 NSS with their last digit wrong
    wrong = right.with_columns(
        pl.when(pl.int_range(pl.len()) < 200)
        .then(
            pl.col("nss").str.slice(0, 10)
            + ((pl.col("nss").str.slice(10).cast(pl.Int8) + 1) % 10).cast(pl.String)
        )
        .otherwise("nss")
        .alias("nss")
    )
    loading.send(csv(tmp_path / "con-errores.csv", wrong))
    expect(page.get_by_text("200 renglones tienen errores")).to_be_visible(timeout=60_000)
    steps.expect_text(page, "NSS con dígito verificador equivocado")
    expect(page.get_by_label(re.compile("NSS del renglón"))).to_have_count(200)
    expect(page.get_by_role("link", name="Su archivo con las celdas marcadas (.xlsx)")).to_be_visible(
        timeout=60_000
    )
    steps.look(page, "carga-errores")
    # When each is written right and checked again
    for folded in page.locator("details:not([open]) > summary").filter(has_text="Celdas").all()[::-1]:
        folded.click()
    for number, nss in enumerate(right["nss"].head(200), start=2):
        page.get_by_label(f"NSS del renglón {number}", exact=True).fill(nss)
    page.get_by_role("button", name="Guardar y revisar de nuevo").click()
    # Then none is left, and all are loaded
    expect_clean(page)
    loading.apply()
    assert loading.count() == "250 trabajadores"


def test_a_cut_upload_goes_on_where_it_stopped_also_after_the_page_was_closed(
    loading: Loading, tmp_path: Path
) -> None:
    page, file = loading.page, _heavy(tmp_path / "pesado.csv")
    offsets: list[int] = []
    page.on("request", lambda sent: offsets.append(_offset(sent)) if sent.method == "PATCH" else None)
    page.goto(f"{loading.contract_url}cargar/")
    # Given a line that breaks after the first piece
    page.route(re.compile("/cargas/tus/.+/"), _cut_after_the_first)
    page.get_by_label("Archivo de trabajadores").set_input_files(file)
    page.get_by_role("button", name="Cargar archivo").click()
    steps.expect_text(page, "Se cortó la conexión")
    steps.look(page, "carga-cortada")
    # When the page is closed, opened again, and the same file chosen
    page.goto(f"{loading.contract_url}cargar/")
    steps.expect_text(page, "«pesado.csv» se quedó a medio subir")
    # Mended only now: the page that was closed must not have gone on by itself.
    page.unroute(re.compile("/cargas/tus/.+/"))
    before = len(offsets)
    loading.send_here(file)
    # Then only what was missing is sent, and the file is whole
    assert offsets[before:] == [PIECE]
    expect_clean(page)
    steps.expect_text(page, "comentarios")


def _heavy(path: Path) -> Path:
    return csv(path, crew(1_500).with_columns(pl.lit("x" * 6_000).alias("comentarios")))


def _offset(sent: Request) -> int:
    return int(sent.headers["upload-offset"])


def _cut_after_the_first(route: Route) -> None:
    first = route.request.method == "PATCH" and _offset(route.request) == 0
    if first:
        route.continue_()
    else:
        route.abort("connectionreset")


def test_a_session_lost_in_mid_upload_comes_back_to_the_same_form(loading: Loading, tmp_path: Path) -> None:
    page, file = loading.page, _heavy(tmp_path / "largo.csv")
    page.goto(f"{loading.contract_url}cargar/")

    # Given a session that ends after the first piece
    def forget(route: Route) -> None:
        if route.request.method == "PATCH" and _offset(route.request) > 0:
            page.context.clear_cookies(name="icsoe_session")
        route.continue_()

    page.route(re.compile("/cargas/tus/.+/"), forget)
    page.get_by_label("Archivo de trabajadores").set_input_files(file)
    page.get_by_role("button", name="Cargar archivo").click()
    # When the person enters again
    page.wait_for_url(re.compile("/entrar/"))
    page.unroute(re.compile("/cargas/tus/.+/"))
    steps.choose_efirma(page, loading.system.efirma("01"))
    page.get_by_role("button", name="Entrar", exact=True).click()
    # Then the form is there and the file goes on
    page.wait_for_url(f"{loading.contract_url}cargar/")
    steps.expect_text(page, "«largo.csv» se quedó a medio subir")
    loading.send_here(file)
    expect_clean(page)


def test_the_check_goes_on_with_the_tab_closed(loading: Loading, tmp_path: Path) -> None:
    page = loading.page
    loading.send(csv(tmp_path / "sigue.csv", crew(40_000)))
    # Given a tab that is closed as soon as the file has arrived
    other = page.context.new_page()
    page.close()
    # When the contract is opened later
    other.goto(loading.contract_url)
    other.locator("#cargas").get_by_role("link", name="sigue.csv").click()
    # Then the result is there, without doing anything
    expect_clean(other)
    # And a large list is applied by the workers while the page tells how far it is
    other.get_by_role("button", name="Continuar").click()
    other.get_by_role("button", name="Aplicar a la lista").click()
    expect(other.get_by_text("La lista está actualizada")).to_be_visible(timeout=60_000)
    other.get_by_role("button", name="Ver la lista").click()
    expect(other.locator("#workers-title .count")).to_have_text("40,000 trabajadores")


def test_one_file_feeds_many_contracts_by_reference(loading: Loading, tmp_path: Path) -> None:
    page = loading.page
    folios = [new_contract(page, loading.system, f"TORRE-{mark}-{loading.folio}") for mark in "AB"]
    # Given a file whose rows name the provider's own references
    rows = crew(30, seed=5).with_columns(
        (
            pl.lit("TORRE-")
            + pl.when(pl.int_range(pl.len()) < 10).then(pl.lit("A")).otherwise(pl.lit("B"))
            + pl.lit(f"-{loading.folio}")
        ).alias("Número de contrato")
    )
    page.goto(f"{loading.system.url}/contratos/?periodo=2026-2")
    page.get_by_role("button", name="Cargar archivo").click()
    steps.look(page, "carga-varios-nueva")
    loading.send_here(csv(tmp_path / "varios.csv", rows))
    expect_clean(page)
    page.get_by_role("button", name="Continuar").click()
    for folio in folios:
        steps.expect_text(page, folio)
    steps.look(page, "carga-varios-confirmar")
    page.get_by_role("button", name="Aplicar a la lista").click()
    steps.expect_text(page, "La lista está actualizada")
    # Then each contract has its own
    for folio, count in zip(folios, ("10 trabajadores", "20 trabajadores"), strict=True):
        page.goto(f"{loading.system.url}/contratos/{folio}/")
        expect(page.locator("#workers-title .count")).to_have_text(count)


def _amplifier(path: Path) -> Path:
    """Five kilobytes that ask for gigabytes: one long text named by a hundred thousand cells."""
    cells = "".join(
        f'<row r="{number}">' + '<c t="s"><v>0</v></c>' * 100 + "</row>" for number in range(1, 1_001)
    )
    strings = f"<sst {craft.MAIN}><si><t>{'x' * 32_000}</t></si></sst>"
    return craft.book(path, craft.parts({"captura": craft.sheet(cells)}, strings=strings))


def _bomb(path: Path) -> Path:
    return craft.book(path, craft.parts({"captura": craft.sheet("<row>" + "<c/>" * 20_000_000 + "</row>")}))


def _pdf(path: Path) -> Path:
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    return path


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("amplificador.xlsx", _amplifier, "libro"),
        ("bomba.xlsx", _bomb, "ocupa demasiado al descomprimirse"),
        ("es-un-pdf.csv", _pdf, "El archivo es un PDF, no una tabla"),
    ],
)
def test_a_hostile_file_gets_a_clear_message_and_harms_nobody(
    loading: Loading, tmp_path: Path, name: str, make: Callable[[Path], Path], words: str
) -> None:
    page = loading.page
    loading.send(make(tmp_path / name))
    expect(page.get_by_text("El archivo no se pudo cargar")).to_be_visible(timeout=60_000)
    steps.expect_text(page, words)
    steps.look(page, f"carga-mala-{name.partition('.')[0]}")
    # And the next file is served as ever
    page.get_by_role("button", name="Cargar otro archivo").click()
    loading.send_here(csv(tmp_path / "buena.csv", crew(3)))
    expect_clean(page)


def test_without_scripts_the_same_form_takes_the_file(house: System, page: Page, tmp_path: Path) -> None:
    steps.enter(page, house, "01")
    folio = new_contract(page, house)
    state = page.context.storage_state()
    assert page.context.browser is not None
    plain = page.context.browser.new_context(java_script_enabled=False, storage_state=state, locale="es-MX")
    other = plain.new_page()
    other.goto(f"{house.url}/contratos/{folio}/cargar/")
    other.get_by_label("Archivo de trabajadores").set_input_files(csv(tmp_path / "simple.csv", crew(4)))
    other.get_by_role("button", name="Cargar archivo").click()
    other.wait_for_url(re.compile(r"/cargas/[0-9a-f-]{36}/"))
    for _ in range(20):
        if other.get_by_text("El archivo no tiene errores").count():
            break
        other.wait_for_timeout(500)
        other.reload()
    other.get_by_role("button", name="Continuar").click()
    other.get_by_role("button", name="Aplicar a la lista").click()
    expect(other.get_by_text("La lista está actualizada")).to_be_visible()
    plain.close()
