"""The person's own file back with its faulty cells coloured, and the list of what was found, as files."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from icsoe.apps.intake import files, findings
from icsoe.apps.intake.enums import ReportState
from icsoe.apps.intake.models import Load
from icsoe.lib.rulebook.findings_table import with_messages
from icsoe.lib.sheets.annotate import write_annotated
from icsoe.lib.sheets.errors import SheetError
from icsoe.lib.sheets.write import REPORT_COLUMNS, write_report_csv


def write(*, load_id: int) -> None:
    """Write both reports of a checked load; each stands whole under its name or not at all."""
    load = Load.objects.filter(pk=load_id, reports=ReportState.PENDING).first()
    if load is None:
        return
    table = with_messages(findings.listed(load))
    _whole(files.report_csv(load.public_id), lambda target: write_report_csv(table, target))
    state = ReportState.READY
    try:
        _whole(
            files.report_xlsx(load.public_id),
            lambda target: write_annotated(files.original(load.public_id), table, target),
        )
    except SheetError:  # the file was read once; it may still be too much together with its notes
        state = ReportState.FAILED
    with transaction.atomic():
        # A new check since then asks for reports of its own.
        Load.objects.filter(pk=load_id, round=load.round, reports=ReportState.PENDING).update(reports=state)


def list_in_english(load: Load) -> BinaryIO:
    """The list of what was found, as the CSV report has it, in English."""
    target = io.BytesIO()
    write_report_csv(with_messages(findings.listed(load), "en"), target, titles=REPORT_COLUMNS)
    target.seek(0)
    return target


def _whole(target: Path, make: Callable[[Path], object]) -> None:
    partial = target.with_name(f"{target.name}.part")
    make(partial)
    partial.replace(target)
