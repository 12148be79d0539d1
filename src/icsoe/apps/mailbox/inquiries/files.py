"""The file that comes with a planteamiento: a PDF that only shows pages, or a picture of the screen."""

from dataclasses import dataclass

from icsoe.lib.papers.errors import PaperError
from icsoe.lib.papers.inspection import inspect_pdf
from icsoe.lib.sheets.write import safe_file_name

MAX_BYTES = 5 * 1024 * 1024
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
_PICTURES = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_ENDINGS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}


@dataclass(frozen=True)
class Attachment:
    """A file as it arrived."""

    name: str
    content: bytes


def kind_of(content: bytes) -> tuple[str, str | None]:
    """The kind of a file by what it holds, and the code it is refused with, or None.

    Pictures are not looked into: officers only ever get them as a download, never shown by the portal.
    """
    for mark, kind in _PICTURES.items():
        if content.startswith(mark):
            return kind, "pdf_too_large" if len(content) > MAX_BYTES else None
    try:
        inspect_pdf(content)
    except PaperError as error:
        return PDF, error.code
    return PDF, None


def kept_name(file: Attachment, kind: str) -> str:
    """A harmless name that ends as the content says."""
    stem = safe_file_name(file.name).rsplit(".", 1)[0]
    return f"{stem[:80] or 'archivo'}{_ENDINGS[kind]}"
