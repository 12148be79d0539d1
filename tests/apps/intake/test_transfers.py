"""Files that arrive in pieces: taken up after a cut, never more than was told, nobody else's."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests import practice
from tests.apps.intake import files as f

from icsoe.apps.contracts.models import Contract
from icsoe.apps.intake import files, transfers
from icsoe.apps.intake.models import Load, Transfer
from icsoe.apps.intake.transfers import MOST_OPEN, TransferError
from icsoe.apps.providers.models import Provider
from icsoe.lib.rulebook.refusal import Refused

CONTENT = f.csv(f.crew(20))


def begin(
    one: Provider, contract: Contract | None = None, *, length: int = len(CONTENT), **how: Any
) -> Transfer:
    return transfers.open_transfer(
        provider_rfc=one.rfc,
        period=practice.PERIOD,
        folio=contract.folio if contract else None,
        file_name=how.get("name", "lista.csv"),
        length=length,
        by=how.get("by", practice.actor()),
        at=how.get("at", f.AT),
    )


def piece(one: Transfer, data: bytes, offset: int, *, source: Any = None, **how: Any) -> Transfer:
    return transfers.add_piece(
        provider_rfc=one.provider_id,
        transfer_id=one.public_id,
        offset=offset,
        size=len(data),
        source=source or io.BytesIO(data),
        by=how.get("by", practice.actor()),
        at=f.AT,
    )


def code_of(error: pytest.ExceptionInfo[Any]) -> str:
    return str(error.value.code) if isinstance(error.value, TransferError) else error.value.findings[0].code


class Cut:
    """A connection that breaks after some bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        got = self.data.read(size)
        if not got:
            raise OSError("connection lost")
        return got


