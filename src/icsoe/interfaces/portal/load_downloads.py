"""Files to take away: the one that was handed over, and what was found in it."""

from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, Http404
from django.utils.translation import get_language

from icsoe.apps.access.doors import VisitRequest, reads
from icsoe.apps.access.permissions import Permission
from icsoe.apps.intake import reports, selectors
from icsoe.interfaces.portal.load_place import reached_load

_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@reads(Permission.READ_CONTRACTS)
def original(request: VisitRequest, load_id: UUID) -> FileResponse:
    """The file as it came. Always a download: what somebody uploaded is never shown as a page of ours."""
    one = reached_load(request.visit, load_id)
    try:
        path = selectors.original_file(one)
    except FileNotFoundError as error:
        raise Http404 from error
    return _download(path.open("rb"), one.file_name, "application/octet-stream")


@reads(Permission.READ_CONTRACTS)
def report(request: VisitRequest, load_id: UUID, kind: str) -> FileResponse:
    """The person's own file with its faulty cells coloured (xlsx), or the list of what was found (csv)."""
    one = reached_load(request.visit, load_id)
    path = selectors.report_file(one, kind) if kind in _TYPES else None
    if path is None:
        raise Http404
    stem = one.file_name.rpartition(".")[0] or one.file_name
    if kind == "csv" and (get_language() or "").startswith("en"):
        return _download(reports.list_in_english(one), f"{stem}-findings.csv", _TYPES[kind])
    name = f"{stem}-anotado.xlsx" if kind == "xlsx" else f"{stem}-errores.csv"
    return _download(path.open("rb"), name, _TYPES[kind])


def _download(file: BinaryIO, name: str, content_type: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
