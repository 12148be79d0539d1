"""Telling each side of a capture what the other did: the holder that it waits, the clerk how it ended."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from icsoe.apps.access.selectors import clerk_in_force, holder_names
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.selectors import last_actor
from icsoe.apps.contracts.models import CapturePeriod
from icsoe.apps.mailbox.notices import TO_SIGN, NoticeData, deliver
from icsoe.apps.providers.models import Provider
from icsoe.lib.periods.period import Period

# Letters are read in the house's language, whatever language whoever acts has chosen for its pages.
_LANGUAGE = "es-mx"


def tell_sent(capture: CapturePeriod, *, at: datetime) -> None:
    """Tell the holder that a period waits for its signature; the note itself is read inside."""
    period, holder = _period(capture), Provider.objects.get(pk=capture.provider_id)
    with translation.override(_LANGUAGE):
        about = {"name": capture.sent_by, "period": period.spanish_name}
        body = [
            _("%(name)s envió a firma la informativa de %(period)s.") % about,
            _("Revísela y fírmela con su e.firma, o devuélvala a captura."),
        ]
        if capture.note:
            body.append(_("Le dejó una nota: la verá al entrar."))
        notice = NoticeData(
            provider_rfc=holder.rfc,
            key=TO_SIGN + _moment(period, at),
            name=holder.name,
            email=holder.email,
            title=_("La informativa de %(period)s espera su firma") % about,
            body="\n".join(body),
            action=_("Revisar y firmar"),
            path=f"/informativa/{period}/",
        )
    deliver([notice], at=at)


def tell_returned(capture: CapturePeriod, *, at: datetime) -> None:
    """Tell the clerk who sent it that the holder gave the capture back."""
    period = _period(capture)
    with translation.override(_LANGUAGE):
        _tell_sender(
            capture,
            key=f"devuelta:{_moment(period, at)}",
            title=_("Le devolvieron la informativa de %(period)s"),
            body=_("%(firm)s la devolvió a captura: ya puede cambiarla y enviarla de nuevo."),
            at=at,
        )


def tell_presented(capture: CapturePeriod, folio: str, *, at: datetime) -> None:
    """Tell the clerk who sent it that the holder signed; nothing where nobody had sent it."""
    if capture.sent_at is None:
        return
    with translation.override(_LANGUAGE):
        _tell_sender(
            capture,
            key=f"presentada:{folio}",
            title=_("Se presentó la informativa de %(period)s"),
            body=_("%(firm)s firmó lo que usted envió. Folio del acuse: %(folio)s."),
            at=at,
            folio=folio,
        )


def _tell_sender(
    capture: CapturePeriod, *, key: str, title: str, body: str, at: datetime, folio: str = ""
) -> None:
    rfc, period = capture.provider_id, _period(capture)
    sent = last_actor(rfc, str(period), Event.SENT_TO_SIGNATURE)
    clerk = clerk_in_force(rfc, sent.actor_key, at=at) if sent else None
    if clerk is None or clerk.account is None:
        return  # whoever was cut off since is told nothing
    firm = holder_names([rfc]).get(rfc, "")
    notice = NoticeData(
        provider_rfc=rfc,
        reader=clerk.curp,
        key=key,
        name=clerk.account.name,
        email=clerk.account.email,
        title=title % {"period": period.spanish_name},
        body=body % {"firm": firm, "folio": folio},
        action=_("Entrar a ICSOE"),
        path="/empresas/",
    )
    deliver([notice], at=at)


def _moment(period: Period, at: datetime) -> str:
    """Each sending and each return is told once."""
    return f"{period}:{at:%Y%m%dT%H%M%S%f}"


def _period(capture: CapturePeriod) -> Period:
    return Period(capture.year, capture.number)
