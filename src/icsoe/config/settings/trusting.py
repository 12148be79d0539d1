"""What an installation of the Institute stands on, looked at before anything answers.

A folder that does not match its manifest, a seal that does not open, or either of them minted for practice:
each stops the start, because found later it would already have let somebody in or sealed something.
"""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.core.exceptions import ImproperlyConfigured

from icsoe.config.settings.environment import secret_from_file
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.errors import EfirmaError
from icsoe.lib.efirma.practice.marks import is_of_practice


def require_authorities(folders: Iterable[Path]) -> None:
    """Raise ImproperlyConfigured unless every folder agrees with its manifest and holds true authorities."""
    for folder in folders:
        try:
            store = TrustStore.from_directory(folder, require_manifest=True)
        except (EfirmaError, OSError) as error:
            raise ImproperlyConfigured(f"ICSOE_TRUST_ANCHORS: {folder} cannot be trusted: {error}") from error
        if any(is_of_practice(der) for der in store.authorities):
            raise ImproperlyConfigured(f"ICSOE_TRUST_ANCHORS: {folder} holds a practice authority")


def require_seal_file(file: str, password_file: str) -> None:
    """Raise ImproperlyConfigured unless the PKCS#12 file opens with its password, and is no practice seal."""
    if not password_file:
        raise ImproperlyConfigured("ICSOE_SEAL_FILE needs ICSOE_SEAL_PASSWORD_FILE")
    password = secret_from_file(Path(password_file))
    try:
        _, certificate, _ = pkcs12.load_key_and_certificates(Path(file).read_bytes(), password.encode())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"ICSOE_SEAL_FILE: {file} does not open with its password") from error
    if certificate is None:
        raise ImproperlyConfigured(f"ICSOE_SEAL_FILE: {file} holds no certificate")
    if is_of_practice(certificate.public_bytes(Encoding.DER)):
        raise ImproperlyConfigured(f"ICSOE_SEAL_FILE: {file} is a practice seal")


def public_host(origin: str) -> str:
    """The name under which people come. Raises ImproperlyConfigured unless it is an https address."""
    parts = urlsplit(origin)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(f"ICSOE_ORIGIN must be an address as in https://icsoe.example: {origin!r}")
    return parts.hostname
