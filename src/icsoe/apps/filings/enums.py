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
    APPLIED = "applied", _("Surtió efectos")
    REFUSED = "refused", _("Rechazada: certificado revocado antes de firmar")


class DayKind(TextChoices):
    """What officers say of a day."""

    ADDED = "added", _("Inhábil")
    WORKING = "working", _("Hábil")


#: The first filing of a period, and what may follow it.
FIRST_TYPES = (FilingType.NORMAL, FilingType.NIL)
COMPLEMENT_TYPES = (FilingType.CORRECTION, FilingType.UPDATE, FilingType.VOIDING)
#: Of these at most four a period; an actualización is not counted.
COUNTED_TYPES = (FilingType.CORRECTION, FilingType.VOIDING)
#: The states in which a filing occupies its period.
STANDING = (FilingState.PENDING, FilingState.IN_FORCE)
