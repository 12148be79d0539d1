"""Whatever a PDF may carry that is not pages to be read is refused, with its code, soon and cheaply."""

import io
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from tests.lib.papers import craft

from icsoe.lib.papers import limits
from icsoe.lib.papers.errors import PaperError, messages
from icsoe.lib.papers.inspection import inspect_pdf

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def refused_with(data: bytes) -> str:
    with pytest.raises(PaperError) as refused:
        inspect_pdf(data)
    assert refused.value.message == messages()[refused.value.code]
    return refused.value.code


def annotation(entries: bytes) -> bytes:
    return craft.pdf(
        {
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[4 0 R]>>",
            4: b"<</Type/Annot/Rect[0 0 9 9]" + entries + b">>",
        }
    )


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(craft.pdf())))
    writer.encrypt(password, owner_password="dueño", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_attachment() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(craft.pdf())))
    writer.add_attachment("nota.txt", b"hola")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "pdf_required", id="nothing"),
        pytest.param(craft.pdf().ljust(limits.MAX_BYTES + 1), "pdf_too_large", id="a byte over 10 MB"),
        pytest.param(PNG, "pdf_not_pdf", id="an image"),
        pytest.param(a_zip(), "pdf_not_pdf", id="a zip"),
        pytest.param(b"%PDF-9.9\n%%EOF", "pdf_not_pdf", id="no such version"),
        pytest.param(b"%PDF-1.7\n", "pdf_malformed", id="a header alone"),
        pytest.param(craft.pdf()[:120], "pdf_malformed", id="cut short"),
        pytest.param(b"%PDF-1.7\n%%EOF\n", "pdf_malformed", id="no objects"),
        pytest.param(craft.pdf({2: b"<</Type/Pages/Kids[]/Count 0>>"}), "pdf_malformed", id="no pages"),
        pytest.param(
            craft.pdf({2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"}), "pdf_malformed", id="its own kid"
        ),
    ],
)
def test_what_is_no_whole_pdf_is_refused(data: bytes, code: str) -> None:
    assert refused_with(data) == code


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"GIF89a" + craft.pdf(), id="another header before"),
        pytest.param(b"\n" + craft.pdf(), id="a blank before"),
        pytest.param(craft.pdf() + a_zip(), id="a zip behind"),
        pytest.param(craft.pdf() + a_zip()[:-2] + b"\x06\x00%%EOF\n", id="a zip that ends as a PDF"),
        pytest.param(craft.pdf() + b"<html><script>1</script>", id="a page behind"),
        pytest.param(craft.pdf() + b"<script>1</script>\n%%EOF", id="a page between two ends"),
        pytest.param(b"%PDF-1.7 <HTML><body>" + craft.pdf()[8:], id="a page in the header"),
    ],
)
def test_two_kinds_of_file_in_one_are_refused(data: bytes) -> None:
    assert refused_with(data) == "pdf_polyglot"


@pytest.mark.parametrize("password", ["", "secreta"])
def test_encryption_is_refused_even_with_no_password(password: str) -> None:
    assert refused_with(encrypted(password)) == "pdf_encrypted"


