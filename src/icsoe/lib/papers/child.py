"""The process that opens an untrusted PDF: `python -I -m icsoe.lib.papers.child SOURCE ANSWER`.

It bounds itself, opens its two files, gives up the right to open any other, and writes one line: `ok` or the
code of the refusal.
"""

import logging
import sys
from pathlib import Path

from icsoe.lib.confinement.bounds import Bounds, close_doors, confine
from icsoe.lib.papers import limits
from icsoe.lib.papers.contents import examine
from icsoe.lib.papers.errors import PaperError, messages

SOUND = "ok"
_ENOUGH_OF_EVERYTHING = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n"
    b"4 0 obj<</Type/ObjStm/N 0/First 0/Length 8/Filter/FlateDecode>>stream\n"
    b"x\x9c\x03\x00\x00\x00\x00\x01\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n"
)


def main(arguments: list[str]) -> int:
    """Look into the file; 0 when an answer was written, whatever it says."""
    source, answer = map(Path, arguments)
    logging.disable(logging.CRITICAL)
    confine(Bounds(limits.CHILD_MEMORY, limits.CHILD_CPU_SECONDS, limits.CHILD_OUTPUT))
    data = source.read_bytes()
    with answer.open("w", encoding="ascii") as file:
        _load_what_is_loaded_late()
        close_doors()
        file.write(_verdict(data))
    return 0


def _load_what_is_loaded_late() -> None:
    """pypdf imports some of its modules on first use, which cannot be once no file can be opened."""
    messages()
    examine(_ENOUGH_OF_EVERYTHING)


def _verdict(data: bytes) -> str:
    try:
        examine(data)
    except PaperError as error:
        return error.code
    except (MemoryError, RecursionError):
        return "pdf_too_complex"
    except Exception:  # hostile bytes: whatever pypdf stumbles over, the paper cannot be followed
        return "pdf_malformed"
    return SOUND


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
