"""A PDF that a person uploads, looked into before it is kept: the one door in."""

import tempfile
from pathlib import Path

from icsoe.lib.confinement.run import Ending, run_confined
from icsoe.lib.papers import envelope, limits
from icsoe.lib.papers.errors import messages, refusal

_CHILD = "icsoe.lib.papers.child"
_SOUND = "ok"


def inspect_pdf(data: bytes) -> None:
    """Return when `data` is a plain PDF: pages, at most 300 and 10 MB, and nothing that runs or hides.

    Raises PaperError, in this order: pdf_required, pdf_too_large, pdf_not_pdf, pdf_polyglot, pdf_malformed;
    then, from a confined process and within five seconds, pdf_encrypted, pdf_active, pdf_embedded,
    pdf_too_many_pages, pdf_too_complex, pdf_malformed. Memory of the caller: a copy of `data`.
    """
    if not data:
        raise refusal("pdf_required")
    if len(data) > limits.MAX_BYTES:
        raise refusal("pdf_too_large")
    code = envelope.fault(data) or _ask_child(data)
    if code is not None:
        raise refusal(code)


def _ask_child(data: bytes) -> str | None:
    with tempfile.TemporaryDirectory(prefix="icsoe-paper-") as name:
        folder = Path(name)
        source, answer = folder / "paper.pdf", folder / "answer"
        source.write_bytes(data)
        ending = run_confined(_CHILD, [str(source), str(answer)], folder=folder, seconds=limits.CHILD_SECONDS)
        if ending is not Ending.DONE:
            # Nothing but the file can have made our own module die: it took more than it was given.
            return "pdf_too_complex"
        said = answer.read_text("ascii")
    if said == _SOUND:
        return None
    return said if said in messages() else "pdf_malformed"
