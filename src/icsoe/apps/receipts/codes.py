"""The verification code of a receipt: chance, never a function of the folio."""

import hmac
import secrets

# Crockford's base32: no I, L, O or U, so that a code read aloud or from paper has one spelling.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_SIZE = 3, 4
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def new_code() -> str:
    """Sixty bits of chance, as ``XXXX-XXXX-XXXX``."""
    # 256 is a whole number of alphabets, so that every character is as likely as any other.
    drawn = "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(GROUPS * GROUP_SIZE))
    return "-".join(drawn[place : place + GROUP_SIZE] for place in range(0, len(drawn), GROUP_SIZE))


def same_code(given: str, kept: str) -> bool:
    """Whether a person typed the kept code: constant time; case, blanks and lookalikes are forgiven."""
    return hmac.compare_digest(_plain(given).encode(), _plain(kept).encode())


def _plain(code: str) -> str:
    return code.upper().translate(_READ_AS)
