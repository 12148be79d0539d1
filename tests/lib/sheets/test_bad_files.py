"""Files that are no table of workers: each a clear message, soon, in little memory."""

import random
import re
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest

from icsoe.lib.sheets.errors import SheetError, in_english, note, reasons, refusal
from icsoe.lib.sheets.limits import MIB, Limits
from icsoe.lib.sheets.read import read_table

CODES = {"file_empty", "file_unreadable", "file_too_large", "column_missing", "column_repeated"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
RANDOM = random.Random(7).randbytes(50_000)


def refused(path: Path, limits: Limits | None = None) -> SheetError:
    """The refusal of the file, which must come within the five seconds a person is promised."""
    before = time.process_time()
    with pytest.raises(SheetError) as caught:
        read_table(path, limits=limits)
    assert time.process_time() - before < 5
    assert caught.value.code in CODES
    return caught.value


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\r\n \n\n", "empty", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "empty", id="only a mark"),
        pytest.param(b"\xff\xfe", "empty", id="only a UTF-16 mark"),
        pytest.param(b"nss,curp,sbc\n\n,,\n", "header_only", id="header only"),
        pytest.param(b"%PDF-1.7\n1 0 obj", "pdf", id="PDF"),
        pytest.param(b"rubbish\n%PDF-1.7\n1 0 obj", "pdf", id="PDF after rubbish"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + RANDOM, "image", id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe0" + RANDOM, "image", id="JPEG"),
        pytest.param(OLE, "old_workbook", id="xls"),
        pytest.param(b"\x1f\x8b" + RANDOM, "compressed", id="gzip"),
        pytest.param(zlib.compress(RANDOM), "binary", id="bytes"),
        pytest.param(b"<html><table><tr><td>NSS", "web_page", id="page called xls"),
        pytest.param(b"{\\rtf1 nss}", "rich_text", id="rich text"),
        pytest.param(b"nss,curp,sbc\n1,A\x00,3\n", "binary", id="NUL"),
        pytest.param("nss,curp,sbc\n1,A,3".encode("utf-16-le"), "binary", id="UTF-16 without mark"),
        pytest.param(b"\xff\xfen\x00s\x00s\x00", "column_missing", id="UTF-16, one word"),
        pytest.param(b"\xff\xfen\x00s\x00\xd8", "bad_encoding", id="cut UTF-16"),
        pytest.param(b"\xff\xfe\x00\xd8,\x00", "bad_encoding", id="half a pair in UTF-16"),
        pytest.param("\ufeff1,\x00,3".encode("utf-16-le"), "binary", id="NUL in UTF-16"),
        pytest.param(b",".join([b"c"] * 10_000) + b"\n1", "too_many_columns", id="10,000 columns"),
        pytest.param(b"nss,curp,sbc\n1,A," + b"9" * 10 * MIB, "line_too_long", id="field of 10 MB"),
        pytest.param(b"nss,curp\n1,A", "column_missing", id="missing column"),
        pytest.param(b"nss,curp,sbc,NSS\n1,A,3,1", "column_repeated", id="repeated column"),
        pytest.param(b"PK\x03\x04" + RANDOM, "damaged", id="not the zip it says"),
        pytest.param(b"PK\x05\x06" + bytes(18), "other_zip", id="empty zip"),
    ],
)
def test_what_is_no_table_of_workers_is_told_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "trabajadores.csv"
    file.write_bytes(content)
    error = refused(file)
    assert error.reason == reason
    assert error.message.endswith(".")


def test_a_line_of_200_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "linea.csv"
    with file.open("wb") as out:
        for _ in range(200):
            out.write(b"a" * MIB)
    tracemalloc.start()
    error = refused(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.reason == "line_too_long"
    assert peak < 4 * MIB


def test_the_long_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "linea.csv"
    file.write_bytes(b"nss,curp,sbc\n" + b"1,A,3\n" * 30_000 + b"2" * 200_000 + b"\n1,A,3\n")
    assert "El renglón 30002 es demasiado largo" in refused(file).message


def test_a_file_over_the_size_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "enorme.csv"
    with file.open("wb") as out:
        out.truncate(50 * 1024 * MIB)  # a hole: 50 GB that take no disk
    assert refused(file).reason == "too_many_bytes"


def test_every_reason_has_a_code_and_a_sentence_that_says_what_to_do() -> None:
    blanks = dict.fromkeys(("limit", "row", "names", "name", "titles", "file"), "X")
    for reason in reasons():
        error = refusal(reason, **blanks)
        assert error.code in CODES
        assert error.message.endswith(".")
        assert len(error.message.split(". ")) > 1
        assert in_english(reason, blanks) not in {"", error.message}


@pytest.mark.parametrize(
    "code", ["formulas", "formulas_without_value", "merged", "hidden_rows", "scientific"]
)
def test_a_note_about_one_thing_is_in_the_singular(code: str) -> None:
    one, two = note(code, count=1), note(code, count=2)
    assert not re.search(r"\b1\b(?!\.)", one.message + in_english(code, one.values))
    assert re.search(r"\b2\b", two.message)
    assert re.search(r"\b2\b", in_english(code, two.values))
