"""A short, strict reader of DER (X.690 section 8 and 10), enough to walk a certificate.

It exists because SAT writes names with Ñ or & as T61String holding Latin-1 bytes, which `cryptography`
refuses to read. It never recurses, never allocates beyond its input, and raises only
`EfirmaError(MALFORMED)`.
"""

from dataclasses import dataclass

from icsoe.lib.efirma.errors import Code, EfirmaError

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OID = 0x01, 0x02, 0x03, 0x04, 0x06
SEQUENCE, SET = 0x30, 0x31
_HIGH_TAG_NUMBER = 0x1F


@dataclass(frozen=True, slots=True)
class Element:
    """One tag-length-value: `content` is the value alone, `encoded` the whole of it."""

    tag: int
    content: bytes
    encoded: bytes


def read_one(data: bytes, *, tag: int = SEQUENCE) -> Element:
    """The only element in `data`, which must have this tag and leave nothing behind it."""
    element = _element_at(data, 0)
    if element.tag != tag or len(element.encoded) != len(data):
        raise malformed("unexpected element")
    return element


def read_all(data: bytes) -> tuple[Element, ...]:
    """Every element in `data`, one after the other, without going into any of them."""
    elements, offset = [], 0
    while offset < len(data):
        element = _element_at(data, offset)
        elements.append(element)
        offset += len(element.encoded)
    return tuple(elements)


def read_oid(content: bytes) -> str:
    """The dotted text of an object identifier's content."""
    if not content or content[-1] & 0x80:
        raise malformed("object identifier")
    arcs, value = [], 0
    for position, byte in enumerate(content):
        starts_arc = position == 0 or not content[position - 1] & 0x80
        if (starts_arc and byte == 0x80) or value >> 56:
            raise malformed("object identifier")
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(str(arc) for arc in (first, arcs[0] - 40 * first, *arcs[1:]))


def malformed(where: str) -> EfirmaError:
    """The one error of this reader; `where` is for the operator, not for the person."""
    return EfirmaError(Code.MALFORMED, where=where)


def _element_at(data: bytes, offset: int) -> Element:
    if offset + 2 > len(data):
        raise malformed("truncated")
    tag = data[offset]
    if tag & _HIGH_TAG_NUMBER == _HIGH_TAG_NUMBER:
        raise malformed("tag number")
    length, start = _length_at(data, offset + 1)
    end = start + length
    if end > len(data):
        raise malformed("truncated")
    return Element(tag, data[start:end], data[offset:end])


def _length_at(data: bytes, offset: int) -> tuple[int, int]:
    """The length written at `offset` and where the value begins; only definite and minimal lengths."""
    first = data[offset]
    if first < 0x80:
        return first, offset + 1
    size = first & 0x7F
    octets = data[offset + 1 : offset + 1 + size]
    if not 1 <= size <= 4 or len(octets) != size:
        raise malformed("length")
    length = int.from_bytes(octets, "big")
    if length < 0x80 or octets[0] == 0:
        raise malformed("length")
    return length, offset + 1 + size
