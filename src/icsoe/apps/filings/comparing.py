"""What one document says otherwise than another, contract by contract, down to the workers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from icsoe.apps.filings.models import Filing, FrozenBytes
from icsoe.apps.filings.selectors import facts_of
from icsoe.lib.canonical.difference import Difference, Kind, differences
from icsoe.lib.canonical.document import ContractFacts, DocumentFacts
from icsoe.lib.canonical.roster import HEADER
from icsoe.lib.canonical.roster_difference import RosterDifference, roster_difference

#: Lists compared at a time: what is held in memory does not grow with the number of contracts.
_AT_ONCE = 20
Pair = tuple[ContractFacts | None, ContractFacts | None]
NOBODY = HEADER.encode()
#: What the counts of workers already tell.
_TOLD = {"workers", "roster_sha256", "movements_sha256"}


@dataclass(frozen=True)
class WorkerCounts:
    """How many workers came, left and changed."""

    came: int = 0
    left: int = 0
    changed: int = 0

    @property
    def total(self) -> int:
        return self.came + self.left + self.changed

    def plus(self, other: "WorkerCounts") -> "WorkerCounts":
        """Both together."""
        return WorkerCounts(self.came + other.came, self.left + other.left, self.changed + other.changed)


@dataclass(frozen=True)
class ContractDifference:
    """One contract that differs; ``fields`` are its own data, without the workers."""

    kind: Kind
    old: ContractFacts | None
    new: ContractFacts | None
    fields: tuple[Difference, ...]
    workers: WorkerCounts

    @property
    def contract(self) -> ContractFacts:
        """The contract as it is, or as it was when it was removed."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a contract that is nowhere does not differ")
        return found


@dataclass(frozen=True)
class DocumentDifference:
    """Everything that differs: general data, and the contracts in order of folio."""

    general: tuple[Difference, ...]
    contracts: tuple[ContractDifference, ...]
    unchanged: int

    def of(self, kind: Kind) -> list[ContractDifference]:
        """The contracts that differ in that way."""
        return [one for one in self.contracts if one.kind is kind]

    @property
    def workers(self) -> WorkerCounts:
        """Workers of every contract together."""
        counts = WorkerCounts()
        for one in self.contracts:
            counts = counts.plus(one.workers)
        return counts

    @property
    def is_empty(self) -> bool:
        return not self.general and not self.contracts


def compare(old: DocumentFacts, new: DocumentFacts) -> DocumentDifference:
    """Compare two documents whose lists of workers are kept."""
    before = {one.folio: one for one in old.contracts}
    after = {one.folio: one for one in new.contracts}
    told = differences(old, new)
    fields: dict[str, list[Difference]] = {}
    for one in told:
        if one.path[0] == "contracts" and len(one.path) > 2:
            fields.setdefault(one.path[1], []).append(one)
    differing = sorted({*fields, *(before.keys() ^ after.keys())})
    counts = _worker_counts([(before.get(folio), after.get(folio)) for folio in differing])
    return DocumentDifference(
        general=tuple(one for one in told if one.path[0] != "contracts"),
        contracts=tuple(
            _contract_difference(before.get(folio), after.get(folio), fields.get(folio, []), workers)
            for folio, workers in zip(differing, counts, strict=True)
        ),
        unchanged=len(before.keys() & after.keys())
        - sum(folio in before and folio in after for folio in differing),
    )


def compare_workers(old: ContractFacts | None, new: ContractFacts | None) -> RosterDifference:
    """Worker by worker, what differs between a contract as it was and as it is; None: it was not there."""
    kept = _bytes([one.roster_sha256 for one in (old, new) if one])
    return roster_difference(_list_of(old, kept), _list_of(new, kept))


def documents_of_filing(one: Filing) -> tuple[DocumentFacts, DocumentFacts] | None:
    """What the replaced filing said and what this one says; None where it replaced none."""
    if one.replaces is None:
        return None
    return facts_of(one.replaces), facts_of(one)


def _contract_difference(
    old: ContractFacts | None, new: ContractFacts | None, fields: list[Difference], workers: WorkerCounts
) -> ContractDifference:
    kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
    own = tuple(one for one in fields if one.path[-1] not in _TOLD)
    return ContractDifference(kind=kind, old=old, new=new, fields=own, workers=workers)


def _worker_counts(
    pairs: Sequence[tuple[ContractFacts | None, ContractFacts | None]],
) -> Iterator[WorkerCounts]:
    """The counts of each pair, reading the lists a few at a time. Whole contracts need no list."""
    for some in _chunks(pairs):
        both = [(old, new) for old, new in some if old and new and old.roster_sha256 != new.roster_sha256]
        kept = _bytes([sha256 for old, new in both for sha256 in (old.roster_sha256, new.roster_sha256)])
        for old, new in some:
            yield _count(old, new, kept)


def _count(old: ContractFacts | None, new: ContractFacts | None, kept: dict[str, bytes]) -> WorkerCounts:
    if old is None or new is None:
        return WorkerCounts(came=new.workers if new else 0, left=old.workers if old else 0)
    if old.roster_sha256 == new.roster_sha256:
        return WorkerCounts()
    apart = roster_difference(kept[old.roster_sha256], kept[new.roster_sha256])
    return WorkerCounts(apart.came.height, apart.left.height, apart.changed.height)


def _chunks(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    rest = iter(pairs)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _bytes(hashes: Sequence[str]) -> dict[str, bytes]:
    kept = FrozenBytes.objects.filter(pk__in=hashes).values_list("sha256", "content")
    return {sha256: bytes(content) for sha256, content in kept}


def _list_of(contract: ContractFacts | None, kept: dict[str, bytes]) -> bytes:
    return kept[contract.roster_sha256] if contract else NOBODY
