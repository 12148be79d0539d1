"""Words of entering."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountKind(TextChoices):
    HOLDER = "holder", _("Titular de e.firma")
    CLERK = "clerk", _("Capturista")
    OFFICER = "officer", _("Servidor público del Instituto")


class RevocationStatus(TextChoices):
    GOOD = "good", _("Vigente")
    REVOKED = "revoked", _("Revocado")
    UNKNOWN = "unknown", _("Desconocido")
    UNAVAILABLE = "unavailable", _("No disponible")
    NOT_ASKED = "not_asked", _("No consultado")


class AppointmentState(TextChoices):
    ASKED = "asked", _("Solicitud por aceptar")
    INVITED = "invited", _("Invitación enviada")
    ACTIVE = "active", _("Activo")
    SUSPENDED = "suspended", _("Suspendido")
    REMOVED = "removed", _("Sin acceso")
