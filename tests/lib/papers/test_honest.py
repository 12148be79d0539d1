"""The copies that people really have are kept: whatever wrote them, however often they were saved."""

import io
import zlib

import pytest
import typst
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from tests.lib.papers import craft

from icsoe.lib.papers.inspection import inspect_pdf


def by_pypdf(pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def by_typst() -> bytes:
    made = typst.compile(b'= Registro\n#link("https://example.invalid/")[Consulta] #lorem(300)')
    assert isinstance(made, bytes)
    return made


def saved_again(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root["/Lang"] = writer.root.get("/Lang", "/x")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_link(url: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(by_pypdf())))
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=url))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


SCAN = craft.stream(
    zlib.compress(b"\xff" * (2480 * 3508 * 3)),
    b"/Type/XObject/Subtype/Image/Width 2480/Height 3508"
    b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode",
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(craft.pdf(), id="plain"),
        pytest.param(by_pypdf(300), id="three hundred pages"),
        pytest.param(by_typst(), id="object streams"),
        pytest.param(saved_again(by_typst()), id="saved again"),
        pytest.param(with_link("https://example.invalid/repse"), id="a web address"),
        pytest.param(craft.catalog(b"/OpenAction[3 0 R/Fit]"), id="opens on a page"),
        pytest.param(craft.catalog(b"/OpenAction<</S/GoTo/D[3 0 R/Fit]>>"), id="goes to a page"),
        pytest.param(craft.pdf({4: SCAN}), id="a blank scan of 26 MB"),
        pytest.param(craft.pdf() + b"\r\n\0\0\0", id="padded"),
        pytest.param(craft.pdf().replace(b"startxref\n", b"startxref\n1"), id="a table told to be elsewhere"),
    ],
)
def test_an_honest_copy_is_accepted(data: bytes) -> None:
    inspect_pdf(data)
