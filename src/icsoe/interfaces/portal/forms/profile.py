"""The general data: one page, three forms, one act."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from icsoe.apps.providers.records import ProfileData, RegistrationData, Upload
from icsoe.interfaces.portal.forms.address import ADDRESS_PARTS, AddressForm
from icsoe.interfaces.portal.forms.fields import CaptureForm, Day, Paper, Words
from icsoe.lib.rulebook.rules import Finding
from icsoe.ui.forms import CodeInput, DigitsInput

if TYPE_CHECKING:
    from icsoe.apps.providers.models import Address, Provider, Registration

MOST_SERVICES = 200


class ProfileForm(AddressForm):
    """Contact, conventional address and the REPSE registration."""

    email = Words(
        label=_("Correo electrónico"),
        help_text=_("Aquí le avisamos cuando hay algo en su buzón. Cuenta el último que registre."),
        widget=forms.EmailInput(attrs={"class": "in-40", "autocomplete": "email"}),
    )
    mobile = Words(
        label=_("Teléfono móvil"),
        required=False,
        widget=DigitsInput(attrs={"autocomplete": "tel"}),
    )
    landline = Words(label=_("Teléfono fijo"), required=False, widget=DigitsInput())
    registration_number = Words(
        label=_("Número de registro REPSE"),
        help_text=_("Como aparece en su aviso, por ejemplo STPS/UTD/DGIFT/AR1876/2021."),
        widget=CodeInput(attrs={"class": "in-40 code"}),
    )
    registered_on = Day(label=_("Fecha de registro"))
    pdf = Paper(
        label=_("Copia del registro (PDF)"),
        help_text=_("Un archivo PDF de 10 MB o menos, sin contraseña."),
    )

    field_order = (
        "email",
        "mobile",
        "landline",
        *ADDRESS_PARTS,
        "registration_number",
        "registered_on",
        "pdf",
    )


class ServiceForm(CaptureForm):
    """One authorised activity."""

    folio = Words(label=_("Folio del servicio"), widget=DigitsInput())
    description = Words(label=_("Descripción del servicio"))


ServiceForms = formset_factory(
    ServiceForm, extra=0, min_num=1, max_num=MOST_SERVICES, absolute_max=MOST_SERVICES
)
SocialForms = formset_factory(AddressForm, extra=0, max_num=1, absolute_max=1)
SocialFormsOpen = formset_factory(AddressForm, extra=1, max_num=1, absolute_max=1)


@dataclass
class ProfileForms:
    """The forms of the page. ``social`` has no form until it is asked for, and is None for a person."""

    main: ProfileForm
    services: "BaseFormSet[ServiceForm]"
    social: "BaseFormSet[AddressForm] | None"

    @classmethod
    def kept(
        cls, provider: "Provider", registration: "Registration | None", *, with_social: bool, more: int
    ) -> "ProfileForms":
        """Filled with what is kept. ``with_social`` opens the social address, ``more`` adds services."""
        addresses = {address.kind: address for address in provider.addresses.all()}
        social = addresses.get("social")
        services = registration.services.order_by("id").values("folio", "description") if registration else []
        rows = [*services, *({} for _row in range(more))]
        opened = SocialFormsOpen if with_social and social is None else SocialForms
        return cls(
            main=ProfileForm(initial=_main_values(provider, registration, addresses.get("conventional"))),
            services=ServiceForms(prefix="services", initial=rows),
            social=opened(prefix="social", initial=[_address_values(social)] if social else [])
            if provider.person_type == "moral"
            else None,
        )

    @classmethod
    def sent(cls, data: Mapping[str, Any], files: Any, provider: "Provider") -> "ProfileForms":
        """Bound to what was sent."""
        return cls(
            main=ProfileForm(data, files),
            services=ServiceForms(data, prefix="services"),
            social=SocialForms(data, prefix="social") if provider.person_type == "moral" else None,
        )

    def is_valid(self) -> bool:
        """Whether everything could be read."""
        read = [self.main.is_valid(), self.services.is_valid()]
        if self.social is not None:
            read.append(self.social.is_valid())
        return all(read)

    def data(self, *, has_registration: bool) -> ProfileData:
        """What was captured. A registration left empty is none, unless there is one to keep."""
        main = self.main.cleaned_data
        registration = RegistrationData(
            number=main["registration_number"],
            registered_on=main["registered_on"],
            services=[pair for _place, pair in self._services()],
            copy=_upload(main["pdf"]),
        )
        return ProfileData(
            email=main["email"],
            mobile=main["mobile"],
            landline=main["landline"],
            conventional_address=self.main.address(),
            social_address=self.social.forms[0].address() if self.social and self.social.forms else {},
            registration=None if registration.is_empty and not has_registration else registration,
        )

    def show(self, findings: Iterable[Finding]) -> None:
        """Put each error at its field, in whichever form it is."""
        places = [place for place, _pair in self._services()] or [0]
        for finding in findings:
            service = re.fullmatch(r"services(?:\.([0-9]+)\.(folio|description))?", finding.column)
            if service:
                row = self.services.forms[places[int(service[1] or 0)]]
                row.show([finding], {finding.column: service[2] or "folio"})
            elif finding.column.startswith("social_") and self.social and self.social.forms:
                self.social.forms[0].show([finding], {finding.column: finding.column.removeprefix("social_")})
            else:
                self.main.show([finding])

    def _services(self) -> list[tuple[int, tuple[str, str]]]:
        """The rows with something in them, with their place in the page."""
        # An empty row that was added and left so has no values at all.
        sent = [form.cleaned_data for form in self.services.forms]
        rows = [(row.get("folio", ""), row.get("description", "")) for row in sent]
        return [(place, row) for place, row in enumerate(rows) if any(row)]


def _main_values(
    provider: "Provider", registration: "Registration | None", address: "Address | None"
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "email": provider.email,
        "mobile": provider.mobile,
        "landline": provider.landline,
        **(_address_values(address) if address else {}),
    }
    if registration:
        values |= {
            "registration_number": registration.number,
            "registered_on": registration.registered_on,
        }
    return values


def _address_values(address: "Address") -> dict[str, str]:
    return {name: getattr(address, name) for name in ADDRESS_PARTS}


def _upload(file: "UploadedFile[bytes] | None") -> Upload | None:
    return Upload(name=file.name or "", content=file.read()) if file else None
