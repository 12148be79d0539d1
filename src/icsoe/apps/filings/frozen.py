"""Canonical bytes, kept once under their own hash."""

from icsoe.apps.audit.statement import Statement
from icsoe.apps.filings.models import FrozenBytes
from icsoe.lib.canonical.digest import sha256_hex

#: As they are: megabytes of a list would be sent as twice as many hexadecimal digits.
_KEEP = Statement.of("icsoe.apps.filings", "keep_bytes")


def keep_bytes(content: bytes) -> str:
    """Keep the bytes and return their SHA-256; bytes already kept are not written again."""
    sha256 = sha256_hex(content)
    _KEEP.run(sha256=sha256, content=content, size=len(content))
    return sha256


def kept_bytes(sha256: str) -> bytes:
    """The bytes of that hash. Raises FrozenBytes.DoesNotExist."""
    return bytes(FrozenBytes.objects.get(sha256=sha256).content)
