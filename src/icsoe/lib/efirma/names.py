"""Distinguished names as SAT writes them: one attribute per RDN, T61String meaning Latin-1."""

import unicodedata
from dataclasses import dataclass

from icsoe.lib.efirma.der import OID, SEQUENCE, SET, malformed, read_all, read_oid, read_one

COMMON_NAME = "2.5.4.3"
SERIAL_NUMBER = "2.5.4.5"
COUNTRY = "2.5.4.6"
LOCALITY = "2.5.4.7"
STATE = "2.5.4.8"
STREET = "2.5.4.9"
ORGANISATION = "2.5.4.10"
ORGANISATIONAL_UNIT = "2.5.4.11"
POSTAL_CODE = "2.5.4.17"
NAME = "2.5.4.41"
UNIQUE_IDENTIFIER = "2.5.4.45"
EMAIL = "1.2.840.113549.1.9.1"
UNSTRUCTURED_NAME = "1.2.840.113549.1.9.2"

UTF8_STRING, NUMERIC_STRING, PRINTABLE_STRING, T61_STRING = 0x0C, 0x12, 0x13, 0x14
IA5_STRING, VISIBLE_STRING, BMP_STRING = 0x16, 0x1A, 0x1E

# T.61 proper is a different alphabet; every known writer of these certificates puts Latin-1 bytes in it.
_ENCODINGS = {
    UTF8_STRING: "utf-8",
    NUMERIC_STRING: "ascii",
    PRINTABLE_STRING: "ascii",
    T61_STRING: "latin-1",
    IA5_STRING: "ascii",
    VISIBLE_STRING: "ascii",
    BMP_STRING: "utf-16-be",
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a name: dotted object identifier and NFC text."""

    oid: str
    text: str


def read_name(encoded: bytes) -> tuple[Attribute, ...]:
    """The attributes of an RDNSequence in DER, in their order; EfirmaError(MALFORMED) when it is anything
    else.
    """
    attributes: list[Attribute] = []
    for relative in read_all(read_one(encoded).content):
        if relative.tag != SET or not relative.content:
            raise malformed("relative name")
        attributes.extend(_attribute(pair.encoded) for pair in read_all(relative.content))
    return tuple(attributes)


def single_value(attributes: tuple[Attribute, ...], oid: str) -> str | None:
    """The text of the attribute, None when absent. Two of the same kind would be ambiguous: MALFORMED."""
    values = [attribute.text for attribute in attributes if attribute.oid == oid]
    if len(values) > 1:
        raise malformed(f"repeated {oid}")
    return values[0] if values else None


def visible(text: str) -> str:
    """The text as it may be shown: no control, invisible or bidirectional marks, blanks joined."""
    return " ".join("".join(" " if unicodedata.category(mark)[0] == "C" else mark for mark in text).split())


def _attribute(encoded: bytes) -> Attribute:
    parts = read_all(read_one(encoded, tag=SEQUENCE).content)
    if len(parts) != 2 or parts[0].tag != OID:
        raise malformed("attribute")
    encoding = _ENCODINGS.get(parts[1].tag)
    if encoding is None:
        raise malformed("kind of text")
    try:
        text = parts[1].content.decode(encoding)
    except UnicodeDecodeError as error:
        raise malformed("text") from error
    return Attribute(read_oid(parts[0].content), unicodedata.normalize("NFC", text))
