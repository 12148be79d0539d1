"""PDFs written by hand, so that each carries exactly the one thing its test is about."""

import zlib
from collections.abc import Mapping

PAGES = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
}


def pdf(objects: Mapping[int, bytes] | None = None, *, trailer: bytes = b"") -> bytes:
    """A whole file with one page, the `objects` put over it, and a table that is right."""
    every = PAGES | dict(objects or {})
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = {}
    for number, content in sorted(every.items()):
        places[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    end = b"xref\n0 1\n0000000000 65535 f \n%btrailer\n<</Root 1 0 R/Size %d%b>>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % (table, max(every) + 1, trailer, len(body))


def catalog(extra: bytes) -> bytes:
    """A file whose catalogue says something more."""
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R" + extra + b">>"})


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), entries, content)


def object_stream(number: int, content: bytes) -> bytes:
    """A compressed stream that holds the object `number`."""
    index = b"%d 0 " % number
    packed = zlib.compress(index + content)
    return stream(packed, b"/Type/ObjStm/N 1/First %d/Filter/FlateDecode" % len(index))


def deflated_zeros(megabytes: int) -> bytes:
    """A zlib stream that unfolds to so many megabytes, made of one block said again and again."""
    press = zlib.compressobj(9)
    head = press.compress(b"\0" * 1024) + press.flush(zlib.Z_FULL_FLUSH)
    block = press.compress(b"\0" * 1024 * 1024) + press.flush(zlib.Z_FULL_FLUSH)
    return head + block * megabytes
