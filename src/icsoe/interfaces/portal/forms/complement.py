"""What a complementaria asks for: the reason of a void, and the days on which workers came or left."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from icsoe.interfaces.portal.forms.fields import CaptureForm, Choice, Day, Words
from icsoe.lib.canonical.movements import MovementKind
from icsoe.lib.rulebook.complement import REASON_LENGTH


class VoidForm(CaptureForm):
    """Why the filing is voided."""

    reason = Words(
        label=_("Motivo"),
        help_text=_("Diga por qué no procede lo que presentó. Queda en el acuse."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH}),
    )


class MovementForm(CaptureForm):
    """The day for every worker of one kind, in one contract, who lacks it; or for those chosen.

    ``lacking``: what to call each, by NSS.
    """

    on = Day(label=_("Fecha del movimiento"))
    nss = forms.MultipleChoiceField(
        label=_("Trabajadores"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, lacking: Mapping[str, str], **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["nss"]
        field.choices = list(lacking.items())  # type: ignore[attr-defined]  # a choice field


class CarryForm(CaptureForm):
    """The term of the new contract, and whether its workers come along."""

    start_date = Day(label=_("Fecha inicial"))
    end_date = Day(
        label=_("Fecha final"), required=False, help_text=_("Déjela vacía si es por tiempo indefinido.")
    )
    with_workers = forms.BooleanField(label=_("Copiar también sus trabajadores"), required=False)


class CarryRosterForm(CaptureForm):
    """Which list is copied, and whether it takes the place of the one there is."""

    source = Choice(label=_("Contrato del que se copia la lista"))
    replace = forms.BooleanField(label=_("Reemplazar la lista que ya tiene"), required=False)

    def __init__(self, *given: Any, sources: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["source"]
        field.choices = [("", _("Elija un contrato")), *sources]  # type: ignore[attr-defined]  # a Choice


KINDS = {"entran": MovementKind.IN, "salen": MovementKind.OUT}
