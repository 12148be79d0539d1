"""The other side: a clerk asks a provider for access, and takes the invitations it gets."""

import secrets
from datetime import datetime

from django.db import transaction

from icsoe.apps.access.enums import AccountKind, AppointmentState
from icsoe.apps.access.letters import Letter, ask_for
from icsoe.apps.access.models import Account, Appointment
from icsoe.apps.access.passwords import check_new, clerk
from icsoe.apps.access.states import Move, moved
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.lib.identifiers import rfc as rfc_key
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.refusal import Refused, require
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.texts import check_text, tidy

REASON_LENGTH = 300


def ask_for_access(
    *, account: Account, provider_rfc: str, reason: str, by: Actor, at: datetime
) -> Appointment:
    """Ask a provider, by RFC, to be its clerk; it accepts or not with its e.firma. Raises Refused.

    Says nothing of whether the RFC has ever entered: it sees the request when it does.
    """
    rfc, reason = rfc_key.normalise(provider_rfc), tidy(reason)
    findings = check_text(reason, column="reason", most=REASON_LENGTH)
    if rfc_key.person_type(rfc) is None:
        findings.append(Finding("access_provider_unknown", "provider_rfc"))
    if Appointment.objects.filter(provider_rfc=rfc, curp=account.key).exclude(state="removed").exists():
        findings.append(Finding("access_repeated", "provider_rfc"))
    require(findings)
    with constraints_speak(), transaction.atomic():
        one = Appointment.objects.create(
            provider_rfc=rfc,
            curp=account.key,
            name=account.name,
            email=account.email,
            account=account,
            state=AppointmentState.ASKED,
            reason=reason,
            nonce=secrets.token_hex(16),
            created_at=at,
        )
        record(Event.ACCESS_ASKED, by=by, at=at, provider_rfc=rfc, subject=f"appointment:{one.pk}")
        ask_for(Letter.ACCESS_ASKED, one.pk)
    return one


def has_account(one: Appointment) -> bool:
    """Whether somebody already chose a password under the CURP invited."""
    return Account.objects.filter(kind=AccountKind.CLERK, key=one.curp).exists()


def has_account_there(one: Appointment) -> bool:
    """Whether it was the person of the letter box invited: only that password is asked for then."""
    return Account.objects.filter(kind=AccountKind.CLERK, key=one.curp, email=one.email).exists()


def accept_as_new(
    *, appointment_id: int, nonce: str, password: str, again: str, address: str, at: datetime
) -> Account:
    """Take an invitation choosing a password: the clerk's account is made of it. Raises Refused.

    The CURP may be that of other accounts, with other letter boxes: they share nothing with this one.
    """
    invited = _invited(appointment_id, nonce, at)
    account = Account(
        kind=AccountKind.CLERK, key=invited.curp, name=invited.name, email=invited.email, created_at=at
    )
    require(check_new(account, password, again))
    account.set_password(password)
    with constraints_speak(), transaction.atomic():
        one = _invited(appointment_id, nonce, at, lock=True)
        account.save(force_insert=True)
        record(Event.PASSWORD_SET, by=clerk(account, address), at=at)
        _accept(one, account, clerk(account, address), at)
    return account


def accept(*, appointment_id: int, nonce: str, account: Account, by: Actor, at: datetime) -> None:
    """Take an invitation with an account of the CURP invited, which proved its password. Raises Refused.

    ``nonce`` is the link's: whoever has it reads the letter box that the provider named.
    """
    with transaction.atomic():
        one = _invited(appointment_id, nonce, at, lock=True)
        if (account.kind, account.key) != (AccountKind.CLERK, one.curp):
            raise Refused(Finding("invitation_over", ""))
        _accept(one, account, by, at)


def accept_mine(*, account: Account, appointment_id: int, by: Actor, at: datetime) -> None:
    """Take an invitation from inside, without its link. Raises Refused.

    Only one sent to the letter box that the account proved: a CURP can be stated by anybody.
    """
    mine = Appointment.objects.filter(
        pk=appointment_id, curp=account.key, email__iexact=account.email
    ).values_list("nonce", flat=True)
    accept(appointment_id=appointment_id, nonce=mine.first() or "", account=account, by=by, at=at)


def _invited(appointment_id: int, nonce: str, at: datetime, *, lock: bool = False) -> Appointment:
    found = Appointment.objects.select_for_update() if lock else Appointment.objects.all()
    one = found.filter(
        pk=appointment_id, nonce=nonce, state=AppointmentState.INVITED, expires_at__gt=at
    ).first()
    if one is None:
        raise Refused(Finding("invitation_over", ""))
    return one


def _accept(one: Appointment, account: Account, by: Actor, at: datetime) -> None:
    one.state, one.account = moved(one.state, Move.ACCEPT), account
    one.nonce, one.expires_at = secrets.token_hex(16), None
    one.save(update_fields=["state", "account", "nonce", "expires_at"])
    record(
        Event.INVITATION_ACCEPTED,
        by=by,
        at=at,
        provider_rfc=one.provider_rfc,
        subject=f"appointment:{one.pk}",
        clerk=one.name,
    )
