"""Where an HSM keeps the seal: the setting ``SEAL_PKCS11`` read strictly."""

import json
from dataclasses import dataclass, fields
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Pkcs11Place:
    """The PKCS#11 module's path, the labels of token and key, and the file that holds the PIN."""

    module: str
    token: str
    key: str
    pin_file: str

    @classmethod
    def parse(cls, text: str) -> "Pkcs11Place":
        """Read ``{"module": ..., "token": ..., "key": ..., "pin_file": ...}``; ImproperlyConfigured else."""
        try:
            members = json.loads(text)
        except ValueError as error:
            raise ImproperlyConfigured("ICSOE_SEAL_PKCS11 is not JSON") from error
        names = [field.name for field in fields(cls)]
        if not isinstance(members, dict) or sorted(members) != sorted(names):
            raise ImproperlyConfigured(f"ICSOE_SEAL_PKCS11 takes exactly {', '.join(names)}")
        return cls(**{name: str(members[name]) for name in names})

    def pin(self) -> str:
        """The PIN, read when the session opens and kept nowhere."""
        return Path(self.pin_file).read_text(encoding="utf-8").strip()
