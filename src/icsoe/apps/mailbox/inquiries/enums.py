"""Words of planteamientos."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    ENTERING = "entering", _("Entrar o firmar con e.firma")
    CAPTURE = "capture", _("Datos generales, contratos y trabajadores")
    LOAD = "load", _("Carga de archivos")
    PRESENTING = "presenting", _("Presentar o corregir la informativa")
    RECEIPT = "receipt", _("Acuses y su verificación")
    OTHER = "other", _("Otro tema")


class InquiryState(TextChoices):
    RECEIVED = "received", _("Por responder")
    ANSWERED = "answered", _("Respondido")
    CLOSED = "closed", _("Cerrado")
