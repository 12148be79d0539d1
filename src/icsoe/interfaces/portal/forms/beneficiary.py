"""A client of the directory."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from icsoe.apps.contracts.records import PartyData
from icsoe.interfaces.portal.forms.address import ADDRESS_PARTS, AddressForm
from icsoe.interfaces.portal.forms.fields import Words
from icsoe.interfaces.portal.forms.party import PartyForm
from icsoe.ui.forms import DigitsInput

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Beneficiary

CONTACT = ("email", "mobile", "landline")


class BeneficiaryForm(PartyForm, AddressForm):
    """Everything kept of a client. Its RFC is fixed once it is in the directory."""

    email = Words(
        label=_("Correo electrónico"), required=False, widget=forms.EmailInput(attrs={"class": "in-40"})
    )
    mobile = Words(label=_("Teléfono móvil"), required=False, widget=DigitsInput())
    landline = Words(label=_("Teléfono fijo"), required=False, widget=DigitsInput())

    field_order = ("beneficiary_rfc", "beneficiary_name", *CONTACT, *ADDRESS_PARTS)

    def party(self, rfc: str = "") -> PartyData:
        """What was captured; ``rfc`` is that of the one being changed."""
        given = self.cleaned_data
        return PartyData(
            rfc=rfc or given["beneficiary_rfc"],
            name=given["beneficiary_name"],
            **{name: given[name] for name in CONTACT},
            address=self.address(),
        )


def kept_values(beneficiary: "Beneficiary") -> dict[str, str]:
    """The values of the form for one of the directory."""
    kept = {name: getattr(beneficiary, name) for name in (*CONTACT, *ADDRESS_PARTS)}
    return {"beneficiary_rfc": beneficiary.rfc, "beneficiary_name": beneficiary.name, **kept}
