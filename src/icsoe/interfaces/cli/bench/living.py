"""What the firms of a share of the country do in a period, through the service layer, each step timed.

Needs Django set up; runs in a process of its own, as a web server's.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import polars as pl

from icsoe.apps.access import services as access
from icsoe.apps.audit import clock
from icsoe.apps.contracts.records import ContractData
from icsoe.apps.contracts.services import change_contract
from icsoe.apps.filings import complements
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.services import present
from icsoe.apps.intake import applying, checking, services
from icsoe.apps.intake.enums import ApplyMode, LoadState
from icsoe.apps.receipts import selectors as receipts
from icsoe.apps.receipts.services import render
from icsoe.interfaces.cli.bench.crowd import COLUMNS
from icsoe.interfaces.cli.bench.holders import SERVICE, Holder, Holders, register, review, signed
from icsoe.interfaces.cli.bench.nation import Firm
from icsoe.interfaces.cli.bench.providers import CLIENT, capture_contract, capture_worker
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.periods.period import Period

#: Lists this short are typed, longer ones come in a file.
TYPED = 5
#: One filing in so many has its receipt drawn on the spot, to know what the jobs will cost.
_DRAWN = 50
STEPS = ("enter", "contracts", "workers", "review", "present")
DRAW = "receipt"


class Share:
    """The firms one process plays. ``seconds`` by step and ``filings`` are of the period last lived."""

    def __init__(self, folder: Path, firms: Iterable[Firm]) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.filings = self.drawn = 0
        self._folder, self._firms = folder, list(firms)
        self._now = clock.now()
        self._holders = Holders(folder, lambda: self._now)
        self._known: dict[int, Holder] = {}
        most = max((firm.workers for firm in self._firms), default=0)
        self._people = people(max(most, 1), seed=7).select(pl.col(COLUMNS).cast(pl.String))

    def live(self, period: Period, at: datetime) -> None:
        """Have every firm capture, review and present the period at that instant."""
        self.seconds.clear()
        self._now, self.filings, self.drawn = at, 0, 0
        for firm in self._firms:
            holder = self._enter(firm, period, at)
            folios = self._capture(firm, holder, period, at)
            folio = self._present(holder, period, at)
            if firm.is_corrected:
                folio = self._correct(holder, folios[0], period, at)
            self._draw(folio, at)

    def _enter(self, firm: Firm, period: Period, at: datetime) -> Holder:
        """The holder, its certificate asked about anew; it registers the first time it comes."""
        holder = self._known.get(firm.number)
        if holder is None:
            holder = self._known[firm.number] = self._holders.mint(firm.number, since=at)
            with self._timed("enter"):
                register(holder, period, at)
        with self._timed("enter"):
            access.remember(holder.certificate, at=at)
        return holder

    def _capture(self, firm: Firm, holder: Holder, period: Period, at: datetime) -> list[str]:
        with self._timed("contracts"):
            folios = [capture_contract(holder, period, at) for _ in range(firm.contracts)]
        rows = self._people.head(firm.workers)
        if firm.workers > TYPED:
            file = self._file(rows, folios)
            with self._timed("workers"):
                _load(holder, period, file, at)
        else:
            with self._timed("workers"):
                for place, row in enumerate(rows.iter_rows(named=True)):
                    capture_worker(holder, folios[place % len(folios)], row, at)
        return folios

    def _file(self, rows: pl.DataFrame, folios: list[str]) -> Path:
        """The firm's own file, its workers spread over its contracts."""
        file = self._folder / f"workers-{self._firms[0].number}.csv"
        place = pl.int_range(pl.len()) % len(folios)
        rows.with_columns(folio_contrato=pl.lit(pl.Series(folios)).gather(place)).write_csv(file)
        return file

    def _present(self, holder: Holder, period: Period, at: datetime) -> str:
        """Review, sign and present; the folio."""
        with self._timed("review"):
            shown = review(holder, period, at)
        signature = signed(self._holders, holder, shown)
        with self._timed("present"):
            filing = present(provider_rfc=holder.rfc, period=period, signed=signature, by=holder.actor, at=at)
        self.filings += 1
        return filing.folio

    def _correct(self, holder: Holder, folio: str, period: Period, at: datetime) -> str:
        """Mend the object of one contract and present the Corrección."""
        data = ContractData(
            beneficiary=CLIENT,
            object="Limpieza diaria",
            service_folio=SERVICE[0],
            start_date=period.first_day,
        )
        with self._timed("contracts"):
            kind, by = FilingType.CORRECTION, holder.actor
            complements.start(provider_rfc=holder.rfc, period=period, type=kind, by=by, at=at)
            change_contract(provider_rfc=holder.rfc, folio=folio, data=data, by=by, at=at)
        return self._present(holder, period, at)

    def _draw(self, folio: str, at: datetime) -> None:
        if self.filings % _DRAWN:
            return
        receipt = receipts.receipt_id(folio)
        if receipt is None:
            raise ValueError(f"{folio} has no receipt")
        with self._timed(DRAW):
            render(receipt_id=receipt, at=at)
        self.drawn += 1

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[step] += time.perf_counter() - started


def _load(holder: Holder, period: Period, file: Path, at: datetime) -> None:
    """A file of workers for all contracts of the period: received, checked, applied."""
    rfc, by = holder.rfc, holder.actor
    load = services.receive(
        provider_rfc=rfc, period=period, folio=None, file_name=file.name, source=file, by=by, at=at
    )
    checking.check(load_id=load.pk, at=at)
    mode, load_id = ApplyMode.REPLACE, load.public_id
    seen = services.preview(provider_rfc=rfc, load_id=load_id, mode=mode)
    load = services.apply(
        provider_rfc=rfc, load_id=load_id, mode=mode, only_valid=False, basis=seen.basis, by=by, at=at
    )
    if load.state != LoadState.APPLIED:
        applying.apply_now(load_id=load.pk, at=at)
