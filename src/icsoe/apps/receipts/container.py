"""What a receipt comes in: the JSON itself, or the PDF that carries it. No Django here."""

import io
from dataclasses import dataclass

from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader

from icsoe.apps.receipts.twin import ATTACHMENT, KIND, MARK, SealedTwin, read_twin
from icsoe.lib.canonical.errors import CanonicalError

MAX_BYTES = 10 * 1024 * 1024
_MIB = 1024 * 1024
_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_ratio=200, max_output_size=32 * _MIB),
    document_budget=DocumentDecodeBudget(base_allowance=64 * _MIB, max_ratio=20),
)
_MAX_NAMES = 16


class NotAReceipt(Exception):  # noqa: N818 - a finding, said in the words of the verdict
    """The bytes hold no receipt that can be read; ``is_marked`` when they bear our marks all the same."""

    def __init__(self, reason: str, *, is_marked: bool) -> None:
        super().__init__(reason)
        self.is_marked = is_marked


@dataclass(frozen=True)
class Opened:
    """A receipt read out of its container; ``reader`` only for a PDF."""

    twin: SealedTwin
    reader: PdfFileReader | None


def open_receipt(data: bytes) -> Opened:
    """Tell a PDF from JSON by its content and read the receipt inside. Raises NotAReceipt."""
    if len(data) > MAX_BYTES:
        raise NotAReceipt("too large", is_marked=False)
    try:
        if data[:1] == b"{":
            return Opened(read_twin(data), None)
        return _open_pdf(data)
    except CanonicalError as error:
        raise NotAReceipt(str(error), is_marked=_is_marked(data)) from error


def _is_marked(data: bytes) -> bool:
    return KIND.encode() in data or MARK.encode() in data


def _open_pdf(data: bytes) -> Opened:
    """A PDF with exactly one attachment, the receipt."""
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=True, decode_limits=_LIMITS)
        if reader.encrypted:
            raise NotAReceipt("encrypted", is_marked=_is_marked(data))
        attached = _attachment(reader)
    except NotAReceipt:
        raise
    except Exception as error:  # hostile bytes: the parser's errors share no base, RecursionError among them
        raise NotAReceipt("unreadable PDF", is_marked=_is_marked(data)) from error
    if attached is None:
        raise NotAReceipt("a PDF without our attachment", is_marked=_is_marked(data))
    return Opened(read_twin(attached), reader)


def _attachment(reader: PdfFileReader) -> bytes | None:
    names = reader.root.get("/Names")
    files = names.get("/EmbeddedFiles") if isinstance(names, DictionaryObject) else None
    listed = files.get("/Names", []) if isinstance(files, DictionaryObject) else []
    if not 0 < len(listed) <= _MAX_NAMES:
        return None
    members = [listed[index] for index in range(len(listed))]
    found = dict(zip(members[::2], members[1::2], strict=True)).get(ATTACHMENT)
    if found is None:
        return None
    content: bytes = found["/EF"]["/F"].data
    return content
