"""Parts of a form: groups, the summary of errors, a search line, the sign box."""

from itertools import chain
from typing import TypeAlias

from django import forms
from django.forms.formsets import BaseFormSet
from django.template import Context, Library
from django.utils.safestring import SafeString

from icsoe.ui.forms import first_control_id
from icsoe.ui.parts import Problem, SignBox, Text
from icsoe.ui.tags.rendering import component

register = Library()

Source: TypeAlias = "forms.BaseForm | BaseFormSet[forms.Form] | Problem"


@register.simple_block_tag(takes_context=True, end_name="endfieldset")
def fieldset(context: Context, content: str, legend: Text, hint: Text = "") -> SafeString:
    """Group fields under a legend."""
    return component(context, "fieldset", {"content": content, "legend": legend, "hint": hint})


@register.simple_tag(takes_context=True)
def error_summary(context: Context, *sources: "Source | None") -> SafeString:
    """List every error of the forms, formsets and problems given, each linked to its field.

    Nothing is drawn if all is well; None, a form that the page does not have, is passed over.
    """
    given = [source for source in sources if source is not None]
    problems = list(chain.from_iterable(problems_of(source) for source in given))
    return component(context, "error_summary", {"problems": problems})


def problems_of(source: Source) -> list[Problem]:
    """Gather the errors of a form, of a formset with its forms, or a problem already made."""
    if isinstance(source, Problem):
        return [source]
    if isinstance(source, BaseFormSet):
        return _formset_problems(source)
    return _form_problems(source)


def _formset_problems(formset: "BaseFormSet[forms.Form]") -> list[Problem]:
    if not formset.is_bound:
        return []
    own = [Problem(str(message)) for message in formset.non_form_errors()]
    return own + [problem for form in formset.forms for problem in _form_problems(form)]


def _form_problems(form: forms.BaseForm) -> list[Problem]:
    found = [Problem(str(message)) for message in form.non_field_errors()]
    for bound in form:
        found += [Problem(f"{bound.label}: {message}", first_control_id(bound)) for message in bound.errors]
    return found


@register.simple_tag(takes_context=True)
def search_line(
    context: Context, label: Text, name: str = "q", value: str = "", action: str = "", hint: Text = ""
) -> SafeString:
    """Draw a one-field search by GET, with its button ``Buscar``."""
    values = {"label": label, "name": name, "value": value, "action": action, "hint": hint}
    return component(context, "search_line", values)


@register.simple_tag(takes_context=True)
def signbox(context: Context, box: SignBox) -> SafeString:
    """Draw the sign box for an entry or a filing; the browser's script brings it to life."""
    return component(context, "signbox", {"box": box})
