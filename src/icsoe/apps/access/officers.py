"""Officers of the Institute: made by whoever runs the system; they enter with password and telephone."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from icsoe.apps.access import passwords, second_factor
from icsoe.apps.access.attempts import hidden
from icsoe.apps.access.enums import AccountKind
from icsoe.apps.access.mfa_adapter import Adapter
from icsoe.apps.access.models import Account
from icsoe.apps.access.sessions import close_others
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind, Event
from icsoe.apps.audit.services import record
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.texts import tidy

PASSWORD_BYTES = 15


class OfficerExists(Exception):  # noqa: N818 - becomes an answer
    """There is an officer with that e-mail."""


class EntryRefused(Exception):  # noqa: N818 - becomes an answer
    """E-mail, password and code do not belong together; it is not said which, nor whether they are known."""

    def __init__(self, *, busy: bool = False) -> None:
        super().__init__("entry refused")
        self.busy = busy


@dataclass(frozen=True)
class Keys:
    """What an officer enters with, shown once: nothing of it can be read again."""

    email: str
    password: str
    totp_secret: str
    totp_url: str


def officer(account: Account, address: str) -> Actor:
    """The actor an officer's account stands for."""
    return Actor(kind=ActorKind.OFFICER, key=account.key, name=account.name, address=address)


def create_officer(*, email: str, name: str, by: Actor, at: datetime) -> Keys:
    """Make an officer's account with its password and second factor. Raises OfficerExists."""
    key = _key(email)
    with transaction.atomic():
        account, made = Account.objects.get_or_create(
            kind=AccountKind.OFFICER, key=key, defaults={"name": tidy(name), "email": key, "created_at": at}
        )
        if not made:
            raise OfficerExists(key)
        keys = _new_keys(account)
        record(Event.OFFICER_CREATED, by=by, at=at, subject=f"account:{account.pk}")
    return keys


def renew_officer(*, email: str, by: Actor, at: datetime) -> Keys:
    """Give an officer another password and second factor; open sessions end. Raises Account.DoesNotExist."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(kind=AccountKind.OFFICER, key=_key(email))
        account.is_active = True
        close_others(account=account, this_key=None, by=by, at=at)
        keys = _new_keys(account)
        record(Event.OFFICER_RENEWED, by=by, at=at, subject=f"account:{account.pk}")
    return keys


def close_officer(*, email: str, by: Actor, at: datetime) -> None:
    """Let an officer enter no more, from the next request on. Raises Account.DoesNotExist."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(kind=AccountKind.OFFICER, key=_key(email))
        account.is_active = False
        account.save(update_fields=["is_active"])
        record(Event.OFFICER_CLOSED, by=by, at=at, subject=f"account:{account.pk}")


def prove_officer(
    request: HttpRequest, *, email: str, password: str, code: str, address: str, at: datetime
) -> Account:
    """The officer of that e-mail, password and code. Raises EntryRefused, as late for an unknown e-mail.

    The request is for counting attempts by person and address: nobody can lock somebody else out.
    """
    key = _key(email)
    if not AxesProxyHandler.is_allowed(request, {"username": key}):
        raise EntryRefused(busy=True)
    account = authenticate(request, username=key, password=password[: passwords.LONGEST])
    if not isinstance(account, Account) or account.kind != AccountKind.OFFICER:
        raise _refusal(key, address, at)
    try:
        second_factor.prove_code(account=account, code=code, at=at)
    except Refused as refused:
        passwords.count_wrong_code(request, account)
        raise _refusal(key, address, at) from refused
    AxesProxyHandler.reset_attempts(username=hidden(key), ip_address=address or None)
    record(Event.OFFICER_ENTERED, by=officer(account, address), at=at)
    return account


def _refusal(key: str, address: str, at: datetime) -> EntryRefused:
    unknown = Actor(kind=ActorKind.OFFICER, key="", name="", address=address)
    record(Event.OFFICER_ENTRY_REFUSED, by=unknown, at=at, subject=hidden(key)[:16])
    return EntryRefused()


def _new_keys(account: Account) -> Keys:
    password, secret = secrets.token_urlsafe(PASSWORD_BYTES), generate_totp_secret()
    account.set_password(password)
    account.save()
    Authenticator.objects.filter(user=account).delete()
    TOTP.activate(account, secret)
    return Keys(account.key, password, secret, Adapter().build_totp_url(account, secret))


def _key(email: str) -> str:
    return email.strip().lower()[:80]
