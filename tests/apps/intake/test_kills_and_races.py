"""Workers killed at every step, the database gone half-way, two acts at once: never half applied."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from tests import practice
from tests.apps.intake import dying
from tests.apps.intake import files as f

from icsoe.apps.access.models import Account, Appointment
from icsoe.apps.contracts import bulk
from icsoe.apps.contracts.models import Contract, Roster, Worker
from icsoe.apps.intake import applying, services
from icsoe.apps.intake.applying import apply_now
from icsoe.apps.intake.checking import check
from icsoe.apps.intake.enums import ApplyMode, LoadState
from icsoe.apps.intake.models import Finding, Load
from icsoe.apps.intake.selectors import told_of
from icsoe.apps.providers.models import Provider
from icsoe.lib.rulebook.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[3]
CREW = f.crew(60)
OLD = CREW.head(7)


@pytest.fixture
def provider(transactional_db: None) -> Provider:
    return practice.complete_profile(practice.provider())


def work_and_die(act: str, load: Load, where: str, when: str) -> int:
    """Let a worker of its own do the act and be killed on the way; what it ended with."""
    database = connection.settings_dict
    url = f"postgres://icsoe@/{database['NAME']}?host={database['HOST'] or database['OPTIONS']['host']}"
    words = ["-m", dying.__name__, act, str(load.pk), where, when, str(settings.MEDIA_ROOT)]
    environment = {
        **os.environ,
        "ICSOE_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "icsoe.config.settings.test",
    }
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=False).returncode


def waiting_for_the_job(provider: Provider, contract: Contract, mode: ApplyMode, monkeypatch: Any) -> Load:
    """A list of seven, and a load that is about to change it."""
    f.applied(provider, OLD, contract.folio)
    monkeypatch.setattr(services, "SMALL_ROWS", 0)
    load = f.checked(provider, CREW.tail(56), contract.folio)
    seen = services.preview(provider_rfc=provider.rfc, load_id=load.public_id, mode=mode)
    return services.apply(
        provider_rfc=provider.rfc,
        load_id=load.public_id,
        mode=mode,
        only_valid=False,
        basis=seen.basis,
        by=practice.actor(),
        at=f.AT,
    )


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "where",
    [
        "intake.checking:_claim",
        "intake.checking:check_file",
        "intake.checking:write_checked",
        "intake.findings:keep_findings",
        "intake.checking:keep_plans",
        "intake.checking:move",
    ],
)
def test_a_check_killed_anywhere_is_taken_up_again(
    provider: Provider, contract: Contract, where: str, when: str
) -> None:
    load = f.received(provider, f.changed(CREW, 0, nss="123"), contract.folio)
    assert work_and_die("check", load, where, when) == dying.KILLED
    load.refresh_from_db()
    assert load.state in (LoadState.RECEIVED, LoadState.CHECKING)
    assert Finding.objects.count() == 0
    assert check(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    assert (load.state, load.rows_faulty) == (LoadState.CHECKED, 1)
    assert Finding.objects.filter(load=load, code="nss_format").count() == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "where",
    [
        "intake.applying:_prepare",
        "contracts.bulk:write_workers",
        "contracts.bulk:_copy_apart",
        "contracts.bulk:lock_current",
        "contracts.bulk:make_current",
        "intake.applying:move",
    ],
)
def test_an_application_killed_anywhere_is_all_or_nothing(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch, where: str, when: str
) -> None:
    load = waiting_for_the_job(provider, contract, ApplyMode.REPLACE, monkeypatch)
    assert work_and_die("apply", load, where, when) == dying.KILLED
    load.refresh_from_db()
    assert load.state == LoadState.APPLYING
    assert f.listed(contract) == f.rows_of(OLD)
    assert apply_now(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    assert load.state == LoadState.APPLIED
    assert f.listed(contract) == f.rows_of(CREW.tail(56))
    # The first list, the one of seven and the new one: nothing is left of what the dead one wrote.
    assert Roster.objects.filter(contract=contract).count() == 3
    assert Worker.objects.count() == 7 + 56


def test_a_merge_killed_while_it_swaps_is_all_or_nothing(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = waiting_for_the_job(provider, contract, ApplyMode.MERGE, monkeypatch)
    assert work_and_die("apply", load, "contracts.bulk:keep_others", "after") == dying.KILLED
    assert f.listed(contract) == f.rows_of(OLD)
    assert apply_now(load_id=load.pk, at=f.AT)
    assert f.listed(contract) == f.rows_of(CREW)


def cut_every_connection() -> None:
    """What a restart of the database does to whoever is connected."""
    database = connection.settings_dict
    host = database["HOST"] or database["OPTIONS"]["host"]
    with psycopg.connect(f"postgres://icsoe@/{database['NAME']}?host={host}", autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.parametrize("where", ["write_workers", "lock_current", "make_current"])
def test_the_database_restarted_half_way_leaves_the_old_list_and_the_job_finishes_later(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    load = waiting_for_the_job(provider, contract, ApplyMode.REPLACE, monkeypatch)
    real = getattr(bulk, where)

    def cut(*args: Any, **kwargs: Any) -> Any:
        cut_every_connection()
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(bulk, where, cut)
        patch.setattr(bulk, "PARALLEL_ROWS", 10)
        # The writers have connections of their own; the one that was cut is met at the next step.
        with pytest.raises(OperationalError):
            apply_now(load_id=load.pk, at=f.AT)
    connection.close()
    assert f.listed(contract) == f.rows_of(OLD)
    assert apply_now(load_id=load.pk, at=f.AT)
    assert f.listed(contract) == f.rows_of(CREW.tail(56))


def test_a_large_list_is_counted_at_once_so_that_its_pages_are_planned_for_it(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = waiting_for_the_job(provider, contract, ApplyMode.REPLACE, monkeypatch)
    monkeypatch.setattr(bulk, "PARALLEL_ROWS", 10)
    before = last_counted()
    assert apply_now(load_id=load.pk, at=f.AT)
    assert last_counted() != before


def last_counted() -> object:
    """When the database last counted the workers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_get_last_analyze_time('contracts_worker'::regclass)")
        return cursor.fetchone()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised, all begun together, each on a connection of its own."""
    start, answers = threading.Barrier(len(acts)), dict[int, object]()

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            answers[place] = act()
        except (Refused, Load.DoesNotExist) as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[place] for place in range(len(acts))]


def codes(answers: list[object]) -> set[str]:
    return {one.findings[0].code for one in answers if isinstance(one, Refused)}


def test_two_loads_of_one_contract_at_once_never_interleave(provider: Provider, contract: Contract) -> None:
    crews = [f.crew(40, seed=seed) for seed in (1, 2)]
    loads = [f.checked(provider, crew, contract.folio) for crew in crews]
    answers = at_once(*(lambda one=one: f.apply(one) for one in loads))
    done = [place for place, answer in enumerate(answers) if isinstance(answer, Load)]
    assert done, answers
    assert codes(answers) <= {"list_changed", "load_in_progress"}
    assert f.listed(contract) in [f.rows_of(crews[place]) for place in done]
    assert Roster.objects.filter(contract=contract, is_current=True).count() == 1


@pytest.mark.parametrize("how", ["suspended", "narrowed", "in force"])
def test_what_a_clerk_asked_for_is_not_applied_once_it_is_cut_off(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    load = waiting_for_the_job(provider, contract, ApplyMode.REPLACE, monkeypatch)
    before = f.listed(contract)
    account = Account.objects.create(
        kind="clerk", key="C" * 18, name="R", email="r@x.example", created_at=f.AT
    )
    Appointment.objects.create(
        provider_rfc=provider.rfc,
        curp=account.key,
        name="R",
        email=account.email,
        account=account,
        state="suspended" if how == "suspended" else "active",
        all_contracts=how != "narrowed",
        created_at=f.AT,
    )
    Load.objects.filter(pk=load.pk).update(applied_by_kind="clerk", applied_by_key=account.key)
    apply_now(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    if how == "in force":
        assert load.state == LoadState.APPLIED
    else:
        assert (load.state, f.listed(contract)) == (LoadState.CHECKED, before)
        assert "load_access_over" in [one.code for one in told_of(load)]


def test_two_workers_with_the_same_job_apply_it_once(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = waiting_for_the_job(provider, contract, ApplyMode.REPLACE, monkeypatch)
    at_once(*(lambda: apply_now(load_id=load.pk, at=f.AT) for _ in range(2)))
    apply_now(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    assert load.state == LoadState.APPLIED
    assert f.listed(contract) == f.rows_of(CREW.tail(56))
    assert Roster.objects.filter(contract=contract).count() == 3


def test_a_load_while_the_holder_signs_is_in_what_was_signed_or_refused(
    provider: Provider, contract: Contract
) -> None:
    f.applied(provider, OLD, contract.folio)
    review = practice.shown(provider)
    load = f.checked(provider, CREW, contract.folio)

    def sign() -> object:
        from icsoe.apps.filings.services import present

        return present(
            provider_rfc=provider.rfc,
            period=practice.PERIOD,
            signed=practice.signed(review),
            by=practice.actor(),
            at=f.AT,
        )

    signed, loaded = at_once(sign, lambda: f.apply(load))
    if isinstance(signed, Refused):
        assert f.listed(contract) == f.rows_of(CREW)
    else:
        assert codes([loaded]) == {"capture_closed"}
        assert f.listed(contract) == f.rows_of(OLD)


def test_who_waits_for_the_swap_sees_the_old_list_or_the_new_one(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = waiting_for_the_job(provider, contract, ApplyMode.REPLACE, monkeypatch)
    seen: list[int] = []
    real = applying.note_step

    def look(*args: Any, **kwargs: Any) -> None:
        seen.append(len(f.listed(contract)))
        real(*args, **kwargs)

    monkeypatch.setattr(applying, "note_step", look)
    apply_now(load_id=load.pk, at=f.AT)
    assert seen == [7, 7]
    assert len(f.listed(contract)) == 56