def test_a_stream_encrypted_by_itself_is_refused() -> None:
    assert refused_with(craft.pdf({4: craft.stream(b"x", b"/Filter/Crypt")})) == "pdf_encrypted"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(craft.catalog(b"/OpenAction" + SCRIPT), id="script on opening"),
        pytest.param(craft.pdf({4: SCRIPT}), id="script nobody calls"),
        pytest.param(
            craft.catalog(b"/OpenAction<</S/URI/URI(http://example.invalid)>>"), id="opens an address"
        ),
        pytest.param(
            craft.catalog(b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/Named/N/Print>>>>"),
            id="goes, then prints",
        ),
        pytest.param(craft.catalog(b"/Names<</JavaScript<</Names[(a)4 0 R]>>>>"), id="named script"),
        pytest.param(craft.catalog(b"/AA<</WC" + SCRIPT + b">>"), id="on closing"),
        pytest.param(annotation(b"/Subtype/Link/A<</S/Launch/F(cmd.exe)>>"), id="launches"),
        pytest.param(annotation(b"/Subtype/Widget/FT/Btn/A<</S/SubmitForm/F(http://x)>>"), id="submits"),
        pytest.param(annotation(b"/Subtype/Widget/FT/Btn/A<</S/ImportData/F(a.fdf)>>"), id="imports"),
        pytest.param(annotation(b"/Subtype/Link/A<</S/GoToR/F(\\\\\\\\host\\\\a.pdf)>>"), id="opens another"),
        pytest.param(
            annotation(b"/Subtype/Link/A<</S/URI/URI(java\\nscript:alert\\(1\\))>>"), id="script address"
        ),
        pytest.param(annotation(b"/Subtype/RichMedia"), id="rich media"),
        pytest.param(annotation(b"/Subtype/Screen"), id="screen"),
        pytest.param(annotation(b"/Subtype/3D"), id="three dimensions"),
        pytest.param(craft.catalog(b"/AcroForm<</Fields[]/XFA[(a)4 0 R]>>"), id="XFA"),
        pytest.param(
            craft.pdf({4: craft.stream(b"", b"/F(http://example.invalid/x)")}), id="content elsewhere"
        ),
        pytest.param(craft.pdf({4: craft.stream(b"", b"/Type/XObject/Subtype/PS")}), id="PostScript"),
    ],
)
def test_scripts_and_actions_are_refused(data: bytes) -> None:
    assert refused_with(data) == "pdf_active"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(craft.catalog(b"/OpenAction<</#53/J#61vaScript/#4aS(1)>>"), id="names in code"),
        pytest.param(
            craft.catalog(b"/OpenAction[3 0 R/Fit]/OpenAction" + SCRIPT),
            id="a key said twice, the second bad",
        ),
        pytest.param(
            craft.catalog(b"/OpenAction<</S % a comment\n/JavaScript/JS 9 0 R>>"), id="a comment between"
        ),
        pytest.param(
            craft.pdf({4: craft.object_stream(9, SCRIPT)}), id="in a compressed stream that no table mentions"
        ),
        pytest.param(
            craft.catalog(b"/OpenAction" + SCRIPT).replace(b" n \n", b" f \n"), id="given up by the table"
        ),
        pytest.param(
            craft.pdf().replace(b"startxref", b"8 0 obj\n<</A[[[<</S/Launch/F(x)>>]]]>>\nendobj\nstartxref"),
            id="an object no table mentions",
        ),
        pytest.param(
            craft.pdf({4: craft.stream(b"7 0 obj<</S/Launch>>endobj")}), id="an object inside a stream"
        ),
    ],
)
def test_hiding_does_not_help(data: bytes) -> None:
    assert refused_with(data) == "pdf_active"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(with_attachment(), id="attachment"),
        pytest.param(
            annotation(b"/Subtype/FileAttachment/FS<</Type/Filespec/F(a)>>"), id="attached to a page"
        ),
        pytest.param(craft.pdf({4: craft.stream(b"MZ", b"/Type/EmbeddedFile")}), id="a file nobody names"),
        pytest.param(craft.catalog(b"/AF[<</Type/Filespec/F(a)/EF<</F 4 0 R>>>>]"), id="associated file"),
        pytest.param(craft.catalog(b"/Collection<</View/T>>"), id="portfolio"),
        pytest.param(annotation(b"/Subtype/Link/A<</S/GoToE/D[0/Fit]>>"), id="goes inside"),
    ],
)
def test_files_inside_are_refused(data: bytes) -> None:
    assert refused_with(data) == "pdf_embedded"


