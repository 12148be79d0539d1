"""The strict reader: what is not DER is refused, and what our writer writes comes back."""

from contextlib import suppress

import pytest
from cryptography.x509 import ObjectIdentifier
from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.efirma.der import INTEGER, OCTET_STRING, SEQUENCE, read_all, read_oid, read_one
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.names import COMMON_NAME, NAME, Attribute, read_name, single_value, visible
from icsoe.lib.efirma.practice import encode


@pytest.mark.parametrize(
    "data",
    [
        b"\x30",  # no length
        b"\x30\x80\x00\x00",  # indefinite length
        b"\x30\x81\x01\x00",  # length not minimal
        b"\x30\x82\x00\x80" + bytes(128),  # leading zero in the length
        b"\x30\x85\x01\x00\x00\x00\x00",  # length of five octets
        b"\x30\x84\xff\xff\xff\xff",  # says four gigabytes
        b"\x30\x02\x00",  # truncated
        b"\x3f\x1f\x00",  # tag of several octets
        b"\x30\x00\x00",  # something after it
        b"\x02\x00",  # another tag
    ],
)
def test_what_is_not_strict_der_is_refused(data: bytes) -> None:
    with pytest.raises(EfirmaError) as refused:
        read_one(data)
    assert refused.value.code is Code.MALFORMED


@given(st.lists(st.tuples(st.integers(0, 30), st.binary(max_size=300)), max_size=5))
def test_what_is_written_is_read(items: list[tuple[int, bytes]]) -> None:
    written = encode.sequence(*(encode.element(tag, content) for tag, content in items))
    inside = read_all(read_one(written).content)
    assert [(element.tag, element.content) for element in inside] == items


@given(st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 2**40), min_size=1, max_size=6))
def test_an_object_identifier_comes_back(first: int, second: int, rest: list[int]) -> None:
    dotted = ".".join(str(arc) for arc in (first, second, *rest))
    content = read_one(encode.oid(dotted), tag=6).content
    assert read_oid(content) == dotted == ObjectIdentifier(dotted).dotted_string


@pytest.mark.parametrize("content", [b"", b"\x80\x01", b"\x2a\x86", b"\x2a" + b"\xff" * 40 + b"\x01"])
def test_a_bad_object_identifier_is_refused(content: bytes) -> None:
    with pytest.raises(EfirmaError):
        read_oid(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_one, read_all, read_oid, read_name):
        with suppress(EfirmaError):
            read(data)


@pytest.mark.parametrize(
    ("tag", "content"),
    [
        (0x0C, "Ñ".encode()),
        (0x14, b"\xd1"),
        (0x1E, b"\x00\xd1"),
        (0x0C, "N\u0303".encode()),  # decomposed: composed when read
    ],
)
def test_every_kind_of_text_gives_the_same_enie(tag: int, content: bytes) -> None:
    assert read_name(_name(tag, content)) == (Attribute(NAME, "Ñ"),)


@pytest.mark.parametrize(
    ("tag", "content"),
    [
        (0x0C, b"\xd1"),
        (0x13, b"\xd1"),
        (0x16, b"\xd1"),
        (0x1E, b"\x00"),
        (0x1E, b"\xd8\x00"),
        (0x03, b"\x00A"),
    ],
)
def test_text_that_is_not_what_it_says_is_refused(tag: int, content: bytes) -> None:
    with pytest.raises(EfirmaError):
        read_name(_name(tag, content))


def test_a_repeated_attribute_is_ambiguous() -> None:
    name = read_name(encode.name((NAME, "UNO"), (NAME, "OTRO"), (COMMON_NAME, "UNO")))
    assert single_value(name, COMMON_NAME) == "UNO"
    with pytest.raises(EfirmaError):
        single_value(name, NAME)


def test_invisible_marks_are_not_shown() -> None:
    assert visible(" FIRMA\u202e\u200b  SEGURA\n") == "FIRMA SEGURA"


def test_an_integer_never_reads_as_negative() -> None:
    assert encode.integer(0) == bytes((INTEGER, 1, 0))
    assert encode.integer(0x80) == bytes((INTEGER, 2, 0, 0x80))
    assert encode.octets(bytes(128))[:3] == bytes((OCTET_STRING, 0x81, 128))


def _name(tag: int, content: bytes) -> bytes:
    pair = encode.sequence(encode.oid(NAME), encode.element(tag, content))
    return encode.element(SEQUENCE, encode.set_of(pair))
