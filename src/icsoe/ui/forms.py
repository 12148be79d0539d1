"""How forms are drawn: the renderer named in ``FORM_RENDERER``, its fields, and the widgets of the house.

A page writes ``{{ form.rfc.as_field_group }}`` (or ``{{ form }}``) inside ``<form novalidate>``: the server's
own words, with their summary, replace the browser's.
"""

from pathlib import Path
from typing import Any

import django.forms as django_forms
from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Engine
from django.utils.functional import cached_property

UI_TEMPLATES = Path(__file__).parent / "templates"
DJANGO_TEMPLATES = Path(django_forms.__file__).parent / "templates"

CHOICE_WIDGETS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


def first_control_id(bound: BoundField) -> str:
    """Give the id of the element to focus: of a group of options, the first one."""
    if isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{bound.auto_id}_0"
    return bound.id_for_label


class Field(BoundField):
    """A field as this house draws it: styled control, and a description that says when it is optional."""

    @property
    def optional(self) -> bool:
        """Whether to say ``(opcional)``; a lone check box or a fixed field never says it."""
        fixed = self.field.disabled or isinstance(self.field.widget, forms.CheckboxInput)
        return not self.field.required and not fixed

    @property
    def is_checkbox(self) -> bool:
        """Whether it is one check box, whose label stands beside it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def aria_describedby(self) -> str | None:
        """Ids of the optional mark, the hint and the errors, in the order in which they are seen."""
        described = super().aria_describedby
        if described is None or not self.optional or not self.auto_id or self.is_hidden:
            return described
        return f"{self.auto_id}_optional {described}".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the class of the control to what Django says."""
        chosen = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if not chosen.is_hidden and not isinstance(chosen, CHOICE_WIDGETS):
            built["class"] = f"{control_class(chosen)} {chosen.attrs.get('class', '')}".strip()
        return built


def control_class(widget: forms.Widget) -> str:
    """Name the class that styles a widget."""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class Renderer(DjangoTemplates):
    """Finds the templates of this folder first, then Django's own.

    Settings name it: ``FORM_RENDERER = "icsoe.ui.forms.Renderer"``.
    """

    bound_field_class = Field

    @cached_property
    def engine(self) -> Engine:
        """An engine apart from the pages', so that a page's settings never change how forms look."""
        return Engine(
            {
                "APP_DIRS": True,
                "DIRS": [UI_TEMPLATES, DJANGO_TEMPLATES],
                "NAME": "ui-forms",
                "OPTIONS": {},
            }
        )


class DateInput(forms.DateInput):
    """The browser's own date picker; values travel as ISO 8601 whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "in-12", **(attrs or {})}, format="%Y-%m-%d")


class CodeInput(forms.TextInput):
    """For RFC, CURP and folios: no spelling marks, no automatic words, figures and letters that line up."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        quiet = {
            "class": "in-20 code",
            "autocapitalize": "characters",
            "autocomplete": "off",
            "spellcheck": "false",
        }
        super().__init__(attrs={**quiet, **(attrs or {})})


class DigitsInput(forms.TextInput):
    """For NSS, postal code and telephones: the numeric keyboard, zeros on the left kept."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={"class": "in-12 code", "inputmode": "numeric", "spellcheck": "false", **(attrs or {})}
        )


class MoneyInput(forms.TextInput):
    """For pesos and cents: the decimal keyboard and the sign before the figure."""

    template_name = "ui/forms/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={"class": "in-12 code", "inputmode": "decimal", "autocomplete": "off", **(attrs or {})}
        )


class DropFileInput(forms.ClearableFileInput):
    """A file box on which a file can also be dropped; ``accept`` goes in ``attrs``."""

    template_name = "ui/forms/drop_file.html"
