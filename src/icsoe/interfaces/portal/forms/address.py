"""An address, as a part of other forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from icsoe.apps.providers.enums import State
from icsoe.interfaces.portal.forms.fields import CaptureForm, Choice, Words
from icsoe.ui.forms import DigitsInput

ADDRESS_PARTS = (
    "postal_code",
    "colonia",
    "street",
    "outside_number",
    "inside_number",
    "between_streets",
    "municipality",
    "state",
)


class AddressForm(CaptureForm):
    """The parts of an address: all of it, or none."""

    postal_code = Words(label=_("Código postal"), widget=DigitsInput(attrs={"class": "in-6 code"}))
    colonia = Words(label=_("Colonia"))
    street = Words(label=_("Calle"))
    outside_number = Words(label=_("Número exterior"), widget=forms.TextInput(attrs={"class": "in-12"}))
    inside_number = Words(
        label=_("Número interior"), required=False, widget=forms.TextInput(attrs={"class": "in-12"})
    )
    between_streets = Words(label=_("Entre vialidades"), required=False)
    municipality = Words(label=_("Municipio o alcaldía"))
    state = Choice(label=_("Estado"), choices=[("", _("Elija un estado")), *State.choices])

    def address(self) -> dict[str, str]:
        """The parts by name, empty where nothing was typed."""
        return {name: self.cleaned_data.get(name, "") for name in ADDRESS_PARTS}
