"""Words of bulk load shared by its pages: columns, codes, states, sizes, numbers."""

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icsoe.apps.intake.enums import LoadState
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.sheets.errors import in_english
from icsoe.ui.parts import Kind, Tag

if TYPE_CHECKING:
    from icsoe.apps.intake.models import Finding as Kept
    from icsoe.apps.intake.models import Load, Remark

_KINDS: dict[str, Kind] = {
    LoadState.RECEIVED: "info",
    LoadState.CHECKING: "info",
    LoadState.CHECKED: "info",
    LoadState.APPLYING: "info",
    LoadState.APPLIED: "success",
    LoadState.UNDONE: "neutral",
    LoadState.FAILED: "error",
    LoadState.DISCARDED: "neutral",
}


@cache
def _titles() -> dict[str, dict[str, str]]:
    text = (files("icsoe.interfaces.portal.presenters") / "code_titles.csv").read_text("utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def code_title(code: str) -> str:
    """A code in a few words, for the chart; the code itself where nobody wrote them."""
    language = "en" if (get_language() or "").startswith("en") else "es"
    return _titles().get(code, {}).get(language, code)


def column_title(column: str) -> str:
    """What a column is called on the screen; a whole row has none."""
    names = {
        "nss": _("NSS"),
        "curp": _("CURP"),
        "primer_apellido": _("Primer apellido"),
        "segundo_apellido": _("Segundo apellido"),
        "nombre": _("Nombre(s)"),
        "sbc": _("Salario base de cotización"),
        "folio_contrato": _("Folio del contrato"),
        "referencia": _("Referencia"),
        "": _("Todo el renglón"),
    }
    return names.get(column, column)


def state_tag(one: "Load") -> Tag:
    """How a load stands."""
    return Tag(LoadState(one.state).label, _KINDS[one.state])


def kept_sentence(one: "Kept") -> str:
    """The sentence of a finding that was stored."""
    return sentence(Finding(one.code, one.column, one.value, one.detail, one.row))


def remark_sentence(one: "Remark") -> str:
    """What the reader of files said of the whole file, in the person's language."""
    if not (get_language() or "").startswith("en"):
        return one.text
    try:
        return in_english(one.code, one.values)
    except KeyError:  # of a load older than the sentence
        return one.text


def figure(number: int) -> str:
    """``1,234``."""
    return str(number_format(number, force_grouping=True))
