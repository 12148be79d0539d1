"""The form of a planteamiento. Spam is held back without puzzles: a trap, a clock, and bounds in the act."""

from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from icsoe.apps.mailbox.inquiries.enums import Topic
from icsoe.apps.mailbox.inquiries.files import MAX_BYTES, Attachment
from icsoe.apps.mailbox.inquiries.services import NAME_LENGTH, TEXT_LENGTH, Question
from icsoe.ui.forms import DropFileInput

#: Nobody reads the page, thinks and writes in less; a program does.
LEAST_SECONDS = 3
_SALT = "icsoe.public.inquiry"
_MEBIBYTE = 1024 * 1024


class InquiryForm(forms.Form):
    """Topic, text, who asks, and at most one file."""

    topic = forms.ChoiceField(
        label=_("Tema"),
        choices=[("", _("Elija un tema")), *Topic.choices],
        error_messages={"required": _("Elija el tema.")},
    )
    text = forms.CharField(
        label=_("¿Qué necesita?"),
        max_length=TEXT_LENGTH,
        help_text=_("Cuente qué quería hacer, qué pasó y, si vio un mensaje, qué decía."),
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Escriba su duda o petición.")},
    )
    file = forms.FileField(
        label=_("Archivo adjunto"),
        required=False,
        help_text=_("Un PDF o una imagen PNG o JPG de la pantalla, de 5 MB cuando más."),
        widget=DropFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    name = forms.CharField(
        label=_("Nombre de quien escribe"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Escriba su nombre.")},
    )
    email = forms.EmailField(
        label=_("Correo para la respuesta"),
        help_text=_("Ahí le enviamos la copia con su folio, y después la respuesta."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "in-40"}),
        error_messages={
            "required": _("Escriba el correo al que quiere la respuesta."),
            "invalid": _("Escriba un correo completo, como nombre@dominio.mx."),
        },
    )
    site = forms.CharField(required=False, label=_("Deje vacío este campo"))
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, opened_at: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = opened_at

    def clean_file(self) -> Attachment | None:
        """The file with its bytes, refused before reading when it is too large."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("El archivo pesa más de %(limit)s MB. Elija uno más ligero."),
                params={"limit": MAX_BYTES // _MEBIBYTE},
            )
        return Attachment(name=file.name or "", content=file.read())

    def clean(self) -> dict[str, Any]:
        """Hold back what was not typed by a person."""
        data: dict[str, Any] = super().clean() or {}
        # Whoever forgot a field is told that alone.
        if not self.errors and (data.get("site") or not self._was_read(data.get("opened", ""))):
            raise forms.ValidationError(
                _("No pudimos recibirlo así de rápido. Revise lo que escribió y envíelo de nuevo.")
            )
        return data

    def question(self, provider_rfc: str) -> Question:
        """What the act takes."""
        given = {name: self.cleaned_data[name] for name in ("topic", "name", "email", "text", "file")}
        return Question(**given, provider_rfc=provider_rfc)

    @property
    def clock(self) -> str:
        """When the form was first shown, signed: kept when it comes back with errors."""
        given = str(self.data.get("opened", ""))
        return given if _shown_at(given) is not None else signing.dumps(self._at, salt=_SALT)

    def _was_read(self, opened: str) -> bool:
        shown = _shown_at(opened)
        return shown is not None and self._at - shown >= LEAST_SECONDS


def _shown_at(opened: str) -> float | None:
    try:
        return float(signing.loads(opened, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
