"""Canonical bytes, kept once under their own hash."""

from icsoe.apps.filings.models import FrozenBytes
from icsoe.lib.canonical.digest import sha256_hex


def keep_bytes(content: bytes) -> str:
    """Keep the bytes and return their SHA-256; bytes already kept are not written again."""
    sha256 = sha256_hex(content)
    FrozenBytes.objects.bulk_create(
        [FrozenBytes(sha256=sha256, content=content, size=len(content))], ignore_conflicts=True
    )
    return sha256


def kept_bytes(sha256: str) -> bytes:
    """The bytes of that hash. Raises FrozenBytes.DoesNotExist."""
    return bytes(FrozenBytes.objects.get(sha256=sha256).content)
