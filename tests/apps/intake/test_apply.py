"""Applying a file: what the lists hold afterwards, what is said beforehand, and what is refused."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from tests import practice
from tests.apps.intake import files as f

from icsoe.apps.contracts.models import CapturePeriod, Contract, Roster, Worker
from icsoe.apps.contracts.roster import add_worker, remove_worker
from icsoe.apps.contracts.services import remove_contract
from icsoe.apps.intake import jobs, services
from icsoe.apps.intake.applying import apply_now
from icsoe.apps.intake.enums import ApplyMode, LoadState
from icsoe.apps.intake.models import Load, Target
from icsoe.apps.providers.models import Provider
from icsoe.lib.rulebook.refusal import Refused

CREW = f.crew(30)


def refused(act: Callable[[], object]) -> str:
    """The code with which an act is refused."""
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.findings[0].code


def one_more(contract: Contract, place: int = 0) -> Worker:
    worker, _ = add_worker(
        provider_rfc=contract.provider_id,
        folio=contract.folio,
        data=practice.worker_data(place),
        by=practice.actor(),
        at=f.AT,
    )
    return worker


def seen(load: Load, mode: ApplyMode = ApplyMode.REPLACE) -> Any:
    return services.preview(provider_rfc=load.provider_id, load_id=load.public_id, mode=mode)


def test_a_right_file_becomes_the_list_of_its_contract(provider: Provider, contract: Contract) -> None:
    load = f.applied(provider, CREW, contract.folio)
    assert load.state == LoadState.APPLIED
    assert f.listed(contract) == f.rows_of(CREW)
    assert Roster.objects.get(contract=contract, is_current=True).worker_count == 30


def test_nothing_is_in_the_contract_before_the_person_chooses(provider: Provider, contract: Contract) -> None:
    f.checked(provider, CREW, contract.folio)
    assert Worker.objects.count() == 0


def test_replacing_says_beforehand_what_is_added_changed_and_removed(
    provider: Provider, contract: Contract
) -> None:
    f.applied(provider, CREW.head(20), contract.folio)
    newer = f.changed(CREW.slice(5), 0, sbc="999.99")
    load = f.checked(provider, newer, contract.folio)
    shown = seen(load)
    assert (shown.added, shown.changed, shown.unchanged, shown.removed) == (10, 1, 14, 5)
    load = f.apply(load)
    assert f.listed(contract) == f.rows_of(newer)
    target = Target.objects.get(load=load)
    assert (target.added, target.changed, target.unchanged, target.removed) == (10, 1, 14, 5)


def test_adding_and_updating_keeps_those_the_file_does_not_name(
    provider: Provider, contract: Contract
) -> None:
    f.applied(provider, CREW.head(20), contract.folio)
    load = f.checked(provider, f.changed(CREW.slice(15, 10), 0, sbc="999.99"), contract.folio)
    shown = seen(load, ApplyMode.MERGE)
    assert (shown.added, shown.changed, shown.unchanged, shown.removed) == (5, 1, 4, 0)
    assert shown.contracts[0].kept == 15
    f.apply(load, ApplyMode.MERGE)
    assert f.listed(contract) == f.rows_of(f.changed(CREW.head(25), 15, sbc="999.99"))
    assert Roster.objects.get(contract=contract, is_current=True).worker_count == 25


def test_a_list_that_is_kept_stands_against_a_key_with_another_partner(
    provider: Provider, contract: Contract
) -> None:
    f.applied(provider, CREW.head(3), contract.folio)
    stolen = f.changed(CREW.slice(3, 2), 0, curp=CREW["curp"][0])
    load = f.checked(provider, stolen, contract.folio)
    assert [one.code for one in seen(load, ApplyMode.MERGE).clashes] == ["curp_other_nss"]
    assert seen(load, ApplyMode.MERGE).skipped == 1
    assert refused(lambda: f.apply(load, ApplyMode.MERGE)) == "rows_faulty"
    f.apply(load, ApplyMode.MERGE, only_valid=True)
    assert f.listed(contract) == f.rows_of(pl.concat([CREW.head(3), CREW.slice(4, 1)]))


def test_a_list_that_is_replaced_stands_against_nothing(provider: Provider, contract: Contract) -> None:
    f.applied(provider, CREW.head(3), contract.folio)
    # The name of the first one stays beside its CURP; only the NSS is another's.
    taken = f.changed(CREW.head(1), 0, nss=CREW["nss"][9])
    f.applied(provider, taken, contract.folio)
    assert f.listed(contract) == f.rows_of(taken)


def test_a_faulty_row_is_never_loaded(provider: Provider, contract: Contract) -> None:
    load = f.checked(provider, f.changed(CREW, 4, sbc="mucho"), contract.folio)
    assert refused(lambda: f.apply(load)) == "rows_faulty"
    assert Worker.objects.count() == 0
    f.apply(load, only_valid=True)
    assert Worker.objects.count() == 29


def test_a_file_without_a_valid_row_is_not_applied(provider: Provider, contract: Contract) -> None:
    load = f.checked(provider, CREW.with_columns(pl.lit("x").alias("sbc")), contract.folio)
    assert refused(lambda: f.apply(load, only_valid=True)) == "nothing_valid"


def test_the_same_file_twice_changes_nothing_the_second_time(provider: Provider, contract: Contract) -> None:
    first = f.applied(provider, CREW, contract.folio)
    before = Roster.objects.get(contract=contract, is_current=True)
    again = f.checked(provider, CREW, contract.folio)
    assert seen(again).changes_nothing
    again = f.apply(again)
    assert again.state == LoadState.APPLIED
    after = Roster.objects.get(contract=contract, is_current=True)
    assert (after.pk, after.revision) == (before.pk, before.revision)
    assert refused(lambda: f.undo(again)) == "load_changed_nothing"
    from icsoe.apps.intake.selectors import applied_before

    assert applied_before(again) == first


def test_one_file_feeds_many_contracts_by_folio_or_reference(provider: Provider, contract: Contract) -> None:
    other = practice.contract(provider)
    rows = CREW.with_columns(
        pl.Series("folio_contrato", [""] * 15 + [other.folio] * 15),
        pl.Series("referencia", ["CONTRATO-1"] * 15 + [""] * 15),
    )
    load = f.checked(provider, rows)
    assert [(one.folio, one.added) for one in seen(load).contracts] == [
        (contract.folio, 15),
        (other.folio, 15),
    ]
    f.apply(load)
    assert f.listed(contract) == f.rows_of(CREW.head(15))
    assert f.listed(other) == f.rows_of(CREW.tail(15))


def test_many_contracts_are_changed_all_or_none(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = practice.contract(provider)
    rows = CREW.with_columns(pl.Series("folio_contrato", [contract.folio] * 15 + [other.folio] * 15))
    load = f.checked(provider, rows)
    from icsoe.apps.contracts import bulk

    real, calls = bulk.make_current, []

    def second_fails(*args: Any, **kwargs: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the power went out")
        real(*args, **kwargs)

    monkeypatch.setattr(bulk, "make_current", second_fails)
    with pytest.raises(RuntimeError):
        f.apply(load)
    assert (f.listed(contract), f.listed(other)) == ([], [])


def test_a_contract_the_file_does_not_name_is_not_touched(provider: Provider, contract: Contract) -> None:
    other = practice.with_workers(practice.contract(provider), 2)
    f.applied(provider, CREW.with_columns(pl.lit(contract.folio).alias("folio_contrato")))
    assert len(f.listed(other)) == 2


def test_a_contract_removed_after_the_check_stops_the_whole(provider: Provider, contract: Contract) -> None:
    other = practice.contract(provider)
    rows = CREW.with_columns(pl.Series("folio_contrato", [contract.folio] * 15 + [other.folio] * 15))
    load = f.checked(provider, rows)
    remove_contract(provider_rfc=provider.rfc, folio=other.folio, by=practice.actor(), at=f.AT)
    assert refused(lambda: f.apply(load)) == "list_changed"
    services.check_again(provider_rfc=provider.rfc, load_id=load.public_id, by=practice.actor(), at=f.AT)
    from icsoe.apps.intake.checking import check

    check(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    assert load.rows_faulty == 15


def test_a_list_changed_after_the_preview_is_told_and_nothing_applied(
    provider: Provider, contract: Contract
) -> None:
    load = f.checked(provider, CREW, contract.folio)
    shown = seen(load)
    one_more(contract)

    def late() -> None:
        services.apply(
            provider_rfc=provider.rfc,
            load_id=load.public_id,
            mode=ApplyMode.REPLACE,
            only_valid=False,
            basis=shown.basis,
            by=practice.actor(),
            at=f.AT,
        )

    assert refused(late) == "list_changed"
    assert len(f.listed(contract)) == 1
    assert seen(load).removed == 1, "what is shown next is worked out against the list as it is"
    f.apply(load)
    assert f.listed(contract) == f.rows_of(CREW)


def test_a_presented_period_takes_no_load(provider: Provider, contract: Contract) -> None:
    load = f.checked(provider, CREW, contract.folio)
    CapturePeriod.objects.update(is_open=False)
    assert refused(lambda: f.apply(load)) == "capture_closed"
    assert f.listed(contract) == []


def test_undo_puts_the_list_back_as_it_was(provider: Provider, contract: Contract) -> None:
    one_more(contract)
    before = Roster.objects.get(contract=contract, is_current=True)
    load = f.applied(provider, CREW, contract.folio)
    load = f.undo(load)
    after = Roster.objects.get(contract=contract, is_current=True)
    assert load.state == LoadState.UNDONE
    assert (after.pk, after.revision, after.worker_count) == (before.pk, before.revision, 1)
    assert len(f.listed(contract)) == 1


def test_loads_are_undone_one_after_the_other_back_to_the_beginning(
    provider: Provider, contract: Contract
) -> None:
    first = f.applied(provider, CREW.head(5), contract.folio)
    second = f.applied(provider, CREW.head(9), contract.folio)
    assert refused(lambda: f.undo(first)) == "undo_list_changed"
    f.undo(second)
    assert len(f.listed(contract)) == 5
    f.undo(first)
    assert f.listed(contract) == []


def test_what_was_changed_since_the_load_is_not_lost_by_undo(provider: Provider, contract: Contract) -> None:
    load = f.applied(provider, CREW, contract.folio)
    worker = Worker.objects.filter(roster__contract=contract).first()
    assert worker is not None
    remove_worker(
        provider_rfc=provider.rfc, folio=contract.folio, worker_id=worker.pk, by=practice.actor(), at=f.AT
    )
    assert refused(lambda: f.undo(load)) == "undo_list_changed"
    assert len(f.listed(contract)) == 29


def test_a_presented_period_is_not_undone(provider: Provider, contract: Contract) -> None:
    load = f.applied(provider, CREW, contract.folio)
    CapturePeriod.objects.update(is_open=False)
    assert refused(lambda: f.undo(load)) == "capture_closed"


def test_undo_says_so_when_the_earlier_list_is_no_longer_kept(provider: Provider, contract: Contract) -> None:
    from icsoe.apps.contracts.bulk import drop_old_rosters

    load = f.applied(provider, CREW, contract.folio)
    assert drop_old_rosters(provider.rfc, practice.PERIOD) == 1
    assert refused(lambda: f.undo(load)) == "undo_unavailable"


def test_a_large_list_is_written_aside_by_a_job(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SMALL_ROWS", 10)
    load = f.checked(provider, CREW, contract.folio)
    shown = seen(load)
    load = services.apply(
        provider_rfc=provider.rfc,
        load_id=load.public_id,
        mode=ApplyMode.REPLACE,
        only_valid=False,
        basis=shown.basis,
        by=practice.actor(),
        at=f.AT,
    )
    assert load.state == LoadState.APPLYING
    assert f.listed(contract) == []
    assert [task for task, _ in queued(load)][-1] == jobs.APPLY


def queued(load: Load) -> list[tuple[str, str]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    found = ProcrastinateJob.objects.filter(args__load_id=load.pk).order_by("id")
    return list(found.values_list("task_name", "queue_name"))


@pytest.fixture
def applying(provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch) -> Load:
    """A load that waits for the job which applies it; the job writes in the test's own transaction."""
    from icsoe.apps.contracts import bulk

    monkeypatch.setattr(services, "SMALL_ROWS", 0)
    real = bulk.write_workers
    monkeypatch.setattr(bulk, "write_workers", lambda parts, *, apart: real(parts, apart=False))
    load = f.checked(provider, CREW, contract.folio)
    return services.apply(
        provider_rfc=provider.rfc,
        load_id=load.public_id,
        mode=ApplyMode.REPLACE,
        only_valid=False,
        basis=seen(load).basis,
        by=practice.actor(),
        at=f.AT,
    )


