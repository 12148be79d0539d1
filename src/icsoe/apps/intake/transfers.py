"""Files that arrive in pieces: opened, added to, taken up after a cut, handed over once they are whole."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from icsoe.apps.audit.actor import Actor
from icsoe.apps.contracts.captures import share_capture
from icsoe.apps.intake import files
from icsoe.apps.intake.models import Transfer
from icsoe.apps.intake.services import Copy, copied, require_room, take_in
from icsoe.apps.providers.models import Provider
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.write import safe_file_name

#: Files of one sender that may be on their way at a time.
MOST_OPEN = 10
#: One that nobody has added to for so long gives way to a new one: on another computer, or once the
#: browser has forgotten it, the person cannot cancel it.
IDLE = timedelta(minutes=30)
#: One that nobody adds to for so long is given up.
PATIENCE = timedelta(hours=24)
_PIECE = 256 * 1024
_FOLDER = "transfers"


class TransferError(Exception):
    """A piece that does not fit what has arrived.

    ``code``: ``too_many`` (of one sender), ``offset`` (it does not begin where the last one ended),
    ``overrun`` (it goes beyond the length told) or ``busy`` (another piece is being written).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Source(Protocol):
    """Where the bytes of a piece come from."""

    def read(self, size: int, /) -> bytes: ...


def longest() -> int:
    """The most bytes a file may hold."""
    return Limits().max_bytes


def open_transfer(
    *,
    provider_rfc: str,
    period: Period,
    folio: str | None,
    file_name: str,
    length: int,
    by: Actor,
    at: datetime,
) -> Transfer:
    """Begin to receive a file of ``length`` bytes; nothing is written to the disk before its first piece.

    Raises TransferError too_many, Refused (file_empty, file_too_large, capture_closed),
    Contract.DoesNotExist.
    """
    if not length:
        raise Refused(Finding("file_empty", "file"))
    if length > longest():
        raise Refused(Finding("file_too_large", "file"))
    with transaction.atomic():
        # One at a time for each provider, so that the count below holds.
        Provider.objects.select_for_update(no_key=True).get(pk=provider_rfc)
        share_capture(provider_rfc, period, by=by, folio=folio or "")
        _make_room(_open_of(provider_rfc, by, at), at)
        return Transfer.objects.create(
            provider_id=provider_rfc,
            sender_kind=by.kind.value,
            sender_key=by.key,
            year=period.year,
            number=period.number,
            folio=folio or "",
            file_name=safe_file_name(file_name),
            length=length,
            begun_at=at,
            touched_at=at,
        )


def _open_of(provider_rfc: str, by: Actor, at: datetime) -> QuerySet[Transfer]:
    return Transfer.objects.filter(
        provider_id=provider_rfc,
        sender_kind=by.kind.value,
        sender_key=by.key,
        load__isnull=True,
        touched_at__gte=at - PATIENCE,
    )


def _make_room(open_ones: QuerySet[Transfer], at: datetime) -> None:
    """Give up the one idle longest when there is room for no more. Raises TransferError too_many."""
    if open_ones.count() < MOST_OPEN:
        return
    idle = open_ones.filter(touched_at__lt=at - IDLE).order_by("touched_at", "id").first()
    if idle is None:
        raise TransferError("too_many")
    _forget(idle)


def _forget(one: Transfer) -> None:
    one.delete()
    _path(one.public_id).unlink(missing_ok=True)


def transfer(*, provider_rfc: str, transfer_id: UUID, by: Actor) -> Transfer:
    """One's own file on its way. Raises Transfer.DoesNotExist for anybody else's."""
    return Transfer.objects.select_related("load").get(
        provider_id=provider_rfc, sender_kind=by.kind.value, sender_key=by.key, public_id=transfer_id
    )


def add_piece(
    *, provider_rfc: str, transfer_id: UUID, offset: int, size: int, source: Source, by: Actor, at: datetime
) -> Transfer:
    """Write the ``size`` bytes that ``source`` gives after the first ``offset``; what arrived of a piece that
    was cut is kept. The last one hands the file over.

    Raises TransferError offset, overrun, busy; what ``receive`` raises; Transfer.DoesNotExist.
    """
    one = transfer(provider_rfc=provider_rfc, transfer_id=transfer_id, by=by)
    _require_next(one, offset)
    if offset + size > one.length:
        raise TransferError("overrun")
    if size:
        with _held(_path(one.public_id)) as file:
            one.refresh_from_db(fields=["arrived"])
            _require_next(one, offset)
            _write(one, file, source, size, at)
    return hand_over(provider_rfc=provider_rfc, transfer_id=transfer_id, by=by, at=at)


