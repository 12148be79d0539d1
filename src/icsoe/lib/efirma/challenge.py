"""The text a person signs to enter, valid two minutes for one host and one session.

`||ICSOE-ACCESO|1.0|<host>|<nonce>|<expires>|<certificate number>||` in UTF-8, where the nonce is 128 bits in
lower case hex and the expiry is UTC to the second (2026-05-01T12:00:00Z). The page builds the same text from
the fields it shows, so that it never signs a blob the server hands over.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icsoe.lib.efirma.errors import Code, EfirmaError

ENTRY_PREFIX = "||ICSOE-ACCESO|1.0|"
LIFETIME = timedelta(minutes=2)
NONCE_BYTES = 16
MAX_TEXT_CHARACTERS = 1024
_FIELD = r"([^|]*)"
_ENTRY = re.compile(rf"\|\|ICSOE-ACCESO\|1\.0\|{_FIELD}\|{_FIELD}\|{_FIELD}\|{_FIELD}\|\|")


def escape(value: str) -> str:
    """A value as it stands between bars in a signed text: `%` becomes `%25`, then `|` becomes `%7C`, nothing
    else.
    """
    return value.replace("%", "%25").replace("|", "%7C")


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the server handed a session so that it may enter: kept by the server, used once."""

    host: str
    nonce: bytes
    expires: datetime

    def __post_init__(self) -> None:
        if len(self.nonce) != NONCE_BYTES or self.expires.tzinfo is None:
            raise ValueError("a challenge takes 16 random bytes and an aware instant")

    @classmethod
    def issue(cls, *, host: str, nonce: bytes, at: datetime) -> "Challenge":
        """A challenge for `host` that expires two minutes after `at`, cut to the second; `nonce` is 16 random
        bytes.
        """
        return cls(host=host, nonce=nonce, expires=(at + LIFETIME).astimezone(UTC).replace(microsecond=0))


def entry_text(*, host: str, nonce: bytes, expires: datetime, certificate_number: str) -> str:
    """The exact text to sign; its UTF-8 bytes are what the signature covers."""
    fields = (escape(host), nonce.hex(), _instant(expires), escape(certificate_number))
    return f"{ENTRY_PREFIX}{'|'.join(fields)}||"


def check_entry_text(
    text: str, challenge: Challenge, *, certificate_number: str, host: str, at: datetime
) -> None:
    """Return when `text` is the one this challenge asks of this certificate, here (`host`) and now (`at`).

    Raises EfirmaError: CHALLENGE_MALFORMED, CHALLENGE_OTHER_HOST, CHALLENGE_OTHER_SESSION (nonce or expiry of
    another challenge), CHALLENGE_OTHER_CERTIFICATE, CHALLENGE_EXPIRED. Single use is the caller's to keep.
    """
    fields = _ENTRY.fullmatch(text) if len(text) <= MAX_TEXT_CHARACTERS else None
    if fields is None:
        raise EfirmaError(Code.CHALLENGE_MALFORMED)
    signed_host, nonce, expires, number = fields.groups()
    if challenge.host != host or signed_host != escape(host):
        raise EfirmaError(Code.CHALLENGE_OTHER_HOST)
    if (nonce, expires) != (challenge.nonce.hex(), _instant(challenge.expires)):
        raise EfirmaError(Code.CHALLENGE_OTHER_SESSION)
    if number != escape(certificate_number):
        raise EfirmaError(Code.CHALLENGE_OTHER_CERTIFICATE)
    if at >= challenge.expires:
        raise EfirmaError(Code.CHALLENGE_EXPIRED, expires=challenge.expires)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
