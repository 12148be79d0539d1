"""The printed receipt: set by Typst as PDF/A-3a and PDF/UA-1, with the JSON receipt attached, then sealed."""

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path

import segno
import typst

from icsoe.apps.receipts.container import open_receipt
from icsoe.apps.receipts.pdf_check import check_pdf_seal
from icsoe.apps.receipts.pdf_seal import SealedPdf, TimestampAuthority, profile_of, seal_pdf
from icsoe.apps.receipts.sealers import Sealer
from icsoe.apps.receipts.sheet import sheet, verification_address
from icsoe.apps.receipts.twin import SealedTwin, twin_bytes

TEMPLATE = Path(__file__).parent / "templates" / "receipt.typ"
STANDARDS: list["typst.PDFStandard"] = ["a-3a", "ua-1"]
# A compiler keeps the fonts and the parsed template; it is no use to two threads at once.
_LOCK = threading.Lock()


def make_pdf(
    twin: SealedTwin,
    *,
    sealer: Sealer,
    origin: str,
    at: datetime,
    authority: TimestampAuthority | None = None,
) -> SealedPdf:
    """The PDF of a receipt, sealed at ``at``. ``origin`` is the site's address, for the QR.

    Raises SealError, what the time-stamping client raises, and PdfSealBroken when its token does not hold.
    """
    pdf = typeset(twin, origin=origin, profile=profile_of(authority))
    made = seal_pdf(pdf, sealer=sealer, folio=twin.folio, at=at, authority=authority)
    if authority is not None:
        _require_sound(made, twin)
    return made


def _require_sound(made: SealedPdf, twin: SealedTwin) -> None:
    """A third party had a hand in it: what would not verify is not kept. Raises PdfSealBroken."""
    reader = open_receipt(made.content).reader
    if reader is None:
        raise TypeError("a PDF was sealed and something else came out")
    check_pdf_seal(made.content, reader, certificate=twin.seal.certificate, chain=twin.seal.chain)


def typeset(twin: SealedTwin, *, origin: str, profile: str) -> bytes:
    """The PDF before its seal: the same receipt always gives the same bytes."""
    inputs = {
        "sheet": json.dumps(sheet(twin, origin=origin, profile=profile), ensure_ascii=False),
        "twin": twin_bytes(twin).decode("utf-8"),
        "qr": segno.make(verification_address(twin, origin=origin), error="m").svg_inline(border=0),
    }
    with _LOCK:
        pdf = _compiler().compile(
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=int(twin.filing.presented_at.timestamp()),
        )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave several files for one receipt")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process, with the fonts bundled in Typst and no others: the page never varies."""
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts)
