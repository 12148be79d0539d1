"""Words of a filing (Lineamientos, 5.6)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FilingType(TextChoices):
    NORMAL = "normal", _("Normal")
    NIL = "sin_informacion", _("Sin información")
    CORRECTION = "correccion", _("Complementaria: Corrección")
    UPDATE = "actualizacion", _("Complementaria: Actualización")
    VOIDING = "sin_efectos", _("Complementaria: Sin efectos")


class FilingState(TextChoices):
    PENDING = "pending", _("Recibida, verificación pendiente")
    IN_FORCE = "in_force", _("Vigente")
    SUPERSEDED = "superseded", _("Sustituida")
    VOID = "void", _("Sin efectos")
    REFUSED = "refused", _("Rechazada: certificado revocado antes de firmar")


STANDING = (FilingState.PENDING, FilingState.IN_FORCE)
