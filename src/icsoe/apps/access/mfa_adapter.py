"""How django-allauth's second factors are named and kept here."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from icsoe.apps.access.models import Account

ISSUER = "ICSOE"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # django-allauth has no types
    """Secrets are encrypted with a key made of the installation's; no CURP leaves for a telephone."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return ISSUER

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user)

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, object]:
        account = user if isinstance(user, Account) else None
        name = account.name if account else str(user)
        return {"id": str(user.pk).encode(), "display_name": name, "name": name}


def _cipher() -> Fernet:
    key = hashlib.sha256(b"icsoe second factor|" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
