"""The pages of bulk load: the form, what was found, correcting, applying, undoing, and what is refused."""

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.intake import files as f
from tests.clerks import appointed, browser_of
from tests.interfaces.portal.conftest import AT, Firm

from icsoe.apps.access.clerks import Reach
from icsoe.apps.contracts.models import Contract
from icsoe.apps.intake import reports
from icsoe.apps.intake.checking import check
from icsoe.apps.intake.enums import LoadState
from icsoe.apps.intake.models import Load, Transfer
from icsoe.apps.intake.selectors import progress_of
from icsoe.interfaces.portal.presenters.load_words import code_title
from icsoe.lib.rulebook.rules import Scope, rules
from icsoe.lib.sheets.read import read_table

CREW = f.crew(20)


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def contract(firm: Firm) -> Contract:
    return firm.contract(reference="TORRE-1")


def send(
    firm: Firm, contract: Contract | None, content: bytes | pl.DataFrame, name: str = "lista.csv"
) -> Any:
    """Post a file as a form without scripts does."""
    data = f.csv(content) if isinstance(content, pl.DataFrame) else content
    url = f"/contratos/{contract.folio}/cargar/" if contract else "/contratos/cargar/?periodo=2026-2"
    return firm.browser.post(url, {"file": SimpleUploadedFile(name, data)})


def checked(firm: Firm, contract: Contract | None, content: bytes | pl.DataFrame, **how: Any) -> Load:
    """The load of a file handed over on the page, checked as the job does."""
    response = send(firm, contract, content, **how)
    assert response.status_code == 302, response.content.decode()[:3000]
    load = Load.objects.latest("id")
    assert response["Location"] == f"/cargas/{load.public_id}/"
    return check_now(load)


def check_now(load: Load) -> Load:
    check(load_id=load.pk, at=AT)
    load.refresh_from_db()
    reports.write(load_id=load.pk)
    return load


