"""A clerk's second factor: codes of a telephone, passkeys, and codes for the day neither is at hand.

The secrets, codes and WebAuthn ceremonies are django-allauth's; its pages are not used, because they are
steps of its own login by user name or e-mail, and a clerk enters with a CURP.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from icsoe.apps.access.letters import Letter, ask_for
from icsoe.apps.access.mfa_adapter import Adapter
from icsoe.apps.access.models import Account
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.texts import tidy

TOTP_KIND, PASSKEY_KIND = "totp", "webauthn"
# A code is taken in its half minute, the one before and the one after: who saw it typed cannot use it again.
CODE_LIVES = timedelta(seconds=90)
KEY_NAME_LENGTH = 60


@dataclass(frozen=True)
class Factor:
    """One second factor of an account, as its owner sees it."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class TotpOffer:
    """A secret not yet kept, and how a telephone takes it: by image or by hand."""

    secret: str
    svg: str


def factors(account: Account) -> list[Factor]:
    """The account's telephone and passkeys, in the order they were added."""
    return [
        Factor(
            one.pk,
            one.type,
            str(one.data.get("name", "")) if one.type == PASSKEY_KIND else "",
            one.created_at,
            one.last_used_at,
        )
        for one in Authenticator.objects.filter(user=account, type__in=(TOTP_KIND, PASSKEY_KIND)).order_by(
            "pk"
        )
    ]


def needs_second_factor(account: Account) -> bool:
    """Whether entering asks for more than the password."""
    return bool(factors(account))


def offer_totp(account: Account, secret: str = "") -> TotpOffer:
    """A secret for the account's telephone, the one given or another."""
    adapter, secret = Adapter(), secret or generate_totp_secret()
    image = segno.make(adapter.build_totp_url(account, secret), micro=False)
    return TotpOffer(secret, image.svg_inline(scale=4, dark="#000", light="#fff", omitsize=False))


def add_totp(*, account: Account, secret: str, code: str, by: Actor, at: datetime) -> list[str]:
    """Keep the telephone once it gives a right code; returns the recovery codes. Raises Refused."""
    if not secret or not validate_totp_code(secret, code.strip()):
        raise Refused(Finding("second_factor_wrong", "code"))
    with transaction.atomic():
        Authenticator.objects.filter(user=account, type=TOTP_KIND).delete()
        TOTP.activate(account, secret)
        record(Event.SECOND_FACTOR_ADDED, by=by, at=at, kind=TOTP_KIND)
        ask_for(Letter.FACTOR_ADDED, account.pk)
        return _recovery_codes(account)


def begin_passkey(account: Account) -> dict[str, Any]:
    """What the browser needs to make a passkey for the account."""
    return dict(webauthn.begin_registration(account, passwordless=False))


def add_passkey(
    *, account: Account, name: str, credential: dict[str, Any], by: Actor, at: datetime
) -> list[str]:
    """Keep a passkey the browser made; returns the recovery codes. Raises Refused."""
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise Refused(Finding("second_factor_wrong", "code")) from error
    with transaction.atomic():
        webauthn.WebAuthn.add(account, tidy(name)[:KEY_NAME_LENGTH] or "Llave de acceso", credential)
        record(Event.SECOND_FACTOR_ADDED, by=by, at=at, kind=PASSKEY_KIND)
        ask_for(Letter.FACTOR_ADDED, account.pk)
        return _recovery_codes(account)


def begin_proof(account: Account) -> dict[str, Any]:
    """What the browser needs to use one of the account's passkeys."""
    return dict(webauthn.begin_authentication(account))


def prove_passkey(*, account: Account, credential: dict[str, Any], at: datetime) -> None:
    """Check what a passkey signed. Raises Refused."""
    try:
        webauthn.parse_authentication_response(credential)
        used = webauthn.complete_authentication(account, credential)
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise Refused(Finding("second_factor_wrong", "code")) from error
    Authenticator.objects.filter(pk=used.pk).update(last_used_at=at)


def prove_code(*, account: Account, code: str, at: datetime) -> None:
    """Check a code of the telephone or a recovery code; each holds once. Raises Refused."""
    with transaction.atomic():
        codes = Authenticator.objects.filter(user=account).exclude(type=PASSKEY_KIND).order_by("pk")
        for one in codes.select_for_update():
            spent = one.type == TOTP_KIND and one.last_used_at and at < one.last_used_at + CODE_LIVES
            if not spent and one.wrap().validate_code(code.strip()):
                Authenticator.objects.filter(pk=one.pk).update(last_used_at=at)
                return
    raise Refused(Finding("second_factor_wrong", "code"))


def remove(*, account: Account, factor_id: int, by: Actor, at: datetime) -> None:
    """Take a factor away; with the last one go the recovery codes. Raises Authenticator.DoesNotExist."""
    with transaction.atomic():
        # One at a time: of two that remove the last two at once, one finds that it removed the last.
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        one = Authenticator.objects.get(pk=factor_id, user=account, type__in=(TOTP_KIND, PASSKEY_KIND))
        one.delete()
        if not factors(account):
            Authenticator.objects.filter(user=account).delete()
        record(Event.SECOND_FACTOR_REMOVED, by=by, at=at, kind=str(one.type))
        ask_for(Letter.FACTOR_REMOVED, account.pk)


def _recovery_codes(account: Account) -> list[str]:
    return list(RecoveryCodes.activate(account).get_unused_codes())
