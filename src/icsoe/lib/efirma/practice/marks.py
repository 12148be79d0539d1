"""By what a certificate minted for practice is told from one that counts."""

EMAIL = "practica@example.invalid"
SEAL_AUTHORITY = "Autoridad de sellos de practica"
_MARKS = tuple(mark.encode("ascii") for mark in (EMAIL, SEAL_AUTHORITY))


def is_of_practice(der: bytes) -> bool:
    """Whether a certificate (DER) is of the practice authorities, or of the practice seal."""
    return any(mark in der for mark in _MARKS)
