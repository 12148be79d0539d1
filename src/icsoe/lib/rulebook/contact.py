"""Rules of how a party is reached: e-mail, telephones and addresses (Lineamientos, I and II)."""

import re

from icsoe.lib.rulebook.rules import Finding

# Enough to catch a slip; whether it exists is known when the first notice is sent.
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>()]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_PHONE_DIGITS = 10
_NATIONAL_PREFIX = "52"


def normalise_phone(text: str) -> str:
    """The digits of a telephone, without the country's prefix, blanks, dots or hyphens."""
    digits = re.sub(r"[\s().+\-]", "", text)
    if len(digits) == _PHONE_DIGITS + 2 and digits.startswith(_NATIONAL_PREFIX):
        return digits[2:]
    return digits


def check_email(text: str, *, column: str = "email", required: bool = False) -> list[Finding]:
    """``email_required`` or ``email_format``."""
    if not text:
        return [Finding("email_required", column)] if required else []
    return [] if _EMAIL.fullmatch(text) and len(text) <= 254 else [Finding("email_format", column, text)]


def check_phone(text: str, *, column: str) -> list[Finding]:
    """``phone_format``: ten digits; empty is allowed."""
    digits = normalise_phone(text)
    if not digits or re.fullmatch(r"[0-9]{10}", digits):
        return []
    return [Finding("phone_format", column, text)]


def check_address(address: dict[str, str], *, prefix: str = "") -> list[Finding]:
    """What an address lacks: it is given whole or not at all.

    Keys: ``postal_code``, ``colonia``, ``street``, ``outside_number``, ``municipality``, ``state`` (needed);
    ``inside_number``, ``between_streets`` (not). Columns of the findings carry ``prefix``.
    """
    if not any(address.values()):
        return []
    needed = ("postal_code", "colonia", "street", "outside_number", "municipality", "state")
    findings = [
        Finding("address_incomplete", prefix + name) for name in needed if not address.get(name, "").strip()
    ]
    code = address.get("postal_code", "").strip()
    if code and not _POSTAL_CODE.fullmatch(code):
        findings.append(Finding("postal_code_format", prefix + "postal_code", value=code))
    return findings
