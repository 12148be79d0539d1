"""Checking a load: the file is read, every rule is run, what was found is stored, nothing is applied."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
from django.db import transaction

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.contracts.bulk import open_contracts
from icsoe.apps.contracts.roster import REGISTER
from icsoe.apps.intake import files, findings
from icsoe.apps.intake.enums import LoadState, ReportState, Step
from icsoe.apps.intake.jobs import ask_for_reports
from icsoe.apps.intake.models import Correction, Load
from icsoe.apps.intake.moves import move, note_step
from icsoe.apps.intake.planning import Outlook, keep_plans, outlook, parts_of, write_checked
from icsoe.apps.registries.gateways import InsuredRegister
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.reference_values import shipped_values
from icsoe.lib.rulebook.file_check import CellFix, CheckedFile, Surroundings, check_file
from icsoe.lib.rulebook.findings_table import SCHEMA
from icsoe.lib.rulebook.relations import Register
from icsoe.lib.sheets.errors import Note, SheetError


def check(*, load_id: int, at: datetime, port: InsuredRegister | None = None) -> bool:
    """Check a load and store what was found; whether there was anything to do.

    May be run again after a death at any step: each run begins at the file and ends in one transaction. A
    file that cannot be read leaves the load failed, with the reason told.
    """
    load = _claim(load_id, at)
    if load is None:
        return False
    try:
        checked = _read_and_check(load, port or REGISTER)
    except SheetError as refusal:
        _refuse(load, refusal, at)
        return True
    note_step(load, Step.COMPARING)
    valid = _keep_valid(load, checked)
    checked = replace(checked, frame=checked.frame.clear())  # a million rows are not held twice
    outlooks = [outlook(*part) for part in parts_of(load, valid)]
    del valid
    note_step(load, Step.STORING)
    _settle(load, checked, outlooks, at)
    return True


def _claim(load_id: int, at: datetime) -> Load | None:
    """The load, in checking and numbered for this round; None when it is past that."""
    with transaction.atomic():
        load = Load.objects.select_for_update().filter(pk=load_id).first()
        if load is None or load.state not in (LoadState.RECEIVED, LoadState.CHECKING):
            return None
        load.round += 1
        if load.state == LoadState.RECEIVED:
            move(load, LoadState.CHECKING, by=SYSTEM, at=at)
        else:
            load.save(update_fields=["round"])
    note_step(load, Step.READING)
    return load


def _read_and_check(load: Load, port: InsuredRegister) -> CheckedFile:
    period = Period(load.year, load.number)
    contracts = open_contracts(load.provider_id, period)
    if load.folio:  # a file handed over for one contract feeds no other
        contracts = contracts.filter(pl.col("folio") == load.folio)
    around = Surroundings(
        limits=shipped_values().sbc_limits(period),
        contracts=contracts,
        target=load.folio,
        register=Register(
            look_up=lambda keys: port.table(keys, by=period.last_day), complete=port.complete()
        ),
    )
    return check_file(
        files.original(load.public_id),
        around,
        fixes=_fixes(load),
        on_read=lambda rows: note_step(load, Step.CHECKING, rows=rows),
    )


def _fixes(load: Load) -> list[CellFix]:
    return [
        CellFix(one.row, one.column, one.value)
        for one in Correction.objects.filter(load=load).order_by("row", "column")
    ]


def _keep_valid(load: Load, checked: CheckedFile) -> pl.DataFrame:
    """Keep the valid rows in a file of their own, and give them back.

    Written whole beside its place, then moved there: a table under its own name is never a part of one.
    """
    target = files.checked(load.public_id, load.round)
    partial = Path(f"{target}.part")
    valid = write_checked(partial, checked.frame)
    partial.replace(target)
    return valid


def _refuse(load: Load, refusal: SheetError, at: datetime) -> None:
    """The file as a whole is refused: the load fails with its code and the words of the reader."""
    with transaction.atomic():
        current = _still_checking(load)
        if current is None:
            return
        findings.forget(current)
        findings.keep_refusal(current, refusal.code, Note(refusal.reason, refusal.message, refusal.values))
        current.step, current.checked_at = Step.DONE, at
        move(current, LoadState.FAILED, by=SYSTEM, at=at, code=refusal.code)


def _settle(load: Load, checked: CheckedFile, outlooks: Sequence[Outlook], at: datetime) -> None:
    """Store everything that was found, in one transaction, unless the load was discarded meanwhile."""
    clashes = pl.concat([pl.DataFrame(schema=SCHEMA), *(one.clashes for one in outlooks)])
    with transaction.atomic():
        current = _still_checking(load)
        if current is None:
            return
        findings.forget(current)
        findings.keep_findings(current, checked.findings)
        findings.keep_findings(current, clashes, only_merge=True)
        findings.keep_told(current, checked.told, checked.notes)
        findings.keep_counts(current, checked.tally, checked.told, clashes)
        keep_plans(current, outlooks)
        current.kind = checked.kind.value
        current.rows_read = current.rows_total = current.rows_done = checked.tally.rows
        current.rows_faulty, current.rows_warned = checked.tally.faulty, checked.tally.warned
        current.step, current.checked_at = Step.DONE, at
        current.reports = ReportState.NONE if checked.findings.is_empty() else ReportState.PENDING
        move(
            current,
            LoadState.CHECKED,
            by=SYSTEM,
            at=at,
            rows=checked.tally.rows,
            faulty=checked.tally.faulty,
        )
        if current.reports == ReportState.PENDING:
            ask_for_reports(current)
    files.keep_only_round(load.public_id, load.round)


def _still_checking(load: Load) -> Load | None:
    """The load locked, when this round of its check is still the one that counts."""
    current = Load.objects.select_for_update().filter(pk=load.pk).first()
    if current is None or current.state != LoadState.CHECKING or current.round != load.round:
        return None
    return current
