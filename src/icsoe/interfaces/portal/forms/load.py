"""The file of workers, what to do with it once checked, and the cells written anew."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from icsoe.apps.intake.enums import ApplyMode
from icsoe.interfaces.portal.forms.fields import CaptureForm
from icsoe.lib.rulebook.file_check import CellFix
from icsoe.lib.rulebook.rules import VALUE_CHARS
from icsoe.ui.forms import DropFileInput

if TYPE_CHECKING:
    from icsoe.apps.intake.models import Finding

ACCEPT = ".csv,.txt,.xlsx"
ALL, VALID = "todas", "validas"


class LoadForm(CaptureForm):
    """A file of workers; what it holds is told by its content."""

    file = forms.FileField(
        label=_("Archivo de trabajadores"),
        allow_empty_file=True,
        widget=DropFileInput(attrs={"accept": ACCEPT}),
        help_text=_("Excel (.xlsx) o texto (.csv, .txt), hasta 256 MB y un millón de renglones."),
        error_messages={
            "required": _("Elija un archivo."),
            "invalid": _("El archivo no llegó completo. Elíjalo de nuevo."),
            "missing": _("El archivo no llegó completo. Elíjalo de nuevo."),
            "max_length": _("El nombre del archivo es demasiado largo. Acórtelo."),
        },
    )


class ApplyForm(CaptureForm):
    """How a checked file becomes the list: ``modo`` replace or merge, ``renglones`` todas or validas."""

    modo = forms.ChoiceField(
        label=_("¿Qué hacer con la lista actual?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Elija qué hacer con la lista actual."),
            "invalid_choice": _("Elija una opción."),
        },
    )
    renglones = forms.ChoiceField(
        label=_("¿Qué renglones?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Elija qué renglones aplicar."),
            "invalid_choice": _("Elija una opción."),
        },
    )

    def __init__(
        self,
        *given: Any,
        modes: Sequence[tuple[str, str]] = (),
        rows: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.fields["modo"].choices = modes or ApplyMode.choices  # type: ignore[attr-defined]  # a choice field
        self.fields["renglones"].choices = rows or [(ALL, ALL), (VALID, VALID)]  # type: ignore[attr-defined]  # too

    @property
    def mode(self) -> ApplyMode:
        """The way chosen, of a valid form."""
        return ApplyMode(self.cleaned_data["modo"])

    @property
    def only_valid(self) -> bool:
        """Whether rows with errors are left out, of a valid form."""
        return bool(self.cleaned_data["renglones"] == VALID)


def cell_name(row: int, column: str) -> str:
    """The name of the field of a cell."""
    return f"celda-{row}-{column}"


def read_fixes(found: Iterable["Finding"], sent: dict[str, Any]) -> list[CellFix]:
    """The cells that were written otherwise than they stand, once each."""
    fixes: dict[str, CellFix] = {}
    for one in found:
        if one.row is None or not one.column:
            continue
        name = cell_name(one.row, one.column)
        text = str(sent.get(name, one.value)).replace("\0", "").strip()[:VALUE_CHARS]
        if text != one.value.strip():
            fixes[name] = CellFix(one.row, one.column, text)
    return list(fixes.values())
