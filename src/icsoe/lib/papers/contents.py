"""What a PDF holds, object by object: those its table lists, and those it keeps quiet about."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject, read_object

from icsoe.lib.papers import limits
from icsoe.lib.papers.dangers import danger_in, danger_in_bytes, resolved
from icsoe.lib.papers.errors import refusal
from icsoe.lib.papers.weight import Scales, count_pages

_OBJECT = re.compile(rb"(?<![0-9])[0-9]{1,10}[\x00\t\n\x0c\r ]+[0-9]{1,5}[\x00\t\n\x0c\r ]+obj")
_FREE = 65535  # the generation of what the table gives up


def examine(data: bytes) -> None:
    """Look into every object of the file without decoding what its pages draw.

    Raises PaperError; whatever pypdf raises on bytes it cannot follow is for the caller to call malformed.
    """
    require(danger_in_bytes(data))
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise refusal("pdf_encrypted")
    scales, seen = Scales(), 0
    require(danger_in(reader.trailer))
    for found in _every_object(reader, data):
        seen += _judge(found, scales)
        if seen > limits.MAX_OBJECTS:
            raise refusal("pdf_too_complex")
    count_pages(reader.root_object)


def require(code: str | None) -> None:
    """PaperError of `code` when there is one."""
    if code is not None:
        raise refusal(code)


def _every_object(reader: PdfReader, data: bytes) -> Iterator[PdfObject | None]:
    """Listed objects through the reader; then, by their written form, those no table lists."""
    listed = {
        at for generation, entries in reader.xref.items() if generation != _FREE for at in entries.values()
    }
    numbers = [(number, generation) for generation, entries in reader.xref.items() for number in entries]
    for number, generation in [*numbers, *((number, 0) for number in reader.xref_objStm)]:
        if generation != _FREE:
            yield reader.get_object(IndirectObject(number, generation, reader))
    for found in _OBJECT.finditer(data):
        if found.start() not in listed:
            yield _unlisted(reader, found.end())


def _unlisted(reader: PdfReader, at: int) -> PdfObject | None:
    """The object that begins at `at`; None where the bytes only looked like one."""
    stream = reader.stream
    stream.seek(at)
    try:
        while (char := stream.read(1)) and char in b"\x00\t\n\x0c\r ":
            pass
        stream.seek(-1, 1)
        return read_object(stream, reader)
    except (PyPdfError, ValueError, AssertionError, OSError):
        return None


def _judge(found: PdfObject | None, scales: Scales) -> int:
    """Judge an object and all it holds directly; how many were looked at."""
    waiting: list[tuple[Any, int]] = [(found, 0)]
    seen = 0
    while waiting:
        thing, depth = waiting.pop()
        seen += 1
        if depth > limits.MAX_DEPTH:
            raise refusal("pdf_too_complex")
        if isinstance(thing, DictionaryObject):
            _judge_dictionary(thing, scales)
            waiting += [(value, depth + 1) for value in thing.values() if _holds_more(value)]
        elif isinstance(thing, ArrayObject):
            waiting += [(value, depth + 1) for value in thing if _holds_more(value)]
    return seen


def _holds_more(value: Any) -> bool:
    return isinstance(value, (DictionaryObject, ArrayObject))


def _judge_dictionary(dictionary: DictionaryObject, scales: Scales) -> None:
    require(danger_in(dictionary))
    if isinstance(dictionary, StreamObject):
        scales.weigh(dictionary)
        if resolved(dictionary.get("/Type")) == "/ObjStm":
            require(danger_in_bytes(dictionary.get_data()))
