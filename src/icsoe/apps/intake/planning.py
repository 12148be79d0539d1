"""What applying a file would do to a contract, worked out without touching it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from icsoe.apps.contracts.canonical import roster_frame
from icsoe.apps.contracts.models import Contract, Roster
from icsoe.apps.intake import files
from icsoe.apps.intake.enums import ApplyMode
from icsoe.apps.intake.models import Load, Plan
from icsoe.apps.intake.records import ContractChange, Preview
from icsoe.lib.identifiers.search import name_key_expr
from icsoe.lib.rulebook.findings_table import SCHEMA, FindingsTable
from icsoe.lib.rulebook.relations import Keys, check_partners
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.worker import NAME_COLUMNS

COMPARED = ("curp", "primer_apellido", "segundo_apellido", "nombre", "sbc")
_KEPT = ("row", "nss", *COMPARED)
_SHOWN_CLASHES = 50


@dataclass(frozen=True)
class Outlook:
    """What becomes of one contract's list in each way, and the rows that a list that is kept refuses."""

    contract: Contract
    roster: Roster
    changes: dict[ApplyMode, ContractChange]
    clashes: pl.DataFrame


def write_checked(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    """Keep, and give back, the valid rows of a check, by contract and in the best order to write them.

    Order of name: it keeps the widest index in order and that of the CURP, which begins with letters of the
    names, nearly so (docs/adr/0006-bulk-load.md has the figures).
    """
    key = name_key_expr(*map(pl.col, NAME_COLUMNS)).alias("name_key")
    several = frame.get_column("folio_contrato").n_unique() > 1
    # The places are sorted and the rows taken once: filtered first they would be held three times over.
    order = (
        frame.select("folio_contrato", key, "valid")
        .with_row_index("at")
        .filter("valid")
        .select(
            pl.col("at").sort_by("folio_contrato", "name_key")
            if several
            else pl.col("at").sort_by("name_key")
        )
        .to_series()
    )
    valid = frame.select("folio_contrato", *_KEPT)[order].with_columns(key)
    valid.write_ipc(path, compression="lz4")
    return valid


def read_checked(load: Load) -> pl.DataFrame:
    """The valid rows of the load's last check."""
    return pl.read_ipc(files.checked(load.public_id, load.round))


def parts_of(load: Load, valid: pl.DataFrame) -> Iterator[tuple[Contract, Roster, pl.DataFrame]]:
    """Each contract named by valid rows, its current list and its rows, in order of contract.

    A contract removed since the check has no part.
    """
    folios = valid.get_column("folio_contrato").unique().to_list()
    current = (
        Roster.objects.filter(
            contract__provider_id=load.provider_id,
            contract__year=load.year,
            contract__number=load.number,
            contract__folio__in=folios,
            is_current=True,
        )
        .select_related("contract")
        .order_by("contract_id")
    )
    for roster in current:
        rows = valid if len(folios) == 1 else valid.filter(pl.col("folio_contrato") == roster.contract.folio)
        yield roster.contract, roster, rows


def outlook(contract: Contract, roster: Roster, rows: pl.DataFrame) -> Outlook:
    """Compare valid rows of a file with a contract's list."""
    if not roster.worker_count:
        fresh = ContractChange(contract.folio, rows.height, 0, 0, 0, 0, 0)
        return Outlook(contract, roster, dict.fromkeys(ApplyMode, fresh), pl.DataFrame(schema=SCHEMA))
    current = roster_frame(roster)
    clashes, kept = part_clashes(rows, current)
    replaced = _compare(contract.folio, rows, current)
    merged = replace(_compare(contract.folio, kept, current), removed=0, skipped=rows.height - kept.height)
    merged = replace(merged, kept=current.height - merged.changed - merged.unchanged)
    return Outlook(contract, roster, {ApplyMode.REPLACE: replaced, ApplyMode.MERGE: merged}, clashes)


def part_clashes(rows: pl.DataFrame, current: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What a list that is kept stands against, and the rows that may join it.

    A row clashes when the list holds its NSS or its CURP with another partner; the first answer has the
    columns of `findings_table.SCHEMA`.
    """
    found = FindingsTable(rows.select("nss", "curp"), rows.get_column("row"))
    yes = pl.repeat(True, rows.height, dtype=pl.Boolean, eager=True)
    nss, curp = rows.get_column("nss"), rows.get_column("curp")
    keys = Keys(nss=nss, curp=curp, nss_formed=yes, curp_formed=yes, nss_right=yes, curp_right=yes)
    check_partners(found, keys, None, current.select("nss", "curp"))
    clashes = found.frame()
    return clashes, rows if clashes.is_empty() else rows.filter(found.valid())


def _compare(folio: str, rows: pl.DataFrame, current: pl.DataFrame) -> ContractChange:
    # Same types on both sides: amounts are compared as the database writes them.
    mine = rows.select("nss", *(pl.col(name).cast(pl.String) for name in COMPARED))
    both = mine.join(current, on="nss", how="inner", suffix="_now")
    same = both.select(
        pl.all_horizontal(pl.col(name) == pl.col(f"{name}_now") for name in COMPARED)
    ).to_series()
    unchanged = int(same.sum())
    return ContractChange(
        folio=folio,
        added=rows.height - both.height,
        changed=both.height - unchanged,
        unchanged=unchanged,
        removed=current.height - both.height,
        kept=0,
        skipped=0,
    )


def keep_plans(load: Load, outlooks: Iterable[Outlook]) -> None:
    """Store what was worked out, so that the page need not compare again."""
    Plan.objects.filter(load=load).delete()
    Plan.objects.bulk_create(
        Plan(
            load=load,
            contract=one.contract,
            mode=mode,
            roster=one.roster,
            revision=one.roster.revision,
            added=change.added,
            changed=change.changed,
            unchanged=change.unchanged,
            removed=change.removed,
            kept=change.kept,
            skipped=change.skipped,
        )
        for one in outlooks
        for mode, change in one.changes.items()
    )


def basis_of(rosters: Iterable[Roster]) -> str:
    """A name for these very lists at these revisions."""
    told = ";".join(f"{one.pk}.{one.revision}" for one in sorted(rosters, key=lambda one: one.contract_id))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Standing:
    """What applying in one way would do now: each current list, and what becomes of it."""

    lists: tuple[tuple[Roster, ContractChange], ...]
    clashes: tuple[Finding, ...]

    @property
    def basis(self) -> str:
        """A name for these very lists at these revisions."""
        return basis_of(roster for roster, _ in self.lists)

    @property
    def rows(self) -> int:
        """How many rows of the file it accounts for."""
        return sum(one.added + one.changed + one.unchanged + one.skipped for _, one in self.lists)

    @property
    def work(self) -> int:
        """How many workers the new lists hold together, which is how many have to be written."""
        return sum(one.added + one.changed + one.unchanged + one.kept for _, one in self.lists)


def standing(load: Load, mode: ApplyMode) -> Standing:
    """As the check worked it out, or anew when a list has changed since."""
    plans = list(Plan.objects.filter(load=load, mode=mode).select_related("contract").order_by("contract_id"))
    current = {
        one.contract_id: one
        for one in Roster.objects.filter(
            contract_id__in=[plan.contract_id for plan in plans], is_current=True
        ).select_related("contract")
    }
    if all(_holds(plan, current.get(plan.contract_id)) for plan in plans):
        lists = tuple((current[plan.contract_id], _change(plan)) for plan in plans)
        return Standing(lists, _listed_clashes(load, mode))
    return _anew(load, mode)


def preview_of(load: Load, mode: ApplyMode) -> Preview:
    """What applying would do, in the words of the page."""
    now = standing(load, mode)
    changes = tuple(change for _, change in now.lists)
    return Preview(
        mode=mode,
        contracts=changes,
        skipped=load.rows_faulty + sum(one.skipped for one in changes),
        clashes=now.clashes,
        basis=now.basis,
    )


def _holds(plan: Plan, now: Roster | None) -> bool:
    return now is not None and (now.pk, now.revision) == (plan.roster_id, plan.revision)


def _change(plan: Plan) -> ContractChange:
    return ContractChange(
        plan.contract.folio, plan.added, plan.changed, plan.unchanged, plan.removed, plan.kept, plan.skipped
    )


def _anew(load: Load, mode: ApplyMode) -> Standing:
    outlooks = [outlook(*part) for part in parts_of(load, read_checked(load))]
    clashes = pl.concat([pl.DataFrame(schema=SCHEMA), *(one.clashes for one in outlooks)])
    shown = clashes.head(_SHOWN_CLASHES).iter_rows(named=True) if mode is ApplyMode.MERGE else ()
    return Standing(
        tuple((one.roster, one.changes[mode]) for one in outlooks),
        tuple(Finding(row["code"], row["column"], row["value"], row["detail"], row["row"]) for row in shown),
    )


def _listed_clashes(load: Load, mode: ApplyMode) -> tuple[Finding, ...]:
    if mode is not ApplyMode.MERGE:
        return ()
    listed = load.findings.filter(only_merge=True).order_by("row", "id")[:_SHOWN_CLASHES]
    return tuple(Finding(one.code, one.column, one.value, one.detail, one.row) for one in listed)
