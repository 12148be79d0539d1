"""A small writer of DER, for names and bodies that `cryptography` declines to write (T61String, a given
producedAt).
"""

from datetime import UTC, datetime

from icsoe.lib.efirma.der import BIT_STRING, BOOLEAN, INTEGER, OCTET_STRING, OID, SEQUENCE, SET
from icsoe.lib.efirma.names import IA5_STRING, PRINTABLE_STRING, T61_STRING

NULL, ENUMERATED, UTC_TIME, GENERALIZED_TIME = 0x05, 0x0A, 0x17, 0x18
_PRINTABLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?")


def element(tag: int, content: bytes) -> bytes:
    """One tag-length-value with a definite, minimal length."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def sequence(*items: bytes) -> bytes:
    """A SEQUENCE of these elements."""
    return element(SEQUENCE, b"".join(items))


def set_of(*items: bytes) -> bytes:
    """A SET OF these elements, in the order DER asks for."""
    return element(SET, b"".join(sorted(items)))


def explicit(number: int, content: bytes) -> bytes:
    """A context tag around a whole element."""
    return element(0xA0 | number, content)


def integer(value: int) -> bytes:
    """A non-negative INTEGER."""
    return element(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER from its dotted text."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return element(OID, b"".join(_arc(arc) for arc in (first * 40 + second, *rest)))


def octets(content: bytes) -> bytes:
    """An OCTET STRING."""
    return element(OCTET_STRING, content)


def bits(content: bytes, *, unused: int = 0) -> bytes:
    """A BIT STRING whose last `unused` bits do not count."""
    return element(BIT_STRING, bytes((unused,)) + content)


def true() -> bytes:
    """The BOOLEAN true."""
    return element(BOOLEAN, b"\xff")


def null() -> bytes:
    """A NULL."""
    return element(NULL, b"")


def instant(value: datetime) -> bytes:
    """UTCTime until 2049, GeneralizedTime after (RFC 5280, 4.1.2.5); cut to the second."""
    moment = value.astimezone(UTC)
    if 1950 <= moment.year < 2050:
        return element(UTC_TIME, moment.strftime("%y%m%d%H%M%SZ").encode("ascii"))
    return generalized(moment)


def generalized(value: datetime) -> bytes:
    """GeneralizedTime in UTC, cut to the second."""
    return element(GENERALIZED_TIME, value.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode("ascii"))


def text(value: str) -> bytes:
    """Text as SAT writes it: PrintableString if it can be, IA5String with an @, else T61String in Latin-1."""
    if set(value) <= _PRINTABLE:
        return element(PRINTABLE_STRING, value.encode("ascii"))
    if "@" in value:
        return element(IA5_STRING, value.encode("ascii"))
    return element(T61_STRING, value.encode("latin-1"))


def name(*attributes: tuple[str, str]) -> bytes:
    """An RDNSequence with one attribute (dotted identifier, text) per RDN."""
    return sequence(*(set_of(sequence(oid(kind), text(value))) for kind, value in attributes))


def _arc(value: int) -> bytes:
    septets = [value & 0x7F]
    while value := value >> 7:
        septets.append(value & 0x7F | 0x80)
    return bytes(reversed(septets))
