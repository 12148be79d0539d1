"""Telling the holder that a filing was received, with the way to its receipt."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from icsoe.apps.mailbox.notices import NoticeData, deliver
from icsoe.apps.providers.models import Provider
from icsoe.apps.receipts.twin import SealedTwin
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import CENTRAL

# Letters are read in the house's language, whatever language whoever acts has chosen for its pages.
_LANGUAGE = "es-mx"


def tell_receipt(twin: SealedTwin, *, at: datetime) -> None:
    """Put the receipt's folio into the provider's mailbox, once: who did not present it must learn of it."""
    holder = Provider.objects.filter(rfc=twin.filing.provider_rfc).first()
    if holder is None:
        return
    with translation.override(_LANGUAGE):
        title, body = _words(twin)
        notice = NoticeData(
            provider_rfc=holder.rfc,
            key=f"acuse:{twin.folio}",
            name=holder.name,
            email=holder.email,
            title=title,
            body=body,
            action=_("Ver el acuse"),
            path=f"/acuses/{twin.folio}/",
        )
    deliver([notice], at=at)


def _words(twin: SealedTwin) -> tuple[str, str]:
    filing, when = twin.filing, twin.filing.presented_at.astimezone(CENTRAL)
    about = {
        "period": Period(filing.year, filing.number).spanish_name,
        "folio": twin.folio,
        "day": f"{when:%d/%m/%Y}",
        "hour": f"{when:%H:%M:%S}",
    }
    body = [_("Folio %(folio)s, recibida el %(day)s a las %(hour)s, hora del centro.") % about]
    if filing.is_pending:
        title = _("Recibimos su informativa de %(period)s") % about
        body.append(_("Falta confirmar su certificado con el SAT; en el acuse verá si ya se confirmó."))
    else:
        title = _("Su informativa de %(period)s quedó presentada") % about
    if filing.is_late:
        body.append(_("Se presentó fuera de plazo: es extemporánea."))
    body.append(_("Si usted no la presentó, llame al 800 623 2323, opciones 5 y 5."))
    return title, "\n".join(body)
