"""The template of a file of workers with those that a contract, or every contract of a period, has now."""

from pathlib import Path

import polars as pl

from icsoe.apps.contracts.canonical import roster_frame
from icsoe.apps.contracts.models import Roster
from icsoe.lib.periods.period import Period
from icsoe.lib.sheets.template import Language, write_template_csv, write_template_xlsx

#: Over so many workers a workbook takes too long to make while somebody waits; the CSV does not.
MOST_IN_WORKBOOK = 100_000


def listed_workers(provider_rfc: str, period: Period, folio: str | None) -> int:
    """How many workers a filled template would hold."""
    return sum(roster.worker_count for roster in _rosters(provider_rfc, period, folio))


def write_filled(
    target: Path,
    kind: str,
    *,
    provider_rfc: str,
    period: Period,
    folio: str | None,
    language: Language = "es",
) -> None:
    """Write the template to ``target`` with the workers of one contract, or of all with their folios.

    ``kind``: csv, or xlsx up to ``MOST_IN_WORKBOOK`` workers.
    """
    rosters = _rosters(provider_rfc, period, folio)
    frames = [roster_frame(one) for one in rosters]
    if folio is None:
        frames = [
            frame.with_columns(pl.lit(one.contract.folio).alias("folio_contrato"))
            for one, frame in zip(rosters, frames, strict=True)
        ]
    write_template(target, kind, pl.concat(frames) if frames else None, language=language)


def write_template(
    target: Path, kind: str, workers: pl.DataFrame | None = None, *, language: Language = "es"
) -> None:
    """Write the template to ``target``, empty or with workers; ``kind``: csv or xlsx, which instructs."""
    if kind == "csv":
        write_template_csv(target, workers)
    else:
        write_template_xlsx(target, workers, language=language)


def _rosters(provider_rfc: str, period: Period, folio: str | None) -> list[Roster]:
    found = Roster.objects.filter(
        contract__provider_id=provider_rfc,
        contract__year=period.year,
        contract__number=period.number,
        is_current=True,
        worker_count__gt=0,
    )
    if folio is not None:
        found = found.filter(contract__folio=folio)
    return list(found.select_related("contract").order_by("contract__folio"))
