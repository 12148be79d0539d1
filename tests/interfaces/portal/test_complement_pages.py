"""Correcting, updating and voiding, as pages: what is offered, what is shown before signing, what is kept."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.test import Client
from tests import practice
from tests.apps.filings import acts

from icsoe.apps.access.models import Account
from icsoe.apps.contracts.models import Contract
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.selectors import current_roster
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.selectors import complement_in_course
from icsoe.apps.providers.models import Provider
from icsoe.lib.canonical.cadena import filing_cadena

pytestmark = pytest.mark.django_db
PERIOD = practice.PERIOD


@pytest.fixture(autouse=True)
def _in_may(
    settings: object, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    practice.trust_the_suite(settings, tmp_path_factory.getbasetemp() / "trust-pages")
    set_clock(monkeypatch, practice.IN_TIME)


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: at)


@pytest.fixture
def one() -> Provider:
    return practice.complete_profile(practice.provider())


@pytest.fixture
def browser(one: Provider) -> Client:
    return session(one)


def session(one: Provider) -> Client:
    account, _ = Account.objects.get_or_create(
        kind="holder", key=one.rfc, defaults={"name": one.name, "created_at": practice.IN_TIME}
    )
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def filed(one: Provider) -> Filing:
    practice.with_workers(practice.contract(one, reference="C-1"), 2)
    return acts.file(one)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


def post(client: Client, address: str, **data: object) -> object:
    return client.post(address, data, follow=True)


def test_the_receipt_leads_to_what_may_follow_each_with_its_reason(browser: Client, filed: Filing) -> None:
    assert f"/informativa/{PERIOD}/complementaria/" in text(browser, f"/acuses/{filed.folio}/")
    offered = text(browser, f"/informativa/{PERIOD}/complementaria/")
    assert "Iniciar corrección" in offered
    assert "Iniciar actualización" in offered
    assert "Sin efectos solo procede sobre una informativa Sin información" in offered
    assert "0 de 4" in offered


def test_the_fifth_and_the_update_out_of_its_month_say_why_and_what_is_left(
    browser: Client, one: Provider, filed: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(4):
        acts.start(one)
        practice.with_workers(practice.contract(one, reference=f"C-{place + 2}"), 1)
        acts.file(one)
    offered = text(browser, f"/informativa/{PERIOD}/complementaria/")
    assert "4 de 4" in offered
    assert "Iniciar corrección" not in offered
    assert "Iniciar actualización" in offered
    set_clock(monkeypatch, datetime(2026, 6, 1, 12, tzinfo=UTC))
    closed = text(session(one), f"/informativa/{PERIOD}/complementaria/")
    assert "Iniciar actualización" not in closed
    assert "mayo, septiembre" in closed


def test_a_period_that_was_not_presented_has_no_complementaria(browser: Client, one: Provider) -> None:
    assert browser.get(f"/informativa/{PERIOD}/complementaria/").status_code == 404


def test_a_correction_is_begun_changed_compared_and_offered_for_signature(
    browser: Client, one: Provider, filed: Filing
) -> None:
    begun = post(browser, f"/informativa/{PERIOD}/corregir/")
    assert "Parte de una copia de" in begun.content.decode()  # type: ignore[attr-defined]
    contract = one.contracts.get()
    gone = current_roster(contract).workers.order_by("nss")[0]
    post(browser, f"/contratos/{contract.folio}/trabajadores/{gone.pk}/quitar/")
    practice.with_workers(practice.contract(one, reference="C-2"), 3)
    review = text(browser, f"/informativa/{PERIOD}/")
    assert "Contratos que se agregan: 1." in review
    assert "Trabajadores: 3 entran y 1 sale." in review
    assert f'data-replaces="{filed.folio}"' in review
    difference = text(browser, f"/informativa/{PERIOD}/diferencias/")
    assert "Contratos que se agregan" in difference
    workers = text(browser, f"/informativa/{PERIOD}/diferencias/{contract.folio}/?ver=bajas")
    assert gone.nss in workers
    listed = browser.get(f"/informativa/{PERIOD}/diferencias/{contract.folio}/lista.csv").content.decode(
        "utf-8-sig"
    )
    assert [row["diferencia"] for row in csv.DictReader(io.StringIO(listed))] == ["sale"]


def test_abandoning_asks_first_and_then_leaves_everything_as_it_was(
    browser: Client, one: Provider, filed: Filing
) -> None:
    post(browser, f"/informativa/{PERIOD}/corregir/")
    practice.contract(one, reference="C-2")
    assert "sigue vigente tal como la presentó" in text(browser, f"/informativa/{PERIOD}/abandonar/")
    post(browser, f"/informativa/{PERIOD}/abandonar/")
    assert complement_in_course(one.rfc, PERIOD) is None
    assert one.contracts.count() == 1
    assert browser.get(f"/informativa/{PERIOD}/abandonar/").status_code == 404


def test_what_was_corrected_is_read_as_a_difference_for_ever(
    browser: Client, one: Provider, filed: Filing
) -> None:
    acts.start(one)
    practice.with_workers(practice.contract(one, reference="C-2"), 1)
    corrected = acts.file(one)
    assert "Ver qué cambió" in text(browser, f"/acuses/{corrected.folio}/")
    assert one.contracts.get(reference="C-2").folio in text(
        browser, f"/acuses/{corrected.folio}/diferencias/"
    )
    old = text(browser, f"/acuses/{filed.folio}/")
    assert "La sustituye" in old
    assert corrected.folio in old
    assert browser.get(f"/acuses/{filed.folio}/diferencias/").status_code == 404
    assert f"/acuses/{corrected.folio}/diferencias/" in text(browser, "/acuses/")


def test_the_receipt_says_who_captured_and_who_signed(browser: Client, one: Provider, filed: Filing) -> None:
    shown = text(browser, f"/acuses/{filed.folio}/")
    assert "Capturó" in shown
    assert "Firmó" in shown
    assert one.name in shown


def test_an_update_explains_what_it_locks_and_asks_for_days(
    browser: Client, one: Provider, filed: Filing
) -> None:
    post(browser, f"/informativa/{PERIOD}/actualizar/")
    contract = one.contracts.get()
    assert "quedan como se informaron" in text(browser, f"/contratos/{contract.folio}/")
    add_worker(
        provider_rfc=one.rfc,
        folio=contract.folio,
        data=practice.worker_data(9),
        by=practice.actor(),
        at=practice.IN_TIME,
    )
    assert "Poner fechas" in text(browser, f"/informativa/{PERIOD}/")
    came = practice.worker_data(9)
    shown = text(browser, f"/informativa/{PERIOD}/movimientos/")
    assert " ".join((came.primer_apellido, came.segundo_apellido, came.nombre)) in shown
    assert came.nss in shown
    key = f"entran-{contract.folio}"
    address = f"/informativa/{PERIOD}/movimientos/"
    late = browser.post(address, {"grupo": key, f"{key}-on": "2027-01-01"})
    assert late.status_code == 422
    assert "del inicio del contrato a hoy" in late.content.decode()
    post(browser, address, grupo=key, **{f"{key}-on": "2026-05-04"})
    assert "Con fecha: 1. Sin fecha: 0." in text(browser, address)
    assert "signbox" in text(browser, f"/informativa/{PERIOD}/")


def test_a_void_asks_for_its_reason_and_shows_what_is_signed(browser: Client, one: Provider) -> None:
    nil = acts.file(one)
    address = f"/informativa/{PERIOD}/sin-efectos/"
    assert nil.folio in text(browser, address)
    refused = browser.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "Falta el motivo" in refused.content.decode()
    shown = post(browser, address, reason="Sí hubo un contrato").content.decode()  # type: ignore[attr-defined]
    assert "Sí hubo un contrato" in shown
    assert 'data-type="sin_efectos"' in shown
    assert f'data-replaces="{nil.folio}"' in shown
    voided = acts.void(one, "Sí hubo un contrato")
    board = text(browser, "/panel/")
    assert "Sin efectos; falta la Normal" in board
    assert "Capturar contratos" in board
    assert "Presentar sin información" not in board
    assert "Ahora corresponde la informativa Normal" in text(browser, f"/acuses/{voided.folio}/")


def test_everything_of_a_year_comes_in_one_archive_that_checks_itself(
    browser: Client, one: Provider, filed: Filing
) -> None:
    acts.start(one)
    practice.with_workers(practice.contract(one, reference="C-2"), 1)
    corrected = acts.file(one)
    response = browser.get("/acuses/anual/2026.zip")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    sums = dict(reversed(line.split("  ")) for line in packed.read("SHA256SUMS.txt").decode().splitlines())
    assert set(packed.namelist()) == {*sums, "SHA256SUMS.txt", "LEAME.txt"}
    assert all(sha256(packed.read(name)).hexdigest() == digest for name, digest in sums.items())
    assert "icsoe verify acuse.json" in packed.read("LEAME.txt").decode()
    assert "openssl dgst -sha256 -verify" in packed.read("LEAME.txt").decode()
    for filing in (filed, corrected):
        document = packed.read(f"{filing.folio}/documento.json")
        assert sha256(document).hexdigest() in packed.read(f"{filing.folio}/cadena.txt").decode()
    assert browser.get("/acuses/anual/2025.zip").status_code == 404


def test_the_readme_s_own_commands_verify_a_filing(
    browser: Client, one: Provider, filed: Filing, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here")
    place = tmp_path_factory.mktemp("anual")
    response = browser.get("/acuses/anual/2026.zip")
    zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))).extractall(place)  # type: ignore[attr-defined]
    folder = place / filed.folio

    def run(*command: str) -> str:
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout

    key = run("openssl", "x509", "-inform", "DER", "-in", "certificado.cer", "-pubkey", "-noout")
    (folder / "llave.pem").write_text(key)
    told = run("openssl", "dgst", "-sha256", "-verify", "llave.pem", "-signature", "firma.bin", "cadena.txt")
    assert "Verified OK" in told


def walk(one: Provider) -> Iterator[str]:
    folio = one.contracts.get().folio
    filing = Filing.objects.get(provider=one).folio
    yield from (f"/acuses/{filing}/", f"/acuses/{filing}/diferencias/", f"/contratos/{folio}/copiar/")
    yield from (f"/contratos/{folio}/copiar-lista/", f"/informativa/{PERIOD}/complementaria/")


def test_nothing_of_this_is_another_provider_s(one: Provider, filed: Filing) -> None:
    rival = session(practice.complete_profile(practice.provider("fisica"), "fisica"))
    assert {rival.get(address).status_code for address in walk(one)} == {404}
    assert rival.get("/acuses/anual/2026.zip").status_code == 404
    assert rival.post(f"/informativa/{PERIOD}/corregir/", follow=True).status_code == 404


def test_a_contract_of_before_starts_a_new_one_in_two_clicks(
    one: Provider, filed: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, datetime(2026, 6, 15, 18, tzinfo=UTC))
    browser = session(one)
    source = one.contracts.get()
    listed = text(browser, "/contratos/copiar/?periodo=2026-2")
    assert "Se informa en el cuatrimestre en que inició" in listed
    assert f"/contratos/{source.folio}/copiar/?periodo=2026-2" in listed
    asked = text(browser, f"/contratos/{source.folio}/copiar/?periodo=2026-2")
    assert 'value="2026-06-15"' in asked
    again = browser.post(f"/contratos/{source.folio}/copiar/?periodo=2026-2", {"start_date": "2026-01-01"})
    assert again.status_code == 422
    assert "no inicia en mayo-agosto de 2026" in again.content.decode()
    post(
        browser,
        f"/contratos/{source.folio}/copiar/?periodo=2026-2",
        start_date="2026-06-15",
        with_workers="on",
    )
    made = Contract.objects.get(provider=one, number=2)
    assert (made.object, current_roster(made).worker_count) == (source.object, 2)
    refused = browser.post(f"/contratos/{made.folio}/copiar/?periodo=2026-2", {"start_date": "2026-06-15"})
    assert "ya está en este cuatrimestre" in refused.content.decode()


def test_a_list_of_workers_is_copied_and_replaces_only_when_told(
    one: Provider, filed: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 6, 15, 18, tzinfo=UTC)
    set_clock(monkeypatch, at)
    browser = session(one)
    source = one.contracts.get()
    target = practice.contract(one, period=PERIOD.next, at=at)
    post(browser, f"/contratos/{target.folio}/copiar-lista/", source=source.folio)
    assert current_roster(target).worker_count == 2
    refused = browser.post(f"/contratos/{target.folio}/copiar-lista/", {"source": source.folio})
    assert refused.status_code == 422
    assert "ya tiene trabajadores" in refused.content.decode()
    post(browser, f"/contratos/{target.folio}/copiar-lista/", source=source.folio, replace="on")
    assert current_roster(target).worker_count == 2
    assert browser.post(f"/contratos/{target.folio}/copiar-lista/", {"source": ""}).status_code == 422


def test_the_calendar_has_a_secret_address_that_changes_when_asked(browser: Client, filed: Filing) -> None:
    assert "Crear mi dirección" in text(browser, "/calendario/")
    post(browser, "/calendario/direccion/")
    first = re.search(r"/calendario/[\w-]{43}\.ics", text(browser, "/calendario/"))
    assert first is not None
    anybody = Client()
    feed = anybody.get(first[0])
    assert feed["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VCALENDAR" in feed.content
    post(browser, "/calendario/direccion/")
    assert anybody.get(first[0]).status_code == 404


def test_the_cadena_of_a_correction_names_what_it_replaces(one: Provider, filed: Filing) -> None:
    acts.start(one)
    practice.with_workers(practice.contract(one, reference="C-2"), 1)
    corrected = acts.file(one)
    assert corrected.cadena == filing_cadena(
        rfc=one.rfc,
        year=2026,
        number=1,
        type="correccion",
        replaces=filed.folio,
        contracts=2,
        workers=3,
        document_sha256=corrected.document_id,
    )
