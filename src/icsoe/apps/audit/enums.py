"""The closed vocabulary of the log."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    HOLDER = "holder", _("Titular")
    CLERK = "clerk", _("Capturista")
    OFFICER = "officer", _("Servidor público")
    SYSTEM = "system", _("Sistema")


class Event(TextChoices):
    """What can happen. Add a word here before recording it."""

    ENTERED = "entered", _("Entró con e.firma")
    ENTRY_REFUSED = "entry_refused", _("Se rechazó una entrada con e.firma")
    LEFT = "left", _("Salió")
    PROVIDER_CREATED = "provider_created", _("Se dio de alta al contratista")
    PROVIDER_CHANGED = "provider_changed", _("Cambió los datos generales")
    REGISTRATION_SAVED = "registration_saved", _("Guardó un registro REPSE")
    REGISTRATION_REMOVED = "registration_removed", _("Quitó un registro REPSE")
    BENEFICIARY_SAVED = "beneficiary_saved", _("Guardó un contratante")
    CONTRACT_ADDED = "contract_added", _("Agregó un contrato")
    CONTRACT_CHANGED = "contract_changed", _("Cambió un contrato")
    CONTRACT_REMOVED = "contract_removed", _("Quitó un contrato")
    WORKER_ADDED = "worker_added", _("Agregó un trabajador")
    WORKER_CHANGED = "worker_changed", _("Cambió un trabajador")
    WORKER_REMOVED = "worker_removed", _("Quitó un trabajador")
    REVIEW_FROZEN = "review_frozen", _("Se mostró la informativa para firma")
    FILING_PRESENTED = "filing_presented", _("Presentó una informativa")
    FILING_CONFIRMED = "filing_confirmed", _("Se confirmó la vigencia del certificado de una informativa")
    FILING_REFUSED = "filing_refused", _("Se rechazó una informativa por certificado revocado")
    RECEIPT_RENDERED = "receipt_rendered", _("Se generó el acuse en PDF")
