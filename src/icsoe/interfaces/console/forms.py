"""Forms of the console."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from icsoe.apps.filings.enums import DayKind
from icsoe.apps.mailbox.inquiries.services import TEXT_LENGTH
from icsoe.ui.forms import DateInput


class EntryForm(forms.Form):
    """E-mail, password and code, asked together: a wrong one is not told from another."""

    email = forms.CharField(
        label=_("Correo"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "in-40"}),
        error_messages={"required": _("Escriba su correo.")},
    )
    password = forms.CharField(
        label=_("Contraseña"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "in-30"}),
        error_messages={"required": _("Escriba su contraseña.")},
    )
    code = forms.CharField(
        label=_("Código de su teléfono"),
        max_length=20,
        help_text=_("Seis dígitos de su aplicación de autenticación."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "in-12 code"}
        ),
        error_messages={"required": _("Escriba el código de seis dígitos.")},
    )


class AnswerForm(forms.Form):
    """The answer, as it will reach the person."""

    answer = forms.CharField(
        label=_("Respuesta"),
        max_length=TEXT_LENGTH,
        help_text=_("Llega por correo. No escriba RFC, CURP ni NSS: se ocultan al enviarla."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Escriba la respuesta.")},
    )


class DayForm(forms.Form):
    """A day that does not count, or that does although the law says otherwise."""

    day = forms.DateField(label=_("Día"), widget=DateInput, error_messages={"required": _("Elija el día.")})
    kind = forms.ChoiceField(label=_("Qué se registra"), choices=DayKind.choices)
    reason = forms.CharField(
        label=_("Motivo"), max_length=200, error_messages={"required": _("Escriba el motivo.")}
    )
    source = forms.CharField(
        label=_("Documento que lo establece"),
        max_length=200,
        help_text=_("Por ejemplo: acuerdo publicado en el Diario Oficial de la Federación."),
        error_messages={"required": _("Escriba el documento que lo establece.")},
    )
    published_on = forms.DateField(
        label=_("Fecha de publicación"),
        widget=DateInput,
        error_messages={"required": _("Elija la fecha de publicación.")},
    )

    def act(self) -> dict[str, Any]:
        """The data as the act takes them."""
        return {**self.cleaned_data, "kind": DayKind(self.cleaned_data["kind"])}
