"""A worker, and where in the list one stands."""

from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from icsoe.apps.contracts.records import WorkerData
from icsoe.apps.contracts.selectors import Place
from icsoe.interfaces.portal.forms.fields import CaptureForm, Words
from icsoe.ui.forms import CodeInput, DigitsInput, MoneyInput

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Worker
    from icsoe.apps.registries.gateways import Insured

MOST_WORDS = 120
COLUMNS = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre", "sbc")
_CAPITALS = {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}


class WorkerForm(CaptureForm):
    """One worker, as typed."""

    nss = Words(label="NSS", help_text=_("11 dígitos."), widget=DigitsInput(attrs={"autocomplete": "off"}))
    curp = Words(label="CURP", help_text=_("18 caracteres."), widget=CodeInput())
    primer_apellido = Words(label=_("Primer apellido"), widget=forms.TextInput(attrs=_CAPITALS))
    segundo_apellido = Words(
        label=_("Segundo apellido"), required=False, widget=forms.TextInput(attrs=_CAPITALS)
    )
    nombre = Words(label=_("Nombre(s)"), widget=forms.TextInput(attrs=_CAPITALS))
    sbc = Words(label=_("Salario base de cotización"), help_text=_("Pesos por día."), widget=MoneyInput())

    #: What the list said of the worker when this form was opened; empty for a new one.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def worker(self) -> WorkerData:
        """What was typed."""
        return WorkerData(**{name: self.cleaned_data[name] for name in COLUMNS})

    def look_again(self, seen: str) -> None:
        """Hold what was typed against what the list says by now."""
        self.data = {**self.data, **{name: self.data.get(name, "") for name in self.fields}, "seen": seen}


def kept_values(worker: "Worker | Insured") -> dict[str, str]:
    """The values of the form for a captured worker, or for one of the register."""
    return {name: str(getattr(worker, name) or "") for name in COLUMNS}


def read_words(sent: QueryDict) -> str:
    """The words searched for."""
    return sent.get("q", "").replace("\0", "").strip()[:MOST_WORDS]


def read_id(sent: QueryDict, name: str) -> int:
    """The id sent under a name, 0 where there is none."""
    text = sent.get(name, "")
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def read_place(sent: QueryDict) -> Place:
    """Which page of the list, by ids alone: an NSS or a name in an address would stay in logs."""
    return Place(after=read_id(sent, "after"), before=read_id(sent, "before"))
