"""Reads of contracts, beneficiaries and workers."""

import re
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from icsoe.apps.contracts.models import Beneficiary, CapturePeriod, Contract, Roster, Worker
from icsoe.lib.identifiers.search import name_key
from icsoe.lib.periods.period import Period

PAGE = 50


@dataclass(frozen=True)
class ContractRow:
    """A contract with the number of its workers."""

    contract: Contract
    workers: int


@dataclass(frozen=True)
class WorkersPage:
    """One page of a list; ``after`` is the key of the next page, empty on the last one."""

    workers: list[Worker]
    after: str
    total: int


def contracts_of(provider_rfc: str, period: Period, *, words: str = "") -> list[ContractRow]:
    """The contracts of a period in order of folio, those that hold ``words`` when given."""
    current = Roster.objects.filter(contract=OuterRef("pk"), is_current=True)
    found = (
        Contract.objects.filter(provider_id=provider_rfc, year=period.year, number=period.number)
        .select_related("beneficiary")
        .annotate(workers=Subquery(current.values("worker_count")[:1]))
        .order_by("folio")
    )
    if words:
        found = found.filter(
            Q(folio__icontains=words)
            | Q(beneficiary__rfc__icontains=words)
            | Q(beneficiary__name__icontains=words)
            | Q(object__icontains=words)
            | Q(reference__icontains=words)
        )
    return [ContractRow(contract, contract.workers or 0) for contract in found]


def contract(provider_rfc: str, folio: str) -> Contract:
    """The provider's contract with its beneficiary. Raises Contract.DoesNotExist."""
    return Contract.objects.select_related("beneficiary").get(provider_id=provider_rfc, folio=folio)


def current_roster(contract: Contract) -> Roster:
    return Roster.objects.get(contract=contract, is_current=True)


def capture_is_open(provider_rfc: str, period: Period) -> bool:
    """Whether the period's contracts may be changed: until it is presented."""
    return not CapturePeriod.objects.filter(
        provider_id=provider_rfc, year=period.year, number=period.number, is_open=False
    ).exists()


def beneficiaries(provider_rfc: str, *, words: str = "", size: int = 200) -> list[Beneficiary]:
    """The provider's directory in order of name, those that hold ``words`` when given."""
    found = Beneficiary.objects.filter(provider_id=provider_rfc)
    if words:
        found = found.filter(Q(rfc__icontains=words) | Q(name__icontains=words))
    return list(found.order_by("name", "rfc")[:size])


def beneficiary(provider_rfc: str, rfc: str) -> Beneficiary:
    """One of the directory, by RFC. Raises Beneficiary.DoesNotExist."""
    return Beneficiary.objects.get(provider_id=provider_rfc, rfc=rfc)


def worker(contract: Contract, worker_id: int) -> Worker:
    """One worker of the contract's current list. Raises Worker.DoesNotExist."""
    return Worker.objects.get(pk=worker_id, roster__contract=contract, roster__is_current=True)


def workers_page(contract: Contract, *, words: str = "", after: str = "", size: int = PAGE) -> WorkersPage:
    """A page of workers by keyset, so that the last page of a million costs what the first does.

    ``words``: the beginning of an NSS, of a CURP, or of the names (first surname first); names are also looked
    for anywhere when nothing begins so. ``after`` is the key the page before gave.
    """
    roster = current_roster(contract)
    everyone = Worker.objects.filter(roster=roster)
    kind, text = _kind_of(words)
    if kind == "name":
        page = _page(everyone.filter(name_key__startswith=text), "name_key", after, size)
        if not page.workers and not after:
            held = everyone
            for word in text.split():
                held = held.filter(name_key__contains=word)
            page = _page(held, "nss", after, size)
    elif kind == "curp":
        page = _page(everyone.filter(curp__startswith=text), "curp", after, size)
    else:
        page = _page(everyone.filter(nss__startswith=text) if text else everyone, "nss", after, size)
    return WorkersPage(page.workers, page.after, roster.worker_count)


def _kind_of(words: str) -> tuple[str, str]:
    bare = re.sub(r"[\s-]", "", words)
    if not bare or re.fullmatch(r"[0-9]{1,11}", bare):
        return "nss", bare
    if re.fullmatch(r"[A-Za-z]{4}[0-9]{1,6}[A-Za-z0-9]{0,8}", bare):
        return "curp", bare.upper()
    return "name", name_key(words)


def _page(found: QuerySet[Worker], order: str, after: str, size: int) -> WorkersPage:
    """Rows after the key ``<value>~<nss>``, one more than asked to know whether others follow."""
    if after:
        value, _, nss = after.rpartition("~")
        beyond = Q(**{f"{order}__gt": value}) | Q(**{order: value, "nss__gt": nss})
        found = found.filter(**{f"{order}__gte": value}).filter(beyond)
    rows = list(found.order_by(order, "nss")[: size + 1])
    if len(rows) <= size:
        return WorkersPage(rows, "", 0)
    last = rows[size - 1]
    return WorkersPage(rows[:size], f"{getattr(last, order)}~{last.nss}", 0)
