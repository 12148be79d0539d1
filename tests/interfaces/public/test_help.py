"""The help center: everything the guides promise is there, leads somewhere, and can be taken away."""

import io
import re
from pathlib import Path

import fastexcel
import pypdf
import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import resolve

from icsoe.interfaces.public.manual.articles import manual
from icsoe.lib.sheets.errors import SheetError
from icsoe.lib.sheets.read import read_table

pytestmark = pytest.mark.django_db

TASKS = (
    "Entrar con su e.firma",
    "Datos generales y registro REPSE",
    "Capturar contratos",
    "Agregar trabajadores uno por uno",
    "Cargar trabajadores con un archivo",
    "Revisar, firmar y presentar",
    "Corregir lo que ya presentó",
    "Nombrar capturistas",
    "Verificar un acuse",
    "Preguntas frecuentes",
    "El archivo de trabajadores",
    "Glosario",
)
ARTICLES = sorted(path.stem for path in Path(configured.MANUAL_DIR).glob("*.md"))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_center_lists_every_task_and_every_download(client: Client) -> None:
    html = page(client, "/ayuda/")
    for title in TASKS:
        assert title in html
    for address in ("/ayuda/manual.pdf", "/ayuda/plantillas/trabajadores.xlsx", "tel:+528006232323"):
        assert address in html


def test_no_article_is_left_out_of_the_center(client: Client) -> None:
    assert sorted(article.slug for article in manual("es").articles) == ARTICLES


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_article_is_whole_and_its_links_lead_somewhere(client: Client, slug: str) -> None:
    html = page(client, f"/ayuda/{slug}/")
    assert html.count("<h1") == 1
    anchors = re.findall(r'\sid="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    body = html.partition("<main")[2].partition("</main>")[0]
    for link in set(re.findall(r'href="(/[^"]*|#[^"]*)"', body)):
        address, _, fragment = link.partition("#")
        if address:
            resolve(address)
        if fragment:
            assert f'id="{fragment}"' in (page(client, address) if address else html), link


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_picture_says_in_words_what_it_shows(slug: str) -> None:
    source = (Path(configured.MANUAL_DIR) / f"{slug}.md").read_text("utf-8")
    for alt, target in re.findall(r"!\[([^\]]*)\]\(([^ )]+)", source):
        assert len(alt) > 10
        assert target.startswith("imagenes/")
        assert target.endswith(".webp")


def test_an_article_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/ayuda/no-existe/").status_code == 404
    assert client.get("/ayuda/index/").status_code == 404


def test_the_page_of_the_file_tells_the_columns_and_codes_the_system_uses(client: Client) -> None:
    html = page(client, "/ayuda/archivo/")
    for said in ("NSS(11 dígitos)", "folio_contrato", "nss_check", "curp_names", "row_shape", "file_empty"):
        assert said in html
    assert "{value}" not in html
    assert "<!--" not in html


def test_tables_become_cards_with_the_name_of_each_cell(client: Client) -> None:
    assert '<td class="cell" data-label="Qué hacer">' in page(client, "/ayuda/entrar/")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("extemporanea multa", "firmar"),
        ("CEROS del nss", "preguntas"),
        ("representante legal", "preguntas"),
        ("sustituyó", "verificar"),
        ("csd factur", "entrar"),
        ("capturitsa", "capturistas"),
        ("acsue", "verificar"),
        ("exteporanea mulat", "firmar"),
    ],
)
def test_a_search_leads_to_the_answer_however_it_is_spelled(client: Client, words: str, first: str) -> None:
    html = client.get("/ayuda/buscar/", {"q": words}).content.decode()
    found = re.findall(r'<h2><a href="/ayuda/([a-z-]+)/', html)
    assert first in found[:3]


def test_a_search_without_answer_says_what_else_to_do(client: Client) -> None:
    html = client.get("/ayuda/buscar/", {"q": "xilófono"}).content.decode()
    assert "0 resultados para «xilófono»." in html
    assert "800 623 2323" in html


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "\0nss", "a" * 5000, "'; DROP TABLE", "%s {{ x }}"]
)
def test_what_is_typed_in_the_search_is_only_text(client: Client, words: str) -> None:
    response = client.get("/ayuda/buscar/", {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_manual_is_one_pdf_with_every_article_and_its_page(client: Client, settings, tmp_path) -> None:
    settings.DATA_PATH = tmp_path
    response = client.get("/ayuda/manual.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    text = "".join(one.extract_text() for one in reader.pages)
    for title in TASKS:
        assert title in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    kept = list((tmp_path / "manual").iterdir())
    client.get("/ayuda/manual.pdf")
    assert list((tmp_path / "manual").iterdir()) == kept


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_template_downloaded_is_read_by_the_load(client: Client, tmp_path, kind: str) -> None:
    response = client.get(f"/ayuda/plantillas/trabajadores.{kind}")
    assert f'filename="plantilla-trabajadores.{kind}"' in response.headers["Content-Disposition"]
    path = tmp_path / f"plantilla.{kind}"
    path.write_bytes(response.content)
    # Its columns are known: all it lacks is workers.
    with pytest.raises(SheetError) as refused:
        read_table(path)
    assert refused.value.code == "file_empty"


def test_the_template_instructs_in_the_reader_s_language(client: Client, tmp_path) -> None:
    sheets = {}
    for language in ("es-mx", "en"):
        client.cookies["icsoe_language"] = language
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(client.get("/ayuda/plantillas/trabajadores.xlsx").content)
        sheets[language] = fastexcel.read_excel(str(path)).sheet_names
    assert sheets == {"es-mx": ["captura", "Instrucciones"], "en": ["captura", "Instructions"]}


def test_there_is_no_other_template(client: Client) -> None:
    assert client.get("/ayuda/plantillas/trabajadores.exe").status_code == 404


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_article_is_read_in_english_with_the_same_pictures_and_sections(
    client: Client, slug: str
) -> None:
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    html = page(client, f"/ayuda/{slug}/")
    assert 'class="article" lang="en"' in html
    spanish, english = (manual(language).find(slug) for language in ("es", "en"))
    assert spanish is not None
    assert english is not None
    kinds = [
        [token.type for token in one.tokens if token.type == "heading_open"] for one in (spanish, english)
    ]
    assert kinds[0] == kinds[1]
    folder = Path(configured.MANUAL_DIR)
    sources = [(folder / path).read_text("utf-8") for path in (f"{slug}.md", f"en/{slug}.md")]
    pictures = [re.findall(r"imagenes/[a-z-]+\.webp", source) for source in sources]
    assert pictures[0] == pictures[1]
    assert all((folder / picture).is_file() for picture in pictures[0])


def test_the_search_answers_in_english_too(client: Client) -> None:
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    html = client.get("/ayuda/buscar/", {"q": "late fine"}).content.decode()
    assert "/ayuda/firmar/" in html


def test_the_manual_in_english_is_another_pdf(client: Client, settings, tmp_path) -> None:
    settings.DATA_PATH = tmp_path
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    reader = pypdf.PdfReader(io.BytesIO(client.get("/ayuda/manual.pdf").content))
    text = "".join(one.extract_text() for one in reader.pages)
    assert "User manual" in text
    assert "Frequent questions" in text
