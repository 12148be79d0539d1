"""An .xlsx is a zip: what is looked at before any part of it is read. Runs in the child process.

Names, encryption, repeated entries, sizes as declared; the sizes that are real are held to the declared
ones by `zipfile`, which reads no more than was declared and then fails on the check sum.
"""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from icsoe.lib.sheets.errors import refusal
from icsoe.lib.sheets.limits import Limits

_ENCRYPTED = 0x1
_KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACROS = ("vbaproject.bin", "xlmacrosheet", "macrosheets/")


def open_workbook(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The zip, inspected. Raises SheetError file_unreadable or file_too_large."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise refusal("damaged") from error
    entries = archive.infolist()
    _refuse_names(entries, limits)
    for entry in entries:
        _refuse_entry(entry, limits)
    if sum(entry.file_size for entry in entries) > limits.workbook_bytes:
        raise refusal("bomb")
    _refuse_overlaps(entries)
    _refuse_kind([entry.filename.lower() for entry in entries])
    return archive


def has_external_links(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook points to other workbooks. They are never followed."""
    return any(name.lower().startswith("xl/externallinks/") for name in archive.namelist())


def _refuse_names(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(names) > limits.workbook_parts:
        raise refusal("bomb")
    if len(set(names)) != len(names) or any(map(_leaves_the_folder, names)):
        raise refusal("unsafe_parts")


def _leaves_the_folder(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/")


def _refuse_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise refusal("encrypted")
    if entry.compress_type not in _KNOWN_METHODS:
        raise refusal("damaged")
    ratio = entry.file_size / max(entry.compress_size, 1)
    heavy = entry.file_size > limits.workbook_ratio_floor and ratio > limits.workbook_ratio
    if heavy or entry.file_size > limits.workbook_bytes:
        raise refusal("bomb")


def _refuse_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Parts that share their compressed bytes multiply what a small file unzips to."""
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise refusal("unsafe_parts")
        end = entry.header_offset + entry.compress_size


def _refuse_kind(names: list[str]) -> None:
    if any(mark in name for name in names for mark in _MACROS):
        raise refusal("macros")
    if "xl/workbook.bin" in names:
        raise refusal("binary_workbook")
    if "[content_types].xml" not in names:
        raise refusal("other_zip")
