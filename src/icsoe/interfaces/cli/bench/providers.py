"""Invented providers ready to sign, for measurements."""

import itertools
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from icsoe.apps.access import services as access
from icsoe.apps.audit import clock
from icsoe.apps.audit.actor import Actor
from icsoe.apps.contracts.records import ContractData, PartyData, WorkerData
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.services import add_contract
from icsoe.apps.filings.services import Signed, present
from icsoe.interfaces.cli.bench.holders import SERVICE, Holder, Holders, register, review, signed
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day

CLIENT = PartyData(rfc="CPM090518QC0", name="CORPORATIVO PLAZA MIRADOR SA DE CV")


def capture_contract(holder: Holder, period: Period, at: datetime) -> str:
    """Capture a contract that started in the period; its folio."""
    data = ContractData(
        beneficiary=CLIENT, object="Limpieza", service_folio=SERVICE[0], start_date=period.first_day
    )
    contract, _ = add_contract(provider_rfc=holder.rfc, period=period, data=data, by=holder.actor, at=at)
    return contract.folio


def capture_worker(holder: Holder, folio: str, row: dict[str, object], at: datetime) -> None:
    """Capture one worker, as typed in a form."""
    data = WorkerData(**{name: str(row[name] or "") for name in WorkerData.__dataclass_fields__})
    add_worker(provider_rfc=holder.rfc, folio=folio, data=data, by=holder.actor, at=at)


class Cast:
    """Makes holders with their contracts and hands out acts of presenting, ready to be timed."""

    def __init__(self, folder: Path, *, contracts: int, workers: int) -> None:
        self.holders = Holders(folder, clock.now)
        self._contracts = contracts
        self._numbers = itertools.count(1)
        self._people = people(max(workers, 1), seed=3)

    def prepare(self, count: int) -> list[Callable[[], object]]:
        """``count`` acts, each of another provider; certificates have just been asked about."""
        return [self._ready(self.holders.mint(next(self._numbers), since=clock.now())) for _ in range(count)]

    def _ready(self, holder: Holder) -> Callable[[], object]:
        at = clock.now()
        period = Period.of_contract(central_day(at)).previous
        if period is None:
            raise ValueError("nothing was due before the first period")
        register(holder, period, at)
        folios = [capture_contract(holder, period, at) for _ in range(self._contracts)]
        for place, row in enumerate(self._people.iter_rows(named=True) if folios else ()):
            capture_worker(holder, folios[place % len(folios)], row, at)
        shown = review(holder, period, at)
        # The timed act finds the answer about its certificate where this leaves it.
        access.remember(holder.certificate, at=clock.now())
        return partial(_present, holder.rfc, period, signed(self.holders, holder, shown), holder.actor)


def _present(rfc: str, period: Period, signature: Signed, by: Actor) -> object:
    return present(provider_rfc=rfc, period=period, signed=signature, by=by, at=clock.now())
