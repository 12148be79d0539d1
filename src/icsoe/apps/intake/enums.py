"""The closed vocabularies of loads."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LoadState(TextChoices):
    RECEIVED = "received", _("En espera de revisión")
    CHECKING = "checking", _("En revisión")
    CHECKED = "checked", _("Revisado")
    APPLYING = "applying", _("Aplicándose")
    APPLIED = "applied", _("Aplicado")
    UNDONE = "undone", _("Deshecho")
    FAILED = "failed", _("No se pudo procesar")
    DISCARDED = "discarded", _("Descartado")


class Step(TextChoices):
    """What a load is at, for the progress a person sees."""

    WAITING = "waiting", _("En espera de turno")
    READING = "reading", _("Leyendo el archivo")
    CHECKING = "checking", _("Revisando cada renglón")
    COMPARING = "comparing", _("Comparando con la lista actual")
    STORING = "storing", _("Guardando el resultado")
    WRITING = "writing", _("Escribiendo los trabajadores")
    SWAPPING = "swapping", _("Cambiando la lista del contrato")
    DONE = "done", _("Terminado")


class ApplyMode(TextChoices):
    REPLACE = "replace", _("Reemplazar la lista del contrato")
    MERGE = "merge", _("Agregar y actualizar")


class ReportState(TextChoices):
    NONE = "none", _("Sin informe")
    PENDING = "pending", _("El informe se está preparando")
    READY = "ready", _("El informe está listo")
    FAILED = "failed", _("El informe no se pudo preparar")
