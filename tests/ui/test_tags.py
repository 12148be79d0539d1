"""What each component promises beyond being drawn."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from icsoe.ui.forms import Renderer
from icsoe.ui.parts import Bar, Change, Column, Deadline, NavItem, Problem, Row, SignBox, Tag
from icsoe.ui.tags.feedback import deadline_tone


def draw(source: str, **values: object) -> str:
    return Template("{% load ui %}" + source).render(Context(values))


class PairForm(forms.Form):
    default_renderer = Renderer
    rfc = forms.CharField(label="RFC")
    scope = forms.ChoiceField(label="Alcance", choices=[("a", "Uno")], widget=forms.RadioSelect)

    def clean(self) -> None:
        raise forms.ValidationError("No van juntos.")


def test_a_navigation_button_is_a_button_and_keeps_the_query() -> None:
    html = draw('{% go_button "Agregar contrato" "/contratos/nuevo/?periodo=2026-2&x=a%26b" %}')
    assert '<form class="go" method="get" action="/contratos/nuevo/">' in html
    assert '<input type="hidden" name="periodo" value="2026-2">' in html
    assert '<input type="hidden" name="x" value="a&amp;b">' in html
    assert ">Agregar contrato</button>" in html


def test_a_button_takes_attributes_and_escapes_them() -> None:
    html = draw('{% button label type="button" hx_post=key disabled=True %}', label="<Quitar>", key='"x')
    assert 'hx-post="&quot;x"' in html
    assert " disabled>" in html
    assert "&lt;Quitar&gt;" in html


def test_an_unknown_icon_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(KeyError):
        draw('{% icon "no-existe" %}')


def test_the_summary_links_every_error_to_the_control_to_mend() -> None:
    html = draw("{% error_summary form problem %}", form=PairForm({}), problem=Problem("Falta un contrato."))
    assert "Hay 4 datos por corregir" in html
    assert '<a href="#id_rfc" data-focus="id_rfc">RFC: Este campo es obligatorio.</a>' in html
    assert 'data-focus="id_scope_0"' in html
    assert "<li>No van juntos.</li>" in html
    assert "<li>Falta un contrato.</li>" in html


def test_the_summary_reads_formsets_and_is_silent_when_all_is_well() -> None:
    formset = forms.formset_factory(PairForm, extra=0)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-rfc": ""}
    assert 'data-focus="id_form-0-rfc"' in draw("{% error_summary formset %}", formset=formset(data))
    assert draw("{% error_summary formset %}", formset=formset()).strip() == ""
    assert draw("{% error_summary form %}", form=PairForm()).strip() == ""


@pytest.mark.parametrize(
    ("days_left", "done", "tone", "words"),
    [
        (23, False, "calm", "Quedan 23 días."),
        (8, False, "calm", "Quedan 8 días."),
        (7, False, "near", "Quedan 7 días."),
        (1, False, "near", "Queda 1 día."),
        (0, False, "today", "Hoy es el último día"),
        (-1, False, "past", "quedará como extemporánea"),
        (-1, True, "done", "Ya está presentada."),
    ],
)
def test_the_deadline_says_the_day_and_what_is_left(
    days_left: int, done: bool, tone: str, words: str
) -> None:
    block = Deadline("Plazo", date(2026, 9, 17), days_left, done=done)
    html = draw("{% deadline block %}", block=block)
    assert deadline_tone(block) == tone
    assert words in html
    assert '<time datetime="2026-09-17">Jueves 17 de septiembre de 2026</time>' in html


def test_days_are_written_as_each_language_does() -> None:
    day = date(2026, 9, 17)
    assert draw("{{ day|day_words }}", day=day) == "17 de septiembre de 2026"
    assert draw("{{ day|weekday_words }}", day=day) == "jueves 17 de septiembre de 2026"
    with translation.override("en"):
        assert draw("{{ day|weekday_words }}", day=day).startswith("Thursday Sep")


def test_a_table_names_each_cell_so_that_it_can_become_a_card() -> None:
    columns = [Column("Folio", code=True), Column("Trabajadores", numeric=True), Column("Estado")]
    rows = [Row(["A1", "1,204", Tag("Completo", "success")], url="/x/", problem="Falta la fecha.")]
    html = draw('{% data_table "Contratos" columns rows %}', columns=columns, rows=rows)
    assert "<caption>Contratos</caption>" in html
    assert 'data-label="Folio"><a href="/x/">A1</a>' in html
    assert '<td role="cell" class="cell numeric" data-label="Trabajadores">1,204</td>' in html
    assert "Completo</span>" in html
    assert "Falta la fecha." in html


def test_a_row_of_another_width_is_an_error() -> None:
    with pytest.raises(ValueError, match="argument"):
        draw('{% data_table "x" columns rows %}', columns=[Column("a")], rows=[Row(["1", "2"])])


def test_a_table_without_rows_says_so() -> None:
    assert "No hay nada que mostrar." in draw(
        '{% data_table "x" columns rows %}', columns=[Column("a")], rows=[]
    )


def test_a_change_is_told_in_words_and_marks() -> None:
    rows = [Change("Piso", "", "3"), Change("Fijo", "55", "")]
    html = draw('{% changes "Diferencias" rows %}', rows=rows)
    assert "No estaba" in html
    assert "Se quitó" in html
    assert "3</ins>" in html
    assert "55</del>" in html


@pytest.mark.parametrize("language", ["es-mx", "en"])
def test_bars_measure_against_the_longest_in_every_language(language: str) -> None:
    bars = [Bar("a", 1000, "1,000"), Bar("b", 333, "333"), Bar("c", 0, "0")]
    with translation.override(language):
        html = draw('{% bar_chart "Trabajadores" bars "Total" %}', bars=bars)
    assert 'width="100.0%"' in html
    assert 'width="33.3%"' in html
    assert 'width="0.0%"' in html


def test_a_column_of_sentences_is_told_apart() -> None:
    columns = [Column("Folio", code=True), Column("Qué hacer", wide=True)]
    html = draw('{% data_table "x" columns rows %}', columns=columns, rows=[Row(["1", "Corrija"])])
    assert 'class="cell wide" data-label="Qué hacer"' in html


def test_bars_of_what_is_wrong_are_told_apart() -> None:
    wrong = draw('{% bar_chart "x" bars "y" kind="error" %}', bars=[Bar("a", 1, "1")])
    assert 'class="bar-chart bars-error"' in wrong
    assert 'class="bar-chart"' in draw('{% bar_chart "x" bars "y" %}', bars=[Bar("a", 1, "1")])


def test_a_chart_of_nothing_says_so_and_divides_by_nothing() -> None:
    assert "todavía no hay datos" in draw('{% bar_chart "x" bars "y" %}', bars=[])
    assert 'width="0%"' in draw('{% bar_chart "x" bars "y" %}', bars=[Bar("a", 0, "0")])


def test_current_places_are_told_to_screen_readers() -> None:
    items = [NavItem("Panel", "/", current=True), NavItem("Buzón", "/b/", count=2)]
    html = draw("{% main_nav items %}", items=items)
    assert '<a href="/" aria-current="page">Panel</a>' in html
    assert "sin leer" in html


def test_figures_in_attributes_are_for_machines() -> None:
    html = draw('{% progress "Revisando" 640000 1000000 "64 %" %}')
    assert 'max="1000000" value="640000"' in html


def test_the_sign_box_tells_the_browser_what_the_page_shows() -> None:
    box = SignBox(
        purpose="filing",
        endpoint="/firmar/",
        now="2026-09-17T22:47:00-06:00",
        rfc="AAA010101AAA",
        workers=1234567,
    )
    html = draw("{% signbox box %}", box=box)
    for label in ("Certificado (.cer)", "Clave privada (.key)", "Contraseña de la clave privada"):
        assert f">{label}</label>" in html
    assert 'data-workers="1234567"' in html
    assert 'data-purpose="filing"' in html
    assert "Firmar y presentar</button>" in html
    assert "nunca salen de esta computadora" in html
    assert "<noscript>" in html


def test_no_secret_of_the_sign_box_can_be_sent_by_a_form() -> None:
    html = draw(
        "{% signbox box %}", box=SignBox(purpose="entry", endpoint="/e/", now="2026-09-17T22:47:00-06:00")
    )
    assert " name=" not in html
    assert "<form" not in html
    assert "Entrar</button>" in html


def test_the_content_of_a_block_is_not_escaped_twice() -> None:
    html = draw(
        '{% alert kind="error" title=title live=True %}<p>{{ text }}</p>{% endalert %}', title="T", text="a<b"
    )
    assert "<p>a&lt;b</p>" in html
    assert 'role="alert"' in html
    assert "Error:" in html
