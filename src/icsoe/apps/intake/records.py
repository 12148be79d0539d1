"""What acts take and reads give."""

from dataclasses import dataclass
from uuid import UUID

from icsoe.apps.intake.enums import ApplyMode, LoadState, Step
from icsoe.lib.rulebook.rules import Finding

#: Cells may be corrected on the page while the errors are at most so many.
MOST_CORRECTED = 200


@dataclass(frozen=True)
class ContractChange:
    """What applying does to one contract, in workers. ``kept``: those of the list that the file does not
    name.
    """

    folio: str
    added: int
    changed: int
    unchanged: int
    removed: int
    kept: int
    skipped: int


@dataclass(frozen=True)
class Preview:
    """What applying would do, said beforehand.

    ``basis`` names the lists this was worked out against: handed back to ``apply``, it refuses when they have
    changed. ``skipped``: rows left out for their errors. ``clashes``: the first rows that the list, if kept,
    stands against.
    """

    mode: ApplyMode
    contracts: tuple[ContractChange, ...]
    skipped: int
    clashes: tuple[Finding, ...]
    basis: str

    @property
    def added(self) -> int:
        return sum(one.added for one in self.contracts)

    @property
    def changed(self) -> int:
        return sum(one.changed for one in self.contracts)

    @property
    def unchanged(self) -> int:
        return sum(one.unchanged for one in self.contracts)

    @property
    def removed(self) -> int:
        return sum(one.removed for one in self.contracts)

    @property
    def changes_nothing(self) -> bool:
        """Whether the lists already say what the file says."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Progress:
    """How far a load is. ``rows_total`` is 0 until the file is read; ``waiting`` jobs stand before it."""

    public_id: UUID
    state: LoadState
    step: Step
    rows_done: int
    rows_total: int
    percent: int
    settled: bool


@dataclass(frozen=True)
class CodeTotal:
    """How often a rule was broken, for the chart."""

    code: str
    is_error: bool
    only_merge: bool
    count: int
