"""Which parts of a workbook hold what: its sheets by name, its shared strings. Runs in the child process."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from icsoe.lib.sheets.errors import refusal

_REL_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_MAX_SHEETS = 256
_UNSOUND = (
    LookupError,
    ValueError,
    EOFError,
    NotImplementedError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, the part that holds it, whether it is shown."""

    name: str
    part: str
    visible: bool


def new_parser(*, namespaces: bool = True) -> expat.XMLParserType:
    """A parser that refuses any document type definition, hence any entity. With `namespaces` a name is
    the name space, a blank and the tag."""
    parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    parser.buffer_text = True
    parser.buffer_size = 64 * 1024

    def refuse(*_: object) -> NoReturn:
        raise refusal("entities")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed_part(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    """Parse a part. Raises SheetError file_unreadable when it is absent or not sound XML."""
    try:
        with archive.open(part) as file:
            parser.ParseFile(file)
    except _UNSOUND as error:
        raise refusal("damaged") from error


def each_element(archive: zipfile.ZipFile, part: str, seen: Callable[[str, Mapping[str, str]], None]) -> None:
    """Call `seen(tag, attributes)` for every element of a part, in order, tags without their name space."""
    parser = new_parser()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        seen(name.rpartition(" ")[2], attributes)

    parser.StartElementHandler = start
    feed_part(archive, part, parser)


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (last word of its type, part it leads to) of the part; empty when it has none."""
    folder, _, name = part.rpartition("/")
    source = f"{folder}/_rels/{name}.rels".lstrip("/")
    found: dict[str, tuple[str, str]] = {}

    def seen(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(f"/{folder}", attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

    if source in archive.namelist():
        each_element(archive, source, seen)
    return found


def _main_part(archive: zipfile.ZipFile) -> str:
    for kind, part in _relations(archive, "").values():
        if kind == "officeDocument":
            return part
    return "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets in their order, the parts with the shared strings and the styles, if any, and whether
    its dates are counted from 1904, as old Macintosh books do."""

    sheets: tuple[Sheet, ...]
    strings_part: str | None
    styles_part: str | None
    counts_from_1904: bool


def read_workbook(archive: zipfile.ZipFile) -> Workbook:
    """The sheets of the workbook. Raises SheetError file_unreadable."""
    main = _main_part(archive)
    if main not in archive.namelist():
        raise refusal("other_zip")
    relations = _relations(archive, main)
    sheets: list[Sheet] = []
    from_1904 = False

    def seen(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        if tag == "workbookPr":
            from_1904 = attributes.get("date1904") in ("1", "true")
        if tag != "sheet" or len(sheets) > _MAX_SHEETS:
            return
        relation = next((attributes[key] for key in _REL_ID if key in attributes), "")
        kind, part = relations.get(relation, ("", ""))
        if kind == "worksheet":
            visible = attributes.get("state", "visible") == "visible"
            sheets.append(Sheet(attributes.get("name", ""), part, visible))

    each_element(archive, main, seen)
    parts = dict(relations.values())
    return Workbook(tuple(sheets), parts.get("sharedStrings"), parts.get("styles"), from_1904)
