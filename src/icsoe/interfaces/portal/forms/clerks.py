"""Forms about clerks: inviting one, what it reaches, asking for access, the note to whoever signs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from icsoe.apps.access.clerks import Reach
from icsoe.interfaces.portal.forms.fields import CaptureForm, Choice, Day, Words
from icsoe.ui.forms import CodeInput

ALL, SOME = "todos", "algunos"


class ReachForm(CaptureForm):
    """Which contracts, and until when."""

    scope = Choice(
        label=_("Qué puede capturar"),
        choices=[(ALL, _("Todos los contratos")), (SOME, _("Solo los contratos que elija"))],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    contracts = forms.MultipleChoiceField(
        label=_("Contratos"),
        required=False,
        help_text=_(
            "Solo si no son todos. Con contratos elegidos captura trabajadores; no revisa ni envía a firma."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    until = Day(
        label=_("Captura hasta el día"),
        required=False,
        help_text=_("Vacío: hasta que usted le quite el acceso."),
    )

    def __init__(self, *given: Any, contracts: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        offered = list(contracts)
        if not offered:
            del self.fields["contracts"], self.fields["scope"]
        elif isinstance(chooser := self.fields["contracts"], forms.MultipleChoiceField):
            chooser.choices = offered

    def reach(self) -> Reach:
        """What was chosen."""
        given = self.cleaned_data
        all_contracts = given.get("scope", ALL) != SOME
        folios = () if all_contracts else tuple(given.get("contracts", ()))
        return Reach(all_contracts=all_contracts, folios=folios, until=given.get("until"))


class InvitationForm(ReachForm):
    """Who is invited, and to what."""

    curp = Words(
        label=_("CURP"),
        max_length=40,
        widget=CodeInput(attrs={"class": "in-30 code"}),
        help_text=_("Con ella entrará."),
    )
    name = Words(label=_("Nombre completo"), max_length=400)
    email = Words(
        label=_("Correo electrónico"),
        max_length=300,
        help_text=_("Ahí recibirá el enlace, que dura 72 horas."),
        widget=forms.EmailInput(attrs={"class": "in-40"}),
    )
    field_order = ("curp", "name", "email", "scope", "contracts", "until")


class AskForm(CaptureForm):
    """Asking a provider for access."""

    provider_rfc = Words(
        label=_("RFC del contratista"), max_length=20, widget=CodeInput(), help_text=_("12 o 13 caracteres.")
    )
    reason = Words(
        label=_("Mensaje para el contratista"),
        required=False,
        max_length=1000,
        help_text=_("Por ejemplo, de qué despacho es usted."),
    )


class NoteForm(CaptureForm):
    """What a clerk tells whoever signs."""

    note = Words(
        label=_("Nota para quien firma"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
