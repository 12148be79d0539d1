"""Forms of entering: CURP and password, recovery, choosing a password, the second factor."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from icsoe.apps.access.passwords import LONGEST, WeakPassword
from icsoe.interfaces.portal.forms.fields import CaptureForm, Words
from icsoe.ui.forms import CodeInput


class Secret(Words):
    """A password: never sent back to the page, blanks kept."""

    def __init__(self, *, kind: str = "current-password", **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": kind, "class": "in-30"})
        super().__init__(strip=False, max_length=LONGEST, widget=widget, **options)


class EntryForm(CaptureForm):
    """CURP and password."""

    curp = Words(
        label=_("CURP"),
        max_length=40,
        widget=CodeInput(attrs={"autocomplete": "username", "class": "in-30 code"}),
    )
    password = Secret(label=_("Contraseña"))


class RecoveryForm(CaptureForm):
    """CURP and the e-mail the account has."""

    curp = Words(label=_("CURP"), max_length=40, widget=CodeInput(attrs={"class": "in-30 code"}))
    email = Words(
        label=_("Correo electrónico"),
        max_length=254,
        help_text=_("El correo con el que aceptó su invitación."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "in-40"}),
    )


class NewPasswordForm(CaptureForm):
    """A password chosen, twice."""

    password = Secret(kind="new-password", label=_("Contraseña nueva"))
    again = Secret(kind="new-password", label=_("Repita la contraseña"))

    def show_weak(self, weak: WeakPassword) -> None:
        """Put what the validators say at the field."""
        for sentence in weak.sentences:
            self.add_error("password", sentence)


class ChangePasswordForm(NewPasswordForm):
    """A password chosen by whoever knows the current one."""

    current = Secret(label=_("Contraseña actual"))
    field_order = ("current", "password", "again")


class PasswordForm(CaptureForm):
    """The password of an account already known."""

    password = Secret(label=_("Contraseña"))


class CodeForm(CaptureForm):
    """A code of the telephone or a recovery code."""

    code = Words(
        label=_("Código"),
        max_length=20,
        help_text=_("Seis dígitos de su aplicación, o uno de sus códigos de respaldo."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "in-12 code"}
        ),
    )


def password_hints() -> list[str]:
    """What the page says of a password before it is chosen."""
    return [
        gettext("Al menos 12 caracteres."),
        gettext("Varias palabras que no vayan juntas protegen más que signos raros."),
        gettext("Que no sea una de las más usadas ni lleve su nombre."),
    ]