@pytest.mark.parametrize("size", [1, 100, 10_000])
def test_the_pieces_together_are_the_file(provider: Provider, contract: Contract, size: int) -> None:
    one = begin(provider, contract)
    for offset in range(0, len(CONTENT), max(size, len(CONTENT) // 7)):
        last = piece(one, CONTENT[offset : offset + max(size, len(CONTENT) // 7)], offset)
    assert last.load is not None
    kept = f.folder_of(last.load) / "original"
    assert kept.read_bytes() == CONTENT
    assert last.load.folio == contract.folio


def test_what_arrived_of_a_piece_that_was_cut_is_kept(provider: Provider, contract: Contract) -> None:
    one = begin(provider, contract)
    with pytest.raises(OSError, match="connection lost"):
        piece(one, CONTENT, 0, source=Cut(CONTENT[:300]))
    one.refresh_from_db()
    assert one.arrived == 300
    done = piece(one, CONTENT[300:], 300)
    assert done.load is not None
    assert (f.folder_of(done.load) / "original").read_bytes() == CONTENT


def test_a_piece_that_ends_early_counts_for_what_it_brought(provider: Provider, contract: Contract) -> None:
    one = begin(provider, contract)
    after = piece(one, CONTENT, 0, source=io.BytesIO(CONTENT[:50]))
    assert (after.arrived, after.load) == (50, None)


def test_bytes_beyond_what_counts_are_written_over(provider: Provider, contract: Contract) -> None:
    one = begin(provider, contract)
    piece(one, CONTENT[:100], 0)
    Transfer.objects.filter(pk=one.pk).update(arrived=40)  # died between the disk and the row
    done = piece(one, CONTENT[40:], 40)
    assert done.load is not None
    assert (f.folder_of(done.load) / "original").read_bytes() == CONTENT


@pytest.mark.parametrize("offset", [1, 99, 101])
def test_a_piece_that_does_not_go_on_is_refused(provider: Provider, contract: Contract, offset: int) -> None:
    one = begin(provider, contract)
    piece(one, CONTENT[:100], 0)
    with pytest.raises(TransferError) as error:
        piece(one, CONTENT[offset : offset + 10], offset)
    assert code_of(error) == "offset"
    one.refresh_from_db()
    assert one.arrived == 100


def test_more_than_was_told_is_refused_unread(provider: Provider, contract: Contract) -> None:
    one = begin(provider, contract, length=10)
    source = io.BytesIO(CONTENT)
    with pytest.raises(TransferError) as error:
        piece(one, CONTENT, 0, source=source)
    assert code_of(error) == "overrun"
    assert source.tell() == 0


def test_a_second_piece_at_the_same_time_waits(provider: Provider, contract: Contract) -> None:
    one = begin(provider, contract)

    class Meanwhile:
        def read(self, size: int, /) -> bytes:
            with pytest.raises(TransferError) as error:
                piece(one, CONTENT[:10], 0)
            assert code_of(error) == "busy"
            return CONTENT

    assert piece(one, CONTENT, 0, source=Meanwhile()).load is not None


def test_nobody_sees_anothers_file(provider: Provider, contract: Contract) -> None:
    one = begin(provider, contract)
    stranger = practice.actor("fisica")
    with pytest.raises(Transfer.DoesNotExist):
        piece(one, CONTENT, 0, by=stranger)
    with pytest.raises(Transfer.DoesNotExist):
        transfers.transfer(provider_rfc=provider.rfc, transfer_id=one.public_id, by=stranger)
    with pytest.raises(Transfer.DoesNotExist):
        transfers.give_up(provider_rfc=provider.rfc, transfer_id=uuid4(), by=practice.actor())


def test_only_so_many_are_on_their_way_and_none_is_on_the_disk(
    provider: Provider, contract: Contract
) -> None:
    for _ in range(MOST_OPEN):
        begin(provider, contract)
    with pytest.raises(TransferError) as error:
        begin(provider, contract)
    assert code_of(error) == "too_many"
    assert list(_kept()) == []
    begin(provider, contract, at=f.AT + transfers.PATIENCE + timedelta(seconds=1))


def test_one_left_half_sent_on_another_computer_gives_way_when_there_are_too_many(
    provider: Provider, contract: Contract
) -> None:
    first = begin(provider, contract)
    piece(first, CONTENT[:5], 0)
    rest = [begin(provider, contract, at=f.AT + timedelta(minutes=20)) for _ in range(MOST_OPEN - 1)]
    later = begin(provider, contract, at=f.AT + timedelta(minutes=40))
    assert set(Transfer.objects.values_list("pk", flat=True)) == {one.pk for one in (*rest, later)}
    assert not transfers._path(first.public_id).exists()


@pytest.mark.parametrize(("length", "code"), [(0, "file_empty"), (50 * 10**9, "file_too_large")])
def test_a_length_that_cannot_be_is_refused_at_once(
    provider: Provider, contract: Contract, length: int, code: str
) -> None:
    with pytest.raises(Refused) as error:
        begin(provider, contract, length=length)
    assert code_of(error) == code


@pytest.mark.parametrize(
    ("told", "kept"), [("../../etc/passwd", "passwd"), ("a\r\nb\x00.csv", "a_b_.csv"), ("", "archivo")]
)
def test_the_name_is_cleaned(provider: Provider, told: str, kept: str) -> None:
    name = begin(provider, name=told).file_name
    assert "/" not in name
    assert name.isprintable()
    assert name.startswith(kept[:3])


def test_handing_over_twice_makes_one_load(provider: Provider, contract: Contract) -> None:
    one = piece(begin(provider, contract), CONTENT, 0)
    again = transfers.hand_over(
        provider_rfc=provider.rfc, transfer_id=one.public_id, by=practice.actor(), at=f.AT
    )
    assert again.load == one.load
    assert Load.objects.count() == 1


def test_one_refused_at_the_end_waits_whole_for_another_try(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = begin(provider, contract)
    monkeypatch.setattr("icsoe.apps.intake.services.MOST_AT_WORK", 0)
    with pytest.raises(Refused) as error:
        piece(one, CONTENT, 0)
    assert code_of(error) == "loads_waiting"
    monkeypatch.undo()
    again = transfers.hand_over(
        provider_rfc=provider.rfc, transfer_id=one.public_id, by=practice.actor(), at=f.AT
    )
    assert again.load is not None


@pytest.mark.django_db(transaction=True)
def test_what_was_handed_over_given_up_or_forgotten_leaves_nothing_behind(
    provider: Provider, contract: Contract
) -> None:
    piece(begin(provider, contract), CONTENT, 0)
    left = piece(begin(provider, contract), CONTENT[:10], 0)
    transfers.give_up(provider_rfc=provider.rfc, transfer_id=left.public_id, by=practice.actor())
    piece(begin(provider, contract), CONTENT[:10], 0)
    assert transfers.forget_stale(at=f.AT + timedelta(hours=25)) == 2
    assert list(_kept()) == []
    assert Load.objects.count() == 1


def test_one_that_is_a_load_is_not_given_up(provider: Provider, contract: Contract) -> None:
    one = piece(begin(provider, contract), CONTENT, 0)
    with pytest.raises(Transfer.DoesNotExist):
        transfers.give_up(provider_rfc=provider.rfc, transfer_id=one.public_id, by=practice.actor())


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ({"arrived": 10**9}, "intake_transfer_within_length"),
        ({"length": 0}, "intake_transfer_holds_something"),
        ({"number": 4}, "intake_transfer_period_exists"),
    ],
)
def test_the_database_holds_what_a_transfer_is(
    provider: Provider, contract: Contract, broken: dict[str, int], name: str
) -> None:
    one = begin(provider, contract)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Transfer.objects.filter(pk=one.pk).update(**broken)


def test_only_a_whole_file_is_a_load(provider: Provider, contract: Contract) -> None:
    one, load = begin(provider, contract), f.received(provider, CONTENT, contract.folio)
    with pytest.raises(IntegrityError, match="intake_transfer_whole_when_loaded"), transaction.atomic():
        Transfer.objects.filter(pk=one.pk).update(load=load)


def _kept() -> list[Path]:
    from django.conf import settings

    place = Path(settings.MEDIA_ROOT) / "transfers"
    return list(place.iterdir()) if place.exists() else []


def test_a_file_is_copied_while_nothing_is_locked(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, within = files.store, list[int]()

    def store(*args: Any) -> files.Stored:
        within.append(len(connection.savepoint_ids))
        return real(*args)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(files, "store", store)
    assert piece(begin(provider, contract), CONTENT, 0).load is not None
    assert within == [outside]


def test_of_two_that_hand_it_over_at_once_the_later_leaves_nothing(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, real = begin(provider, contract), files.store

    def store(source: Any, *args: Any) -> files.Stored:
        with monkeypatch.context() as patch:
            patch.setattr(files, "store", real)
            hand_over(one)
        return real(source, *args)

    monkeypatch.setattr(files, "store", store)
    load = piece(one, CONTENT, 0).load
    assert load == Load.objects.get()
    assert list(files.root().iterdir()) == [files.folder(load.public_id)]


def test_whoever_finds_the_pieces_gone_is_told_of_the_load(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, real = begin(provider, contract), files.store

    def store(source: Any, *args: Any) -> files.Stored:
        with monkeypatch.context() as patch:
            patch.setattr(files, "store", real)
            hand_over(one)
        raise FileNotFoundError

    monkeypatch.setattr(files, "store", store)
    assert piece(one, CONTENT, 0).load == Load.objects.get()


def hand_over(one: Transfer) -> Transfer:
    return transfers.hand_over(
        provider_rfc=one.provider_id, transfer_id=one.public_id, by=practice.actor(), at=f.AT
    )