def _require_next(one: Transfer, offset: int) -> None:
    if offset != one.arrived:
        raise TransferError("offset")


def _write(one: Transfer, file: BinaryIO, source: Source, size: int, at: datetime) -> None:
    """What was written counts only once the disk has it, also when the connection breaks half-way."""
    file.seek(one.arrived)
    written = 0
    try:
        while written < size and (piece := source.read(min(_PIECE, size - written))):
            written += file.write(piece)
    finally:
        file.flush()
        os.fsync(file.fileno())
        one.arrived += written
        one.touched_at = at
        one.save(update_fields=["arrived", "touched_at"])


def hand_over(*, provider_rfc: str, transfer_id: UUID, by: Actor, at: datetime) -> Transfer:
    """Make a load of a file that is whole; nothing happens to one that is not, or that already is one.

    Raises what ``receive`` raises, and then the file waits for another try.
    """
    one = transfer(provider_rfc=provider_rfc, transfer_id=transfer_id, by=by)
    if one.load_id is not None or one.arrived < one.length:
        return one
    with transaction.atomic():
        require_room(provider_rfc, Period(one.year, one.number), one.folio or None, by=by)
    try:
        with copied(_path(transfer_id), Limits()) as copy, transaction.atomic():
            return _become(one, copy, by, at)
    except FileNotFoundError:
        return _handed_over_meanwhile(one, by)


def _become(one: Transfer, copy: Copy, by: Actor, at: datetime) -> Transfer:
    """The transfer, locked, and the copy its load; of two that come at once, the first one's."""
    locked = Transfer.objects.select_for_update().get(pk=one.pk)
    if locked.load_id is not None:
        files.remove(copy.public_id)
        return locked
    locked.load = take_in(
        copy,
        provider_rfc=one.provider_id,
        period=Period(one.year, one.number),
        folio=one.folio or None,
        file_name=one.file_name,
        by=by,
        at=at,
    )
    locked.save(update_fields=["load"])
    transaction.on_commit(lambda: _path(one.public_id).unlink(missing_ok=True))
    return locked


def _handed_over_meanwhile(one: Transfer, by: Actor) -> Transfer:
    """The transfer whose pieces another request has just made a load of; FileNotFoundError when none has."""
    now = transfer(provider_rfc=one.provider_id, transfer_id=one.public_id, by=by)
    if now.load_id is None:
        raise FileNotFoundError(one.public_id)
    return now


def give_up(*, provider_rfc: str, transfer_id: UUID, by: Actor) -> None:
    """Forget a file on its way. Raises Transfer.DoesNotExist, also for one that is a load by now."""
    one = transfer(provider_rfc=provider_rfc, transfer_id=transfer_id, by=by)
    if one.load_id is not None:
        raise Transfer.DoesNotExist
    one.delete()
    _path(transfer_id).unlink(missing_ok=True)


def forget_stale(*, at: datetime) -> int:
    """Forget the transfers that nobody has added to for long, with what had arrived of them; how many."""
    stale = list(Transfer.objects.filter(touched_at__lt=at - PATIENCE))
    for one in stale:
        _forget(one)
    _remove_strays(at)
    return len(stale)


def _remove_strays(at: datetime) -> None:
    """Remove what arrived of a file whose row is gone."""
    for path in _root().glob("*"):
        young = path.stat().st_mtime > (at - PATIENCE).timestamp()
        if not young and not Transfer.objects.filter(public_id=UUID(path.name)).exists():
            path.unlink(missing_ok=True)


@contextmanager
def _held(path: Path) -> Iterator[BinaryIO]:
    """The file, held by this request alone; a second one at the same time is told so, and waits."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TransferError("busy") from error
        yield file


def _root() -> Path:
    return Path(default_storage.path(_FOLDER))


def _path(public_id: UUID) -> Path:
    return _root() / str(public_id)
