"""What a filing says otherwise than another: contracts field by field, workers counted and listed."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.apps.filings.comparing import ContractDifference, DocumentDifference, WorkerCounts
from icsoe.interfaces.portal.presenters.changes import field_name, value_words
from icsoe.interfaces.portal.presenters.words import day_or_indefinite
from icsoe.lib.canonical.difference import Difference, Kind
from icsoe.lib.canonical.roster_difference import COMPARED, WAS, RosterDifference
from icsoe.ui.parts import Change, Column, NavItem, Row, Stat
from icsoe.ui.tags.dates import day_words

PAGE = 50
#: Each part of a worker difference: its word in the address and the table it is in.
PARTS = {"altas": "came", "bajas": "left", "cambios": "changed"}
_COLUMNS = {
    "curp": "CURP",
    "primer_apellido": "Primer apellido",
    "segundo_apellido": "Segundo apellido",
    "nombre": "Nombre(s)",
    "sbc": "Salario base de cotización",
}


@dataclass(frozen=True)
class ChangedContract:
    """A contract that both filings hold, with what differs."""

    title: str
    rows: list[Change]
    workers: str
    workers_url: str


def difference_page(shown: DocumentDifference, base_url: str, offset: int) -> dict[str, Any]:
    """Context of a difference; ``base_url`` is the page's own address, the workers' stand under it."""
    changed = shown.of(Kind.CHANGED)
    some = changed[offset : offset + PAGE]
    return {
        "stats": _stats(shown),
        "is_empty": shown.is_empty,
        "general": [_change(one) for one in shown.general],
        "contract_columns": [
            Column(_("Folio"), code=True),
            Column(_("Contratante"), wide=True),
            Column(_("Fecha inicial")),
            Column(_("Fecha final")),
            Column(_("Trabajadores"), numeric=True),
        ],
        "added": [_contract_row(one) for one in shown.of(Kind.ADDED)[:PAGE]],
        "added_more": _more(len(shown.of(Kind.ADDED))),
        "removed": [_contract_row(one) for one in shown.of(Kind.REMOVED)[:PAGE]],
        "removed_more": _more(len(shown.of(Kind.REMOVED))),
        "changed": [_changed(one, base_url) for one in some],
        "changed_shown": _range_words(offset, len(some), len(changed)),
        **_neighbours(base_url, "", offset, len(changed)),
    }


def workers_page(
    apart: RosterDifference, *, part: str, offset: int, base_url: str, csv_url: str
) -> dict[str, Any]:
    """Context of the workers that differ in one contract: who came, left or changed, fifty at a time."""
    frame: pl.DataFrame = getattr(apart, PARTS[part])
    some = frame.slice(offset, PAGE)
    labels = {"altas": _("Entran"), "bajas": _("Salen"), "cambios": _("Cambian")}
    return {
        "tabs": [
            NavItem(
                f"{labels[one]} ({number_format(getattr(apart, table).height, force_grouping=True)})",
                f"{base_url}?ver={one}",
                current=one == part,
            )
            for one, table in PARTS.items()
        ],
        "caption": labels[part],
        "columns": _worker_columns(part),
        "rows": [_worker_row(row, part) for row in some.iter_rows(named=True)],
        "shown": _range_words(offset, some.height, frame.height),
        "csv_url": csv_url,
        **_neighbours(base_url, f"ver={part}&", offset, frame.height),
    }


def counts_words(counts: WorkerCounts) -> str:
    """``12 entran, 3 salen y 1 cambia``; empty where nobody differs."""
    parts = [
        (counts.came, ngettext("%(count)s entra", "%(count)s entran", counts.came)),
        (counts.left, ngettext("%(count)s sale", "%(count)s salen", counts.left)),
        (counts.changed, ngettext("%(count)s cambia", "%(count)s cambian", counts.changed)),
    ]
    told = [text % {"count": number_format(count, force_grouping=True)} for count, text in parts if count]
    if len(told) < 2:
        return "".join(told)
    return _("%(first)s y %(last)s") % {"first": ", ".join(told[:-1]), "last": told[-1]}


def summary_words(shown: DocumentDifference) -> list[str]:
    """The difference in a few sentences, for the page where it is signed."""
    workers = counts_words(shown.workers)
    sentences = [
        (_("Contratos que se agregan: %(count)s."), len(shown.of(Kind.ADDED))),
        (_("Contratos que se quitan: %(count)s."), len(shown.of(Kind.REMOVED))),
        (_("Contratos que cambian: %(count)s."), len(shown.of(Kind.CHANGED))),
        (_("Datos generales que cambian: %(count)s."), len(shown.general)),
    ]
    told = [text % {"count": number_format(count)} for text, count in sentences if count]
    return [*told, _("Trabajadores: %(counts)s.") % {"counts": workers}] if workers else told


def difference_csv(apart: RosterDifference) -> bytes:
    """Every worker who differs, as CSV with a BOM so that spreadsheets read its letters."""
    was = [pl.lit("").alias(f"{name}_antes") for name in COMPARED]
    came = apart.came.select(pl.lit("entra").alias("diferencia"), pl.all(), *was)
    left = apart.left.select(pl.lit("sale").alias("diferencia"), pl.all(), *was)
    changed = apart.changed.select(
        pl.lit("cambia").alias("diferencia"),
        "nss",
        *COMPARED,
        *(pl.col(f"{name}{WAS}").alias(f"{name}_antes") for name in COMPARED),
    )
    return pl.concat([came, left, changed]).write_csv(include_bom=True).encode()


def _stats(shown: DocumentDifference) -> list[Stat]:
    workers = shown.workers
    figures = [
        (_("Contratos que se agregan"), len(shown.of(Kind.ADDED))),
        (_("Contratos que se quitan"), len(shown.of(Kind.REMOVED))),
        (_("Contratos que cambian"), len(shown.of(Kind.CHANGED))),
        (_("Trabajadores que entran"), workers.came),
        (_("Trabajadores que salen"), workers.left),
        (_("Trabajadores que cambian"), workers.changed),
    ]
    return [Stat(name, number_format(count, force_grouping=True)) for name, count in figures]


def _change(one: Difference) -> Change:
    return Change(field_name(one.path), value_words(one.old), value_words(one.new))


def _changed(one: ContractDifference, base_url: str) -> ChangedContract:
    contract = one.contract
    return ChangedContract(
        title=f"{contract.folio} · {contract.beneficiary.name}",
        rows=[_change(field) for field in one.fields],
        workers=counts_words(one.workers),
        workers_url=f"{base_url}{contract.folio}/?ver={_first_part(one.workers)}"
        if one.workers.total
        else "",
    )


def _first_part(counts: WorkerCounts) -> str:
    return next(part for part, table in PARTS.items() if getattr(counts, table))


def _contract_row(one: ContractDifference) -> Row:
    contract = one.contract
    return Row(
        [
            contract.folio,
            contract.beneficiary.name,
            day_words(contract.start_date),
            day_or_indefinite(contract.end_date),
            number_format(contract.workers, force_grouping=True),
        ]
    )


def _worker_columns(part: str) -> list[Column]:
    named = [Column(_("NSS"), code=True), Column(_("CURP"), code=True), Column(_("Nombre completo"))]
    last = Column(_("Qué cambia"), wide=True) if part == "cambios" else Column(_("SBC"), numeric=True)
    return [*named, last]


def _worker_row(row: dict[str, str], part: str) -> Row:
    name = " ".join(filter(None, (row["primer_apellido"], row["segundo_apellido"], row["nombre"])))
    last = (
        _what_changed(row) if part == "cambios" else f"${number_format(row['sbc'], 2, force_grouping=True)}"
    )
    return Row([row["nss"], row["curp"], name, last])


def _what_changed(row: dict[str, str]) -> str:
    told = [
        _("%(what)s: era «%(old)s» y es «%(new)s»")
        % {"what": _(label), "old": row[f"{name}{WAS}"] or _("vacío"), "new": row[name] or _("vacío")}
        for name, label in _COLUMNS.items()
        if row[name] != row[f"{name}{WAS}"]
    ]
    return "; ".join(told)


def _more(count: int) -> str:
    if count <= PAGE:
        return ""
    return _("Se muestran los primeros %(shown)s de %(total)s.") % {
        "shown": PAGE,
        "total": number_format(count, force_grouping=True),
    }


def _range_words(offset: int, shown: int, total: int) -> str:
    if not shown:
        return ""
    return _("Del %(first)s al %(last)s de %(total)s") % {
        "first": number_format(offset + 1, force_grouping=True),
        "last": number_format(offset + shown, force_grouping=True),
        "total": number_format(total, force_grouping=True),
    }


def _neighbours(base_url: str, query: str, offset: int, total: int) -> dict[str, str]:
    before = f"{base_url}?{query}desde={max(offset - PAGE, 0)}" if offset else ""
    after = f"{base_url}?{query}desde={offset + PAGE}" if offset + PAGE < total else ""
    return {"previous_url": before, "next_url": after}
