"""Writing letters: to whom, what about, and the link. No RFC, CURP or NSS is ever written in one."""

import secrets
from collections.abc import Callable

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from icsoe.apps.access import links
from icsoe.apps.access.enums import AppointmentState
from icsoe.apps.access.letters import Letter as EntryLetter
from icsoe.apps.access.models import Account, Appointment
from icsoe.apps.access.selectors import account_by_id, holder_names
from icsoe.apps.mailbox.inquiries.letters import WRITERS as INQUIRIES
from icsoe.apps.mailbox.letter import Letter
from icsoe.apps.mailbox.models import Notice

NOTICE_LETTER = "notice"


def write(kind: str, subject_id: int) -> Letter | None:
    """The letter of that kind about that row, or None when there is nobody to write to any more."""
    return WRITERS[kind](subject_id)


def _invitation(subject_id: int) -> Letter | None:
    one = Appointment.objects.filter(pk=subject_id, state=AppointmentState.INVITED).first()
    if one is None:
        return None
    return Letter(
        key=f"invitation-{one.pk}-{one.nonce[:8]}",
        to=one.email,
        subject=_("Le invitan a capturar en ICSOE"),
        greeting=_greeting(one.name),
        paragraphs=[
            _("%(firm)s le invita a capturar sus contratos y trabajadores en ICSOE, el sistema del IMSS.")
            % {"firm": _firm(one)},
            _("Usted captura y envía a firma; quien firma y presenta es siempre el contratista."),
        ],
        action=_("Aceptar la invitación"),
        path=f"/invitacion/{links.invitation_token(one)}/",
        closing=[
            _("El enlace dura 72 horas y se usa una sola vez."),
            _("Si no esperaba esta invitación, no haga nada: vencerá sola."),
        ],
    )


def _recovery(subject_id: int) -> Letter | None:
    account = account_by_id(subject_id)
    if account is None:
        return None
    return Letter(
        key=f"recovery-{account.pk}-{_fingerprint(account.recovery_asked_at)}",
        to=account.email,
        subject=_("Recupere su contraseña de ICSOE"),
        greeting=_greeting(account.name),
        paragraphs=[_("Alguien, esperamos que usted, pidió recuperar la contraseña de su cuenta.")],
        action=_("Elegir otra contraseña"),
        path=f"/recuperar/{links.recovery_token(account)}/",
        closing=[
            _("El enlace dura una hora y se usa una sola vez."),
            _("Si no fue usted, no haga nada: su contraseña sigue siendo la misma."),
        ],
    )


def _password_changed(subject_id: int) -> Letter | None:
    account = account_by_id(subject_id)
    if account is None:
        return None
    return Letter(
        key=f"password-{account.pk}-{_fingerprint(account.password)}",
        to=account.email,
        subject=_("Su contraseña de ICSOE cambió"),
        greeting=_greeting(account.name),
        paragraphs=[_("La contraseña de su cuenta acaba de cambiar y sus otras sesiones se cerraron.")],
        closing=[_("Si no fue usted, recupérela cuanto antes desde la página de entrada.")],
    )


def _factor_added(subject_id: int) -> Letter | None:
    return _about_factors(
        subject_id,
        _("Se agregó un segundo factor a su cuenta de ICSOE"),
        _("Desde ahora, al entrar se pide además de la contraseña un código o una llave de acceso."),
    )


def _factor_removed(subject_id: int) -> Letter | None:
    return _about_factors(
        subject_id,
        _("Se quitó un segundo factor de su cuenta de ICSOE"),
        _("Ese código o esa llave de acceso ya no sirve para entrar a su cuenta."),
    )


def _about_factors(subject_id: int, subject: str, paragraph: str) -> Letter | None:
    account = account_by_id(subject_id)
    if account is None:
        return None
    return Letter(
        key=f"factor-{account.pk}-{secrets.token_hex(4)}",  # each change is told, however alike
        to=account.email,
        subject=subject,
        greeting=_greeting(account.name),
        paragraphs=[paragraph],
        closing=[_("Si no fue usted, cambie su contraseña y revise sus llaves cuanto antes.")],
    )


def _access_asked(subject_id: int) -> Letter | None:
    one = Appointment.objects.filter(pk=subject_id, state=AppointmentState.ASKED).first()
    holder = _holder(one.provider_rfc) if one else None
    if one is None or holder is None or not holder.email:
        return None
    return Letter(
        key=f"asked-{one.pk}",
        to=holder.email,
        subject=_("Alguien pide capturar por usted en ICSOE"),
        greeting=_greeting(holder.name),
        paragraphs=[
            _("%(name)s pide ser su capturista en ICSOE.") % {"name": one.name},
            _("Nadie captura por usted sin que lo acepte con su e.firma."),
        ],
        action=_("Ver la solicitud"),
        path="/capturistas/",
        closing=[_("Si no conoce a esa persona, rechácela.")],
    )


def _access_granted(subject_id: int) -> Letter | None:
    one = Appointment.objects.filter(pk=subject_id, state=AppointmentState.ACTIVE).first()
    if one is None:
        return None
    return Letter(
        key=f"granted-{one.pk}",
        to=one.email,
        subject=_("Aceptaron su solicitud en ICSOE"),
        greeting=_greeting(one.name),
        paragraphs=[_("%(firm)s aceptó que usted capture en su nombre.") % {"firm": _firm(one)}],
        action=_("Entrar a capturar"),
        path="/empresas/",
    )


def _notice(subject_id: int) -> Letter | None:
    one = Notice.objects.filter(pk=subject_id).exclude(email="").first()
    if one is None:
        return None
    return Letter(
        key=f"notice-{one.pk}",
        to=one.email,
        subject=one.title,
        greeting=_greeting(one.name),
        paragraphs=one.body.splitlines(),
        action=one.action,
        path=one.path,
        closing=[_("También está en su buzón de ICSOE.")],
    )


WRITERS: dict[str, Callable[[int], Letter | None]] = {
    EntryLetter.INVITATION: _invitation,
    EntryLetter.RECOVERY: _recovery,
    EntryLetter.PASSWORD_CHANGED: _password_changed,
    EntryLetter.FACTOR_ADDED: _factor_added,
    EntryLetter.FACTOR_REMOVED: _factor_removed,
    EntryLetter.ACCESS_ASKED: _access_asked,
    EntryLetter.ACCESS_GRANTED: _access_granted,
    NOTICE_LETTER: _notice,
    **INQUIRIES,
}


def _fingerprint(what: object) -> str:
    """What tells one event from the next and tells nothing of it: a Message-ID seen before is dropped."""
    return salted_hmac("icsoe.mailbox.letter", str(what), algorithm="sha256").hexdigest()[:16]


def _greeting(name: str) -> str:
    return _("Estimado(a) %(name)s:") % {"name": name}


def _firm(one: Appointment) -> str:
    return holder_names([one.provider_rfc]).get(one.provider_rfc) or _("Un contratista")


def _holder(rfc: str) -> Account | None:
    return Account.objects.filter(kind="holder", key=rfc, is_active=True).first()