def tree_of_twins(depth: int) -> bytes:
    """Every node lists the next one twice: a few hundred bytes that are 2^depth pages."""
    nodes = {
        number: b"<</Type/Pages/Count 1/Kids[%d 0 R %d 0 R]>>" % (number + 1, number + 1)
        for number in range(10, 10 + depth)
    }
    return craft.pdf(
        {2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>", **nodes, 10 + depth: b"<</Type/Page/Parent 2 0 R>>"}
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            craft.pdf({2: b"<</Type/Pages/Count 1/Kids[" + b"3 0 R " * 100_000 + b"]>>"}),
            id="one, 100,000 times",
        ),
        pytest.param(craft.pdf({2: b"<</Type/Pages/Kids[3 0 R]/Count 100000>>"}), id="so it claims"),
        pytest.param(
            craft.pdf({2: b"<</Type/Pages/Count 1/Kids[" + b"3 0 R " * 301 + b"]>>"}),
            id="three hundred and one",
        ),
        pytest.param(tree_of_twins(40), id="a tree of twins"),
    ],
)
def test_too_many_pages_are_refused(data: bytes) -> None:
    assert refused_with(data) == "pdf_too_many_pages"


GIANT = craft.deflated_zeros(1024)
TWICE = zlib.compress(craft.deflated_zeros(512), 9)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(craft.pdf({4: craft.stream(GIANT, b"/Filter/FlateDecode")}), id="a gigabyte in one"),
        pytest.param(
            craft.pdf({4: craft.stream(TWICE, b"/Filter[/FlateDecode/FlateDecode]")}), id="few bytes, twice"
        ),
        pytest.param(
            craft.pdf({4: craft.stream(GIANT.hex().encode(), b"/Filter[/ASCIIHexDecode/FlateDecode]")}),
            id="in text armour",
        ),
        pytest.param(craft.pdf({4: craft.stream(b"x" * 600_000, b"/Filter/LZWDecode")}), id="LZW"),
        pytest.param(
            craft.pdf({4: craft.stream(b"", b"/Subtype/Image/Width 65535/Height 65535")}), id="a giant image"
        ),
        pytest.param(craft.pdf({4: b"[" + b"<<>>" * 60_000 + b"]"}), id="sixty thousand objects in one"),
        pytest.param(
            craft.pdf({n: b"<</L %d 0 R>>" % n for n in range(4, 60_000)}), id="sixty thousand objects"
        ),
    ],
)
def test_what_would_weigh_down_its_reader_is_refused(data: bytes) -> None:
    assert len(data) < limits.MAX_BYTES
    before = time.monotonic()
    assert refused_with(data) == "pdf_too_complex"
    assert time.monotonic() - before < 5


MEASURED = """
import sys
from pathlib import Path
from icsoe.lib.papers.contents import examine
from icsoe.lib.papers.errors import PaperError
try:
    examine(Path(sys.argv[1]).read_bytes())
except PaperError as error:
    print(error.code)
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def test_a_gigabyte_is_measured_in_a_small_memory(tmp_path: Path) -> None:
    """The peak is asked of the kernel by the process itself: a parent is told its own pages too."""
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(craft.pdf({4: craft.stream(GIANT, b"/Filter/FlateDecode")}))
    done = subprocess.run(
        [sys.executable, "-I", "-c", MEASURED, str(bomb)], capture_output=True, text=True, check=True
    )
    code, peak = done.stdout.split()
    assert code == "pdf_too_complex"
    assert int(peak) * 1024 < 128 * limits.MIB


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(craft.pdf({4: b"[" * 200_000}), id="deep"),
        pytest.param(
            craft.pdf({4: craft.stream(GIANT, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")}),
            id="giant of objects",
        ),
        pytest.param(
            craft.pdf({4: craft.stream(b"", b"/Length 5 0 R"), 5: b"5 0 R"}), id="a length in circles"
        ),
        pytest.param(b"%PDF-1.7\n" + b"1 0 obj " * 1_000_000 + b"%%EOF", id="a million beginnings"),
    ],
)
def test_a_trap_is_answered_in_time_whatever_the_answer(data: bytes) -> None:
    before = time.monotonic()
    assert refused_with(data) in {"pdf_too_complex", "pdf_malformed"}
    assert time.monotonic() - before < 5
