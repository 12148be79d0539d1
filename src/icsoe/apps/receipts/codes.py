"""The verification code of a receipt: chance, never a function of the folio."""

import hmac
import secrets

# Crockford's base32: no I, L, O or U, so that a code read aloud or from paper has one spelling.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_SIZE = 3, 4
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def new_code() -> str:
    """Sixty bits of chance, as ``XXXX-XXXX-XXXX``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_SIZE)) for _ in range(GROUPS))


def same_code(given: str, kept: str) -> bool:
    """Whether a person typed the kept code: constant time; case, blanks and lookalikes are forgiven."""
    return hmac.compare_digest(_plain(given).encode(), _plain(kept).encode())


def _plain(code: str) -> str:
    return code.upper().translate(_READ_AS)
