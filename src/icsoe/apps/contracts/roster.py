"""Acts on the workers of a contract, one at a time."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import open_contract
from icsoe.apps.contracts.models import Contract, Roster, Worker
from icsoe.apps.contracts.records import WorkerData
from icsoe.apps.contracts.selectors import current_roster
from icsoe.apps.registries.gateways import Insured, InsuredRegister, PostgresInsuredRegister
from icsoe.lib.identifiers import nss as nss_key
from icsoe.lib.identifiers.search import name_key
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.reference_values import shipped_values
from icsoe.lib.rulebook import salary
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.refusal import Refused, require
from icsoe.lib.rulebook.registry import check_against_registry
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.worker import NAME_COLUMNS, check_worker, normalise_worker

_MARK_CHARS = 32

REGISTER: InsuredRegister = PostgresInsuredRegister()


class ChangedMeanwhile(Refused):
    """Somebody changed the worker since it was looked at; ``mark`` is that of what the list says now."""

    def __init__(self, finding: Finding, mark: str) -> None:
        super().__init__(finding)
        self.mark = mark


def add_worker(
    *, provider_rfc: str, folio: str, data: WorkerData, by: Actor, at: datetime
) -> tuple[Worker, list[Finding]]:
    """Add one worker to a contract. Returns it with its warnings; raises Refused, Contract.DoesNotExist."""
    with constraints_speak(), transaction.atomic():
        contract, _ = open_contract(provider_rfc, folio, by=by)
        columns, warnings = _judge(contract, data)
        roster = current_roster(contract)
        _require_new(roster, columns, except_pk=0)
        worker = Worker.objects.create(roster=roster, **columns)
        _touch(roster, change=1)
        record(Event.WORKER_ADDED, by=by, at=at, provider_rfc=provider_rfc, subject=folio, worker=worker.pk)
    return worker, warnings


def change_worker(
    *,
    provider_rfc: str,
    folio: str,
    worker_id: int,
    data: WorkerData,
    by: Actor,
    at: datetime,
    seen: str = "",
) -> tuple[Worker, list[Finding]]:
    """Change one worker. Raises Refused, Contract.DoesNotExist, Worker.DoesNotExist.

    ``seen`` is the ``mark`` of what the person had in view: ChangedMeanwhile when the list says something
    else by now, so that nothing is overwritten unread.
    """
    with constraints_speak(), transaction.atomic():
        contract, _ = open_contract(provider_rfc, folio, by=by)
        columns, warnings = _judge(contract, data)
        roster = current_roster(contract)
        worker = Worker.objects.get(pk=worker_id, roster=roster)
        _require_as_seen(worker, seen)
        _require_new(roster, columns, except_pk=worker.pk)
        for name, value in columns.items():
            setattr(worker, name, value)
        worker.save()
        _touch(roster, change=0)
        record(Event.WORKER_CHANGED, by=by, at=at, provider_rfc=provider_rfc, subject=folio, worker=worker.pk)
    return worker, warnings


def remove_worker(*, provider_rfc: str, folio: str, worker_id: int, by: Actor, at: datetime) -> WorkerData:
    """Remove one worker; returns what was removed, to put it back. Raises as ``change_worker``."""
    with transaction.atomic():
        contract, _ = open_contract(provider_rfc, folio, by=by)
        roster = current_roster(contract)
        worker = Worker.objects.get(pk=worker_id, roster=roster)
        removed = WorkerData(
            nss=worker.nss,
            curp=worker.curp,
            primer_apellido=worker.primer_apellido,
            segundo_apellido=worker.segundo_apellido,
            nombre=worker.nombre,
            sbc=str(worker.sbc),
        )
        worker.delete()
        _touch(roster, change=-1)
        record(Event.WORKER_REMOVED, by=by, at=at, provider_rfc=provider_rfc, subject=folio, worker=worker_id)
    return removed


def mark(worker: Worker) -> str:
    """A short mark of what the list says of a worker, to know later whether it still says so."""
    return hashlib.sha256("\0".join(_said(worker)).encode()).hexdigest()[:_MARK_CHARS]


def _said(worker: Worker) -> list[str]:
    return [str(getattr(worker, name)) for name in ("nss", "curp", *NAME_COLUMNS, "sbc")]


def _require_as_seen(worker: Worker, seen: str) -> None:
    if seen and seen != mark(worker):
        said = ", ".join(filter(None, _said(worker)))
        raise ChangedMeanwhile(Finding("worker_changed_meanwhile", "", "", said), mark(worker))


def _judge(contract: Contract, data: WorkerData) -> tuple[dict[str, object], list[Finding]]:
    """The columns to keep and the warnings; names and SBC left empty are the register's. Raises Refused."""
    period = Period(contract.year, contract.number)
    typed: dict[str, str] = asdict(data)
    clean = normalise_worker(typed)
    known = _known(clean["nss"], period)
    typed |= _fill(typed, known)
    warnings = require(
        [
            *check_worker(typed, shipped_values().sbc_limits(period)),
            *check_against_registry(normalise_worker(typed), known, complete=REGISTER.complete()),
        ]
    )
    clean = normalise_worker(typed)
    return {
        **{name: clean[name] for name in ("nss", "curp", *NAME_COLUMNS)},
        "sbc": salary.parse(typed["sbc"]),
        "name_key": name_key(*(clean[name] for name in NAME_COLUMNS)),
    }, warnings


def _known(nss: str, period: Period) -> Insured | None:
    if nss_key.check(nss) is not None:
        return None
    return REGISTER.lookup([nss], by=period.last_day).get(nss)


def registered_person(*, period: Period, nss: str, curp: str) -> Insured | None:
    """The person of the register of insured who holds both keys, with the last SBC of the period, or None."""
    clean = normalise_worker({"nss": nss, "curp": curp})
    known = _known(clean["nss"], period)
    return known if known is not None and known.curp == clean["curp"] else None


def _fill(typed: dict[str, str], known: Insured | None) -> dict[str, str]:
    """What the register gives where nothing was typed: the names together, and the last SBC.

    Only to whoever gave both keys of the person: an NSS alone reveals nothing.
    """
    if known is None or known.curp != normalise_worker(typed)["curp"]:
        return {}
    filled: dict[str, str] = {}
    if not any(typed[name].strip() for name in NAME_COLUMNS):
        filled |= {name: getattr(known, name) for name in NAME_COLUMNS}
    if not typed["sbc"].strip() and known.sbc is not None:
        filled["sbc"] = str(known.sbc)
    return filled


def _require_new(roster: Roster, columns: dict[str, object], *, except_pk: int) -> None:
    """Raise Refused when the NSS or the CURP is already in the list, saying with whom."""
    either = Q(nss=columns["nss"]) | Q(curp=columns["curp"])
    holders = list(Worker.objects.filter(either, roster=roster).exclude(pk=except_pk))
    findings: list[Finding] = []
    for key, other, code in (("nss", "curp", "nss_other_curp"), ("curp", "nss", "curp_other_nss")):
        holder = next((one for one in holders if getattr(one, key) == columns[key]), None)
        if holder is None:
            continue
        partner = getattr(holder, other)
        if partner == columns[other]:
            raise Refused(Finding("worker_repeated", "nss", str(columns["nss"])))
        findings.append(Finding(code, key, str(columns[key]), partner))
    require(findings)


def _touch(roster: Roster, *, change: int) -> None:
    roster.revision += 1
    roster.worker_count += change
    roster.save(update_fields=["revision", "worker_count"])