def test_the_job_run_twice_applies_once(applying: Load, contract: Contract) -> None:
    assert apply_now(load_id=applying.pk, at=f.AT)
    assert not apply_now(load_id=applying.pk, at=f.AT)
    assert Roster.objects.filter(contract=contract).count() == 2
    assert len(f.listed(contract)) == 30


@pytest.mark.parametrize("meanwhile", ["worker added", "presented"])
def test_what_happens_before_the_swap_puts_the_load_back_and_touches_nothing(
    applying: Load, contract: Contract, meanwhile: str
) -> None:
    if meanwhile == "presented":
        CapturePeriod.objects.update(is_open=False)
    else:
        one_more(contract)
    before = f.listed(contract)
    apply_now(load_id=applying.pk, at=f.AT)
    applying.refresh_from_db()
    assert applying.state == LoadState.CHECKED
    from icsoe.apps.intake.selectors import told_of

    told = "capture_closed" if meanwhile == "presented" else "list_changed"
    assert told in [one.code for one in told_of(applying)]
    assert f.listed(contract) == before
    assert Roster.objects.filter(contract=contract).count() == 1
    assert Target.objects.filter(load=applying).count() == 0


def test_a_second_load_is_refused_while_the_first_is_written(
    applying: Load, provider: Provider, contract: Contract
) -> None:
    second = f.checked(provider, CREW.head(3), contract.folio)
    assert refused(lambda: f.apply(second)) == "load_in_progress"
    apply_now(load_id=applying.pk, at=f.AT)
    assert len(f.listed(contract)) == 30
    f.apply(second)
    assert len(f.listed(contract)) == 3


def test_the_acts_of_a_load_refuse_every_state_but_theirs(provider: Provider, contract: Contract) -> None:
    load = f.received(provider, CREW, contract.folio)
    assert refused(lambda: f.apply(load)) == "load_state"
    assert refused(lambda: f.undo(load)) == "load_state"
    done = f.applied(provider, CREW, contract.folio)
    assert refused(lambda: f.apply(done)) == "load_state"


def test_nobody_touches_anothers_load(provider: Provider, contract: Contract) -> None:
    load = f.checked(provider, CREW, contract.folio)
    other = practice.provider("fisica")
    with pytest.raises(Load.DoesNotExist):
        services.preview(provider_rfc=other.rfc, load_id=load.public_id, mode=ApplyMode.REPLACE)
    with pytest.raises(Load.DoesNotExist):
        services.discard(provider_rfc=other.rfc, load_id=load.public_id, by=practice.actor(), at=f.AT)
