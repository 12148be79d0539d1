"""The manual is read as written: links, tables and text mean the same on the page and on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe.interfaces.public.manual import booklet, pages
from icsoe.interfaces.public.manual.articles import anchor_of, manual, parser, plain
from icsoe.interfaces.public.manual.search import MOST_FOUND, search
from icsoe.interfaces.public.manual.spelling import stems

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def test_words_meet_whatever_their_accents_number_and_gender() -> None:
    assert stems("Capturó los TRABAJADORES") == stems("capturo trabajadores")
    assert stems("contratos") == stems("contrato")
    assert stems("informaciones") == stems("información") == stems("informacion")
    assert stems("de la y") == []


@given(WORDS)
def test_any_search_answers(query: str) -> None:
    found = search(query, "es")
    assert len(found) <= MOST_FOUND
    assert all(one.excerpt for one in found)


@given(
    st.sampled_from(
        [
            section
            for article in manual("es").articles
            for section in article.sections
            if section.anchor and section.text
        ]
    )
)
def test_the_title_of_a_section_finds_it(section) -> None:
    if stems(section.title):
        assert section in [one.section for one in search(section.title, "es")]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("carga.md", "/ayuda/carga/"),
        ("archivo.md#columnas", "/ayuda/archivo/#columnas"),
        ("/verificar/", "/verificar/"),
        ("https://example.com/a.html", "https://example.com/a.html"),
    ],
)
def test_links_between_files_become_addresses(link: str, address: str) -> None:
    assert pages.address_of(link) == address


def test_html_in_the_text_is_shown_and_not_obeyed() -> None:
    assert "<script>" not in parser().render("Hola <script>alert(1)</script>")


@given(WORDS)
def test_whatever_is_written_is_only_text_on_paper(text: str) -> None:
    quoted = booklet._text(text)
    inside = quoted[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inside
    assert "\n" not in inside


def test_a_heading_is_reached_by_its_words() -> None:
    assert anchor_of("¿Qué significa la respuesta?") == "que-significa-la-respuesta"
    (_, inline, _) = parser().parse("## Hola *a* todos")
    assert plain(inline) == "Hola a todos"


def test_an_article_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        pages.article_html("no-existe", "es")
