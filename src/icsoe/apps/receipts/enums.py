"""Words of a receipt."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReceiptStatus(TextChoices):
    PENDING = "pending", _("Recibida, verificación pendiente")
    IN_FORCE = "in_force", _("Vigente")
    SUPERSEDED = "superseded", _("Sustituida")
    VOID = "void", _("Sin efectos")
