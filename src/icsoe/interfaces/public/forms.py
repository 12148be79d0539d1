"""Forms of the pages without an account."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from icsoe.apps.receipts.container import MAX_BYTES
from icsoe.ui.forms import CodeInput, DropFileInput

_MEBIBYTE = 1024 * 1024


class CodeForm(forms.Form):
    """Folio and verification code, as the receipt prints them."""

    folio = forms.CharField(
        label=_("Folio"),
        max_length=24,
        widget=CodeInput,
        help_text=_("Está arriba en el acuse; por ejemplo, N262253432."),
        error_messages={"required": _("Escriba el folio del acuse.")},
    )
    codigo = forms.CharField(
        label=_("Código de verificación"),
        max_length=20,
        widget=CodeInput,
        help_text=_("Doce letras y números en tres grupos, junto al folio."),
        error_messages={"required": _("Escriba el código de verificación del acuse.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Short Spanish addresses: the fields carry their own names, no prefix.
        self.auto_id = "verificar_%s"


class FileForm(forms.Form):
    """The receipt itself."""

    acuse = forms.FileField(
        label=_("Archivo del acuse"),
        widget=DropFileInput(attrs={"accept": ".pdf,.json,application/pdf,application/json"}),
        help_text=_("El PDF o el JSON del acuse, de 10 MB cuando más. No se guarda."),
        error_messages={
            "required": _("Elija el archivo del acuse."),
            "empty": _("El archivo está vacío. Elija el PDF o el JSON del acuse."),
        },
    )

    def clean_acuse(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before reading it."""
        file: UploadedFile[bytes] = self.cleaned_data["acuse"]
        if (file.size or 0) > MAX_BYTES:
            limit = MAX_BYTES // _MEBIBYTE
            raise forms.ValidationError(
                _("El archivo pesa más de %(limit)s MB. Un acuse pesa mucho menos: elija el PDF o el JSON."),
                code="too_large",
                params={"limit": limit},
            )
        return file