def text(response: Any) -> str:
    """What a person reads, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def seen(firm: Firm, load: Load, query: str = "") -> str:
    response = firm.browser.get(f"/cargas/{load.public_id}/{query}")
    assert response.status_code == 200
    return text(response)


def apply(firm: Firm, load: Load, mode: str = "replace", rows: str = "todas") -> Any:
    """Choose, read what it would do, and say yes."""
    asked = firm.browser.get(f"/cargas/{load.public_id}/aplicar/", {"modo": mode, "renglones": rows})
    assert asked.status_code == 200, text(asked)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.content.decode()))
    hidden.pop("csrfmiddlewaretoken", None)
    return firm.browser.post(f"/cargas/{load.public_id}/aplicar/", hidden)


def test_the_form_says_what_it_reads_and_offers_templates(firm: Firm, contract: Contract) -> None:
    page = firm.browser.get(f"/contratos/{contract.folio}/cargar/").content.decode()
    assert re.search(r'<button type="submit"[^>]*>.*?Cargar archivo</button>', page, re.DOTALL)
    assert 'data-upload-endpoint="/cargas/tus/"' in page
    links = re.findall(r'href="([^"]*plantilla[^"]*)"', page)
    assert len(links) == 2  # nobody is listed yet: nothing to fill in beforehand
    for link in links:
        assert b"".join(firm.browser.get(link).streaming_content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filled_template_loaded_again_changes_nothing(
    firm: Firm, contract: Contract, kind: str, tmp_path: Path
) -> None:
    apply(firm, checked(firm, contract, CREW))
    response = firm.browser.get(f"/contratos/{contract.folio}/cargar/plantilla.{kind}?llena=1")
    content = b"".join(response.streaming_content)
    path = tmp_path / f"x.{kind}"
    path.write_bytes(content)
    assert read_table(path).rows_read == CREW.height
    again = checked(firm, contract, content, name=f"lista.{kind}")
    assert "Aplicarlo no cambia nada" in seen(firm, again)


def test_a_right_file_is_applied_and_undone(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, CREW)
    page = seen(firm, load)
    assert "El archivo no tiene errores" in page
    assert "se agregan 20, cambian 0, se quitan 0 y quedan igual 0" in page
    assert apply(firm, load).status_code == 302
    assert f.listed(contract) == f.rows_of(CREW)
    assert "La lista está actualizada" in seen(firm, load)
    assert "lista.csv" in text(firm.browser.get(f"/contratos/{contract.folio}/"))
    firm.browser.post(f"/cargas/{load.public_id}/deshacer/")
    assert f.listed(contract) == []
    assert "La carga se deshizo" in seen(firm, load)


def test_each_way_says_beforehand_what_it_does_and_does_it(firm: Firm, contract: Contract) -> None:
    apply(firm, checked(firm, contract, CREW))
    other = pl.concat([f.changed(CREW.slice(0, 5), 0, sbc="999.99"), f.crew(23).slice(20, 3)])
    load = checked(firm, contract, other)
    page = seen(firm, load)
    assert "Reemplazar la lista del contrato: se agregan 3, cambian 1, se quitan 15 y quedan igual 4" in page
    assert "Agregar y actualizar: se agregan 3, cambian 1, se quitan 0 y quedan igual 19" in page
    asked = firm.browser.get(f"/cargas/{load.public_id}/aplicar/?modo=replace&renglones=todas")
    assert "15 trabajadores que hoy están en la lista no vienen en el archivo y se quitarán." in text(asked)
    apply(firm, load, "merge")
    assert len(f.listed(contract)) == 23


def test_a_file_with_errors_is_told_by_code_and_only_its_valid_rows_are_offered(
    firm: Firm, contract: Contract
) -> None:
    wrong = f.changed(f.changed(CREW, 3, nss="123"), 7, sbc="mucho")
    load = checked(firm, contract, wrong)
    page = seen(firm, load)
    assert "2 renglones tienen errores" in page
    assert "NSS que no tiene 11 dígitos" in page
    assert "Salario base que no es un importe" in page
    assert "Solo los renglones válidos (18)" in page
    assert "Todos los renglones" not in page
    refused = firm.browser.get(f"/cargas/{load.public_id}/aplicar/?modo=replace&renglones=todas")
    assert refused.status_code == 422
    assert "Hay 2 renglones con error" in text(refused)
    apply(firm, load, rows="validas")
    assert len(f.listed(contract)) == 18


def test_cells_are_corrected_on_the_page(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, f.changed(f.changed(CREW, 3, nss="123"), 7, sbc="mucho"))
    boxes = re.findall(
        r'name="(celda-\d+-\w+)"', firm.browser.get(f"/cargas/{load.public_id}/").content.decode()
    )
    assert boxes == ["celda-5-nss", "celda-9-sbc"]
    sent = {"celda-5-nss": str(CREW["nss"][3]), "celda-9-sbc": str(CREW["sbc"][7])}
    assert firm.browser.post(f"/cargas/{load.public_id}/corregir/", sent).status_code == 302
    load.refresh_from_db()
    assert "Revisando" in seen(firm, load) or "En revisión" in seen(firm, load)
    assert "El archivo no tiene errores" in seen(firm, check_now(load))
    apply(firm, load)
    assert f.listed(contract) == f.rows_of(CREW)


def test_a_correction_that_changes_nothing_checks_nothing(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, f.changed(CREW, 3, nss="123"))
    answer = firm.browser.post(f"/cargas/{load.public_id}/corregir/", {"celda-5-nss": "123"}, follow=True)
    assert "No cambió ninguna celda" in text(answer)
    load.refresh_from_db()
    assert load.state == LoadState.CHECKED


def test_many_cells_to_correct_fold_in_parts_and_all_can_be_written(firm: Firm, contract: Contract) -> None:
    crew = f.crew(45).with_columns(sbc=pl.lit("mil"))
    load = checked(firm, contract, crew)
    page = firm.browser.get(f"/cargas/{load.public_id}/").content.decode()
    folded = re.findall(r'<details class="disclosure"( open)?>\s*<summary>[^C]*Celdas', page)
    assert [bool(mark) for mark in folded] == [True, False, False]
    assert len(set(re.findall(r'name="(celda-[^"]+)"', page))) == 45
    assert "Celdas 21 a 40 de 45: renglones 22 a 41" in text(firm.browser.get(f"/cargas/{load.public_id}/"))


def test_over_two_hundred_errors_are_paged_and_mended_in_the_file(firm: Firm, contract: Contract) -> None:
    wrong = f.crew(230).with_columns(pl.lit("123").alias("nss"))
    load = checked(firm, contract, wrong)
    page = firm.browser.get(f"/cargas/{load.public_id}/").content.decode()
    assert "celda-" not in page
    assert "Ningún renglón se puede cargar" in page
    rows, url = set(), f"/cargas/{load.public_id}/"
    while url:
        page = firm.browser.get(url).content.decode()
        rows |= set(re.findall(r'data-label="Renglón">(\d+)', page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        url = following[1].replace("&amp;", "&").partition("#")[0] if following else ""
    assert rows == {str(number) for number in range(2, 232)}


def test_the_reports_are_the_persons_own_file_and_a_list(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, f.changed(CREW, 3, nss="=1+1"))
    for kind, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        response = firm.browser.get(f"/cargas/{load.public_id}/informe.{kind}")
        assert response["Content-Disposition"].startswith("attachment")
        assert b"".join(response.streaming_content).startswith(begins)
    original = firm.browser.get(f"/cargas/{load.public_id}/original/")
    assert b"".join(original.streaming_content) == f.csv(f.changed(CREW, 3, nss="=1+1"))


def test_the_same_file_twice_is_told(firm: Firm, contract: Contract) -> None:
    apply(firm, checked(firm, contract, CREW))
    page = seen(firm, checked(firm, contract, CREW))
    assert "Este mismo archivo ya se aplicó" in page
    assert "Continuar" not in page


def test_one_file_feeds_many_contracts_by_reference(firm: Firm, contract: Contract) -> None:
    other = firm.contract(reference="TORRE-2")
    rows = CREW.with_columns(
        pl.when(pl.int_range(pl.len()) < 8)
        .then(pl.lit("TORRE-1"))
        .otherwise(pl.lit("TORRE-2"))
        .alias("referencia")
    )
    load = checked(firm, None, rows)
    apply(firm, load)
    assert (len(f.listed(contract)), len(f.listed(other))) == (8, 12)
    page = seen(firm, load)
    assert contract.folio in page
    assert other.folio in page
    assert "lista.csv" in text(firm.browser.get(f"/contratos/{other.folio}/"))


def test_a_list_that_changed_meanwhile_is_shown_anew(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, CREW)
    asked = firm.browser.get(f"/cargas/{load.public_id}/aplicar/?modo=replace&renglones=todas")
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.content.decode()))
    apply(firm, checked(firm, contract, f.crew(25).slice(20, 5)))
    late = firm.browser.post(f"/cargas/{load.public_id}/aplicar/", hidden)
    assert late.status_code == 409
    assert "5 trabajadores que hoy están en la lista" in text(late)
    assert len(f.listed(contract)) == 5


BAD = {
    "vacio.csv": (b"", "file_empty", "no tiene datos"),
    "solo-encabezado.csv": (b"nss,curp,sbc\n", "file_empty", "solo tiene encabezados"),
    "pdf.csv": (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "file_unreadable", "es un PDF"),
    "imagen.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(50), "file_unreadable", "es una imagen"),
    "nulos.csv": (b"nss,curp,sbc\n\x00\x00\x01,\x00,1\n", "file_unreadable", "bytes que no son texto"),
    "sin-curp.csv": (b"nss,sbc\n1,2\n", "column_missing", "CURP"),
    "dos-nss.csv": (b"nss,nss,curp,sbc\n1,1,x,2\n", "column_repeated", "más de una vez"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_clear_message_and_changes_nothing(
    firm: Firm, contract: Contract, name: str
) -> None:
    content, code, words = BAD[name]
    load = checked(firm, contract, content, name=name)
    assert (load.state, load.findings.get().code) == (LoadState.FAILED, code)
    page = seen(firm, load)
    assert words in page
    assert "No se guardó nada" in page
    assert "Descargar la plantilla" in page
    assert f.listed(contract) == []


def test_a_failed_check_may_be_asked_for_again(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, b"nss,curp,sbc\n")
    firm.browser.post(f"/cargas/{load.public_id}/revisar/")
    load.refresh_from_db()
    assert load.state == LoadState.CHECKING
    assert "Puede cerrar esta página" in seen(firm, load)


def test_while_it_is_checked_the_part_asks_again_and_then_rests(firm: Firm, contract: Contract) -> None:
    send(firm, contract, CREW)
    load = Load.objects.get()
    headers = {"HX-Request": "true", "HX-Target": "carga"}
    part = firm.browser.get(f"/cargas/{load.public_id}/?paso=waiting", headers=headers).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 1s"' in part
    assert "load-news" not in part  # nothing new to say aloud
    check_now(load)
    part = firm.browser.get(f"/cargas/{load.public_id}/?paso=waiting", headers=headers).content.decode()
    assert "hx-trigger" not in part
    assert 'id="load-news" hx-swap-oob' in part


def test_a_check_that_ends_while_the_page_is_read_leaves_it_asking(firm: Firm, contract: Contract) -> None:
    send(firm, contract, CREW)
    Load.objects.update(state=LoadState.CHECKING)
    shown = Load.objects.get()
    Load.objects.update(state=LoadState.CHECKED, step="done")  # between this row and what is read after it
    assert not progress_of(shown).settled


def test_no_file_at_all_is_told_at_its_field(firm: Firm, contract: Contract) -> None:
    response = firm.browser.post(f"/contratos/{contract.folio}/cargar/", {})
    assert response.status_code == 422
    assert "Elija un archivo." in text(response)


def test_fifty_gigabytes_declared_are_not_read(firm: Firm, contract: Contract) -> None:
    url = f"/contratos/{contract.folio}/cargar/"
    response = firm.browser.generic(
        "POST", url, b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(50 * 10**9)
    )
    assert response["Location"] == f"{url}?demasiado=1"
    told = firm.browser.get(response["Location"])
    assert told.status_code == 413
    assert "rebasa el tamaño permitido" in text(told)


def test_the_posted_form_needs_its_token(firm: Firm, contract: Contract) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = firm.browser.cookies
    file = SimpleUploadedFile("lista.csv", f.csv(CREW))
    assert strict.post(f"/contratos/{contract.folio}/cargar/", {"file": file}).status_code == 403
    assert not Load.objects.exists()


def test_anothers_load_is_not_there(firm: Firm, rival: Firm, contract: Contract) -> None:
    load = checked(firm, contract, CREW)
    for path in ("", "aplicar/", "original/", "informe.csv"):
        assert rival.browser.get(f"/cargas/{load.public_id}/{path}").status_code == 404
    for path in ("aplicar/", "corregir/", "revisar/", "deshacer/", "descartar/"):
        assert rival.browser.post(f"/cargas/{load.public_id}/{path}").status_code == 404
    assert rival.browser.get(f"/contratos/{contract.folio}/cargar/").status_code == 404
    assert rival.browser.get(f"/contratos/{contract.folio}/cargar/plantilla.csv").status_code == 404
    load.refresh_from_db()
    assert load.state == LoadState.CHECKED


def test_a_clerk_of_some_contracts_loads_those_alone(firm: Firm, contract: Contract) -> None:
    other = firm.contract()
    clerk = browser_of(appointed(firm, reach=Reach(all_contracts=False, folios=(contract.folio,))))
    theirs = checked(firm, other, CREW)
    many = checked(firm, None, CREW.with_columns(pl.lit("TORRE-1").alias("referencia")))
    assert clerk.get(f"/contratos/{contract.folio}/cargar/").status_code == 200
    file = SimpleUploadedFile("suyo.csv", f.csv(CREW))
    assert clerk.post(f"/contratos/{contract.folio}/cargar/", {"file": file}).status_code == 302
    for load in (theirs, many):
        assert clerk.get(f"/cargas/{load.public_id}/").status_code == 404
        assert clerk.post(f"/cargas/{load.public_id}/descartar/").status_code == 404
    assert clerk.get(f"/contratos/{other.folio}/cargar/").status_code == 404
    assert clerk.get("/contratos/cargar/?periodo=2026-2").status_code == 403
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Metadata": "periodo MjAyNi0y"}
    assert clerk.post("/cargas/tus/", headers=tus).status_code == 404
    assert not Transfer.objects.exists()


def test_a_discarded_file_goes_and_the_list_stays(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, CREW)
    answer = firm.browser.post(f"/cargas/{load.public_id}/descartar/", follow=True)
    assert "Se descartó el archivo" in text(answer)
    assert "se descartó" in seen(firm, load)


def test_a_file_name_is_shown_as_text_and_kept_clean(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, CREW, name="../../<script>alert(1)</script>.csv")
    assert "<script>alert" not in firm.browser.get(f"/cargas/{load.public_id}/").content.decode()
    assert "/" not in load.file_name


def test_what_a_cell_says_is_never_markup(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, f.changed(CREW, 0, nombre='"><img src=x onerror=1>'))
    page = firm.browser.get(f"/cargas/{load.public_id}/").content.decode()
    assert "<img src=x" not in page


def test_every_observation_of_a_file_has_its_few_words() -> None:
    told = [rule.code for rule in rules().values() if rule.scope is Scope.WORKER]
    unnamed = [code for code in told if code_title(code) == code and code != "worker_repeated"]
    assert unnamed == []


def test_the_form_closes_with_the_capture(firm: Firm, contract: Contract) -> None:
    load = checked(firm, contract, CREW)
    from icsoe.apps.contracts.models import CapturePeriod

    CapturePeriod.objects.update(is_open=False)
    page = text(firm.browser.get(f"/contratos/{contract.folio}/cargar/"))
    assert "ya se presentó" in page
    assert "La captura de este cuatrimestre está cerrada" in seen(firm, load)
    assert send(firm, contract, CREW).status_code == 422
