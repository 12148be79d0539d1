"""Words of the capture."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaptureKind(TextChoices):
    """What an open capture is for."""

    FIRST = "first", _("Primera informativa")
    CORRECTION = "correction", _("Corrección")
    UPDATE = "update", _("Actualización")
