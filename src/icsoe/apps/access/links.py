"""Links sent by e-mail: signed, so that nothing secret is stored, and dead after their first use."""

from datetime import datetime, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.core.signing import BadSignature, Signer
from django.utils.http import base36_to_int, int_to_base36

from icsoe.apps.access.enums import AppointmentState
from icsoe.apps.access.models import Account, Appointment
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding

INVITATION_LASTS = timedelta(hours=72)

_SIGNER = Signer(salt="access.invitation")


def invitation_token(appointment: Appointment) -> str:
    """What the link of an invitation carries; another sending makes another."""
    return _SIGNER.sign_object([appointment.pk, appointment.nonce])


def invitation_of(token: str, *, at: datetime) -> Appointment:
    """The invitation behind a token. Raises Refused when it is forged, used, replaced or over."""
    try:
        key, nonce = _SIGNER.unsign_object(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise Refused(Finding("invitation_over", "")) from error
    found = Appointment.objects.filter(
        pk=key, nonce=nonce, state=AppointmentState.INVITED, expires_at__gt=at
    ).first()
    if found is None:
        raise Refused(Finding("invitation_over", ""))
    return found


def recovery_token(account: Account) -> str:
    """What the link of a recovery carries: dies after an hour, an entry or a change of the password."""
    return f"{int_to_base36(account.pk)}-{default_token_generator.make_token(account)}"


def recovering_account(token: str) -> Account:
    """The clerk behind a recovery token. Raises Refused when it is forged, used or over."""
    key, _, rest = token.partition("-")
    try:
        account = Account.objects.filter(pk=base36_to_int(key), is_active=True).first()
    except ValueError:
        account = None
    if account is None or not default_token_generator.check_token(account, rest):
        raise Refused(Finding("recovery_over", ""))
    return account
