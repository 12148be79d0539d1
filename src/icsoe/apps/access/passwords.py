"""Passwords of clerks: entering, choosing, recovering."""

from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from icsoe.apps.access.attempts import hidden
from icsoe.apps.access.enums import AccountKind
from icsoe.apps.access.letters import Letter, ask_for
from icsoe.apps.access.links import recovering_account
from icsoe.apps.access.models import Account
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind, Event
from icsoe.apps.audit.services import record
from icsoe.lib.identifiers import curp as curp_key
from icsoe.lib.rulebook.refusal import Refused, require
from icsoe.lib.rulebook.rules import Finding

NOBODY = 0
BETWEEN_RECOVERIES = timedelta(minutes=10)
LONGEST = 256


class WeakPassword(Exception):  # noqa: N818 - becomes an answer
    """The password breaks the rules of strength; carries their sentences, in the person's language."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("weak password")
        self.sentences = sentences


def clerk(account: Account, address: str) -> Actor:
    """The actor a clerk's account stands for."""
    return Actor(kind=ActorKind.CLERK, key=account.key, name=account.name, address=address)


def prove_password(request: HttpRequest, *, curp: str, password: str, address: str, at: datetime) -> Account:
    """The clerk of that CURP and password. Raises Refused, the same and as late for an unknown CURP.

    The request is for counting attempts by person and address: nobody can lock somebody else out.
    """
    key = curp_key.normalise(curp)[:18]
    if not AxesProxyHandler.is_allowed(request, {"username": key}):
        raise Refused(Finding("too_many_attempts", ""))
    account = authenticate(request, username=key, password=password[:LONGEST])
    if not isinstance(account, Account):
        unknown = Actor(kind=ActorKind.CLERK, key="", name="", address=address)
        record(Event.CLERK_ENTRY_REFUSED, by=unknown, at=at, subject=hidden(key)[:16])
        raise Refused(Finding("clerk_entry_refused", ""))
    return account


def note_entry(*, account: Account, address: str, at: datetime) -> None:
    """Write into the log that a clerk entered, and forget its wrong attempts from this address."""
    if _is_alone(account):
        AxesProxyHandler.reset_attempts(username=hidden(account.key), ip_address=address or None)
    record(Event.CLERK_ENTERED, by=clerk(account, address), at=at)


def _is_alone(account: Account) -> bool:
    """Whether no other account states the CURP: else its guesser could have its wrong attempts forgotten."""
    others = Account.objects.filter(kind=account.kind, key=account.key).exclude(pk=account.pk)
    return not others.exists()


def ask_recovery(*, curp: str, email: str, address: str, at: datetime) -> None:
    """Have a link sent when CURP and e-mail are a clerk's; the same is done and said when they are not."""
    account = Account.objects.filter(
        kind=AccountKind.CLERK, key=curp_key.normalise(curp)[:18], email__iexact=email.strip(), is_active=True
    ).first()
    unknown = Actor(kind=ActorKind.CLERK, key="", name="", address=address)
    with transaction.atomic():
        record(Event.PASSWORD_RECOVERY_ASKED, by=unknown, at=at, subject=hidden(curp)[:16])
        ask_for(Letter.RECOVERY, account.pk if account and _may_write_again(account, at) else NOBODY)


def _may_write_again(account: Account, at: datetime) -> bool:
    """Whether the last link is old enough: nobody's letter box is filled by asking."""
    old = Q(recovery_asked_at=None) | Q(recovery_asked_at__lt=at - BETWEEN_RECOVERIES)
    return Account.objects.filter(old, pk=account.pk).update(recovery_asked_at=at) == 1


def count_wrong_code(request: HttpRequest, account: Account) -> None:
    """Count a wrong second factor as a wrong password: whoever knows the password cannot guess on."""
    AxesProxyHandler.user_login_failed(sender=None, credentials={"username": account.key}, request=request)


def recover(*, token: str, password: str, again: str, address: str, at: datetime) -> Account:
    """Choose another password with a recovery link; every open session ends. Raises Refused, WeakPassword."""
    account = recovering_account(token)
    require(check_new(account, password, again))
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        account = recovering_account(token)  # of two that come at once, the second finds the link used
        _set(account, password, clerk(account, address), at)
    return account


def confirm(request: HttpRequest, *, account: Account, password: str) -> None:
    """Have whoever is inside show its password again; wrong ones count as at the door. Raises Refused."""
    credentials = {"username": account.key}
    if not AxesProxyHandler.is_allowed(request, credentials):
        raise Refused(Finding("too_many_attempts", ""))
    if not account.check_password(password[:LONGEST]):
        AxesProxyHandler.user_login_failed(sender=None, credentials=credentials, request=request)
        raise Refused(Finding("password_wrong", "password"))


def change(*, account: Account, current: str, password: str, again: str, by: Actor, at: datetime) -> None:
    """Choose another password knowing the current one; other sessions end. Raises Refused, WeakPassword."""
    if not account.check_password(current[:LONGEST]):
        raise Refused(Finding("password_wrong", "current"))
    require(check_new(account, password, again))
    _set(account, password, by, at)


def check_new(account: Account, password: str, again: str) -> list[Finding]:
    """``passwords_differ``; raises WeakPassword with what the validators of the settings say."""
    if password != again:
        return [Finding("passwords_differ", "again")]
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(error.messages) from error
    return []


def _set(account: Account, password: str, by: Actor, at: datetime) -> None:
    account.set_password(password)
    with transaction.atomic():
        account.save(update_fields=["password"])
        record(Event.PASSWORD_SET, by=by, at=at)
        ask_for(Letter.PASSWORD_CHANGED, account.pk)
    if _is_alone(account):
        AxesProxyHandler.reset_attempts(username=hidden(account.key))
