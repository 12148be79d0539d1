"""A contract."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from icsoe.apps.contracts.records import ContractData, PartyData
from icsoe.interfaces.portal.forms.fields import Choice, Count, Day, Words
from icsoe.interfaces.portal.forms.party import PartyForm
from icsoe.lib.periods.period import Period
from icsoe.ui.forms import DigitsInput

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Contract


class ContractForm(PartyForm):
    """The client, what was agreed, and when: an authorised service, and a start inside the period."""

    object = Words(label=_("Objeto del contrato"), widget=forms.Textarea(attrs={"rows": 3}))
    service_folio = Choice(label=_("Servicio u obra especializado contratado"))
    start_date = Day(label=_("Fecha inicial"))
    end_date = Day(
        label=_("Fecha final"), required=False, help_text=_("Déjela vacía si es por tiempo indefinido.")
    )
    reference = Words(
        label=_("Referencia propia"),
        required=False,
        help_text=_("El número o nombre con que usted lo conoce."),
        widget=forms.TextInput(attrs={"class": "in-20"}),
    )
    estimated_workers = Count(
        label=_("Trabajadores estimados"), required=False, widget=DigitsInput(attrs={"class": "in-6 code"})
    )

    def __init__(self, *given: Any, services: Mapping[str, str], period: Period, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["beneficiary_rfc"].widget.attrs["list"] = "directory"
        choices = [(folio, f"{folio} · {text}") for folio, text in services.items()]
        service = self.fields["service_folio"]
        service.choices = [("", _("Elija un servicio")), *choices]  # type: ignore[attr-defined]  # a Choice
        start = self.fields["start_date"].widget.attrs
        start["max"] = period.last_day.isoformat()
        if not period.is_first:  # those from before the reform belong to it
            start["min"] = period.first_day.isoformat()

    def contract(self) -> ContractData:
        """What was captured."""
        given = self.cleaned_data
        return ContractData(
            beneficiary=PartyData(rfc=given["beneficiary_rfc"], name=given["beneficiary_name"]),
            object=given["object"],
            service_folio=given["service_folio"],
            start_date=given["start_date"],
            end_date=given["end_date"],
            reference=given["reference"],
            estimated_workers=given["estimated_workers"],
        )


def kept_values(contract: "Contract") -> dict[str, Any]:
    """The values of the form for a captured contract."""
    names = ("object", "service_folio", "start_date", "end_date", "reference", "estimated_workers")
    return {
        "beneficiary_rfc": contract.beneficiary.rfc,
        "beneficiary_name": contract.beneficiary.name,
        **{name: getattr(contract, name) for name in names},
    }
