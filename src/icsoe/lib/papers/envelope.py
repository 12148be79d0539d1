"""What the bytes say before anything is parsed: a PDF from its first byte to its last, and nothing else."""

import io
import re
import zipfile

# ISO 32000: the version; the largest in use is 2.0.
_HEADER = re.compile(rb"%PDF-[12]\.[0-9][\s%]")
_MARK = b"%PDF-"
_WEB_PAGE = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe)", re.IGNORECASE)
_BLANK = b"\x00\t\n\x0c\r "
# After an end-of-file mark there is nothing, or one more revision: objects and then their table.
_REVISION = re.compile(
    rb"[\x00\t\n\x0c\r ]*(?:[0-9]{1,10}[\x00\t\n\x0c\r ]+[0-9]{1,5}[\x00\t\n\x0c\r ]+obj|xref)"
)
_END = b"%%EOF"
_SNIFFED = 1024  # how far browsers and readers look for the kind of a file


def fault(data: bytes) -> str | None:
    """`pdf_not_pdf`, `pdf_malformed` (it has no end), `pdf_polyglot`, or None when the envelope is sound."""
    if not _HEADER.match(data):
        return "pdf_polyglot" if _MARK in data[:_SNIFFED] and not data.startswith(_MARK) else "pdf_not_pdf"
    if _END not in data:
        return "pdf_malformed"
    foreign = (
        _WEB_PAGE.search(data, 0, _SNIFFED)
        or _foreign_after_an_end(data)
        or zipfile.is_zipfile(io.BytesIO(data))
    )
    return "pdf_polyglot" if foreign else None


def _foreign_after_an_end(data: bytes) -> bool:
    end = data.find(_END)
    while end >= 0:
        end += len(_END)
        following = data.find(_END, end)
        if following < 0:
            return bool(data[end:].strip(_BLANK))
        if not _REVISION.match(data, end):
            return True
        end = following
    return False
