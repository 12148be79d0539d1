"""Checking the log: an altered, inserted or deleted event breaks its chain."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction

BATCH = 5000

# One statement, so one snapshot. The text is computed here again, not by the database's own function: that
# one could have been altered too.
ENTRIES = """
    SELECT coalesce(chain, name), coalesce(position, length), e.id IS NOT NULL, e.previous, e.digest,
        CASE WHEN e.id IS NOT NULL THEN jsonb_build_array(
            chain, position, (extract(epoch FROM at) * 1000000)::bigint, event, actor_kind, actor_key,
            actor_name, address, provider_rfc, subject, details)::text END,
        h.digest
    FROM audit_entry e FULL JOIN audit_chainhead h ON h.name = e.chain AND h.length = e.position
    ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Fault:
    """Where a chain breaks and how: altered, missing, or longer or shorter than its head says."""

    chain: str
    position: int
    kind: str


@dataclass(frozen=True)
class Report:
    """What a whole verification found."""

    entries: int
    chains: int
    faults: list[Fault]


@dataclass(frozen=True)
class Head:
    """Where a chain ended: its length and its last digest, in hexadecimal."""

    length: int
    digest: str


def heads() -> dict[str, Head]:
    """Where every chain ends now; kept outside the database, it shows later that nothing before changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, length, digest FROM audit_chainhead ORDER BY name")
        return {name: Head(length, bytes(digest).hex()) for name, length, digest in cursor.fetchall()}


def verify(*, anchors: Mapping[str, Head] | None = None) -> Report:
    """Walk every chain and recompute every digest. ``anchors`` are heads kept earlier, to be met again."""
    walk = _Walk(anchors or {})
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(ENTRIES)
        while rows := cursor.fetchmany(BATCH):
            for chain, position, *row in rows:
                walk.step(chain, position, _Link(*row))
    walk.end()
    return Report(walk.entries, walk.chains, walk.faults)


@dataclass(frozen=True)
class _Link:
    """An entry as stored, the head that names it, or both."""

    stored: bool
    previous: bytes
    digest: bytes
    text: str
    head: bytes | None

    @property
    def is_honest(self) -> bool:
        return hashlib.sha256(bytes(self.previous) + self.text.encode()).digest() == bytes(self.digest)


class _Walk:
    """One pass over the entries in order of chain and position."""

    def __init__(self, anchors: Mapping[str, Head]) -> None:
        self.entries = 0
        self.chains = 0
        self.faults: list[Fault] = []
        self._anchors = anchors
        self._met: set[str] = set()
        self._chain: str | None = None
        self._last = Head(0, "")
        self._ended = True

    def step(self, chain: str, position: int, link: _Link) -> None:
        if chain != self._chain:
            self._close()
            self._chain, self._last, self._ended = chain, Head(0, ""), False
            self.chains += 1
        if position != self._last.length + 1 or not link.stored:
            self._fault(min(position, self._last.length + 1), "missing")
        if link.stored:
            self._enter(position, link)
        if link.head is not None:
            self._ended = not link.stored or bytes(link.head) == bytes(link.digest)

    def end(self) -> None:
        self._close()
        for chain in self._anchors.keys() - self._met:
            self.faults.append(Fault(chain, self._anchors[chain].length, "anchor"))

    def _enter(self, position: int, link: _Link) -> None:
        follows = position != self._last.length + 1 or bytes(link.previous).hex() == self._last.digest
        if not (follows and link.is_honest):
            self._fault(position, "altered")
        self._last = Head(position, bytes(link.digest).hex())
        self.entries += 1
        if self._anchors.get(str(self._chain)) == self._last:
            self._met.add(str(self._chain))

    def _close(self) -> None:
        if not self._ended:
            self._fault(self._last.length, "end")

    def _fault(self, position: int, kind: str) -> None:
        self.faults.append(Fault(str(self._chain), position, kind))
