"""A field says its label exactly, then whether it is optional, its hint and its error, to eye and ear."""

import re

import pytest
from django import forms

from icsoe.ui.forms import (
    CodeInput,
    DateInput,
    DigitsInput,
    DropFileInput,
    MoneyInput,
    Renderer,
    first_control_id,
)


class WorkerForm(forms.Form):
    default_renderer = Renderer

    nss = forms.CharField(label="NSS", help_text="Once dígitos.", widget=DigitsInput())
    curp = forms.CharField(label="CURP", widget=CodeInput(attrs={"maxlength": 18}))
    second = forms.CharField(label="Segundo apellido", required=False)
    start = forms.DateField(label="Fecha inicial", widget=DateInput())
    salary = forms.DecimalField(label="Salario base de cotización", widget=MoneyInput())
    scope = forms.ChoiceField(
        label="Alcance", choices=[("a", "Todos"), ("b", "Algunos")], widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label="Tipo", choices=[("a", "Uno")])
    agree = forms.BooleanField(label="Estoy de acuerdo", required=False)
    file = forms.FileField(label="Documento", required=False, widget=DropFileInput(attrs={"accept": ".pdf"}))
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def field(name: str, data: dict[str, str] | None = None) -> str:
    return str(WorkerForm(data)[name].as_field_group())


@pytest.mark.parametrize("name", ["nss", "second", "start", "salary", "kind", "agree", "file"])
def test_the_label_is_exactly_what_was_given(name: str) -> None:
    label = WorkerForm().fields[name].label
    assert re.search(rf'<label class="form-label" for="id_{name}">{label}</label>', field(name))


def test_optional_is_said_outside_the_label_and_read_with_the_field() -> None:
    html = field("second")
    assert '<span class="field-optional" id="id_second_optional">(opcional)</span>' in html
    assert 'aria-describedby="id_second_optional"' in html
    assert "(opcional)" not in field("nss")
    assert "(opcional)" not in field("agree")


def test_hint_and_error_describe_the_field_in_order() -> None:
    html = field("nss", {"nss": ""})
    assert 'aria-describedby="id_nss_helptext id_nss_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_nss_helptext">Once dígitos.<' in html
    assert re.search(r'<ul class="field-errors[^"]*" id="id_nss_error">.*Error:.*obligatorio', html, re.S)


def test_a_field_without_fault_is_not_marked() -> None:
    assert "aria-invalid" not in field("second", {"second": ""})
    assert "field-wrong" not in field("second", {"second": ""})


def test_options_are_a_group_with_its_legend_and_each_its_label() -> None:
    html = field("scope", {})
    assert '<legend class="form-label">Alcance</legend>' in html
    assert '<label for="id_scope_0">Todos</label>' in html
    assert re.search(r'<fieldset class="field field-wrong" aria-describedby="id_scope_error">', html)
    assert first_control_id(WorkerForm()["scope"]) == "id_scope_0"
    assert first_control_id(WorkerForm()["nss"]) == "id_nss"


def test_controls_carry_the_class_that_draws_them_and_their_own() -> None:
    assert 'class="form-control in-12 code"' in field("nss")
    assert 'class="form-select"' in field("kind")
    assert "form-control" not in field("agree")
    assert 'class="form-control"' not in str(WorkerForm()["token"])


def test_widgets_ask_for_the_right_keyboard() -> None:
    assert 'inputmode="numeric"' in field("nss")
    assert 'autocapitalize="characters"' in field("curp")
    assert 'maxlength="18"' in field("curp")
    assert 'inputmode="decimal"' in field("salary")
    assert 'accept=".pdf"' in field("file")


def test_a_date_comes_back_as_the_browser_wrote_it() -> None:
    html = field("start", {"start": "2026-08-31"})
    assert 'type="date"' in html
    assert 'value="2026-08-31"' in html


def test_a_hint_with_markup_is_shown_and_not_obeyed() -> None:
    form = WorkerForm()
    form.fields["nss"].help_text = "<b>x</b>"
    assert "&lt;b&gt;x&lt;/b&gt;" in str(form["nss"].as_field_group())


def test_a_whole_form_draws_its_fields_once_and_its_hidden_ones() -> None:
    html = str(WorkerForm())
    assert html.count("<label class=") == 8
    assert 'type="hidden" name="token"' in html
