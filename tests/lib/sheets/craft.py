"""Workbooks made by hand, sound or hostile, and the few rows that tests share."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

HEADER = ("NSS(11 dígitos)", " CURP(18 caracteres)", " Salario base de cotización(numérico con 2 decimales)")
WORKERS = (
    ("92919084431", "PEXA900101MDFRXN09", "512.30"),
    ("01234567897", "LOXB850615HJCPXR01", "1,234.56"),
)


def inline(reference: str, text: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row(number: int, cells: Sequence[str], attributes: str = "") -> str:
    """A row of inline texts."""
    inside = "".join(inline(f"{chr(65 + index)}{number}", text) for index, text in enumerate(cells))
    return f'<row r="{number}"{attributes}>{inside}</row>'


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """The XML of a worksheet."""
    return (
        f'{DECLARATION}<worksheet {MAIN}>{before}<dimension ref="A1"/>'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def parts(
    sheets: Mapping[str, str], *, strings: str | None = None, hidden: Sequence[str] = ()
) -> dict[str, str]:
    """The parts of a workbook with those sheets: name -> XML."""
    listed, related = "", ""
    made: dict[str, str] = {}
    for index, (name, xml) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name="{name}" sheetId="{index}"{state} r:id="rId{index}"/>'
        target = f"worksheets/sheet{index}.xml"
        related += f'<Relationship Id="rId{index}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        made[f"xl/{target}"] = xml
    if strings is not None:
        related += f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        made["xl/sharedStrings.xml"] = strings
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{RELS}"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<workbook {MAIN} xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{RELS}">{related}</Relationships>',
        **made,
    }


def book(path: Path, made: Mapping[str, str | bytes]) -> Path:
    """Write the parts as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return path


def workers_book(path: Path, extra: Mapping[str, str | bytes] | None = None) -> Path:
    """A sound workbook with the two workers, and any other parts."""
    rows = "".join(row(number, cells) for number, cells in enumerate((HEADER, *WORKERS), start=1))
    return book(path, {**parts({"captura": sheet(rows)}), **(extra or {})})


def lie_about_size(path: Path, part: str, declared: int) -> Path:
    """Change the size a part declares, in the local header and in the directory."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(part)
        directory = archive.start_dir
    struct.pack_into("<I", data, entry.header_offset + 22, declared)
    at = data.index(part.encode(), directory) - 46
    struct.pack_into("<I", data, at + 24, declared)
    path.write_bytes(data)
    return path


def mark_encrypted(path: Path) -> Path:
    """Set the flag of encryption in every entry of the directory."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    return path
