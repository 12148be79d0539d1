"""The reports a person downloads, and what becomes of loads in time."""

import os
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import practice
from tests.apps.intake import files as f

from icsoe.apps.contracts.models import CapturePeriod, Contract, Roster
from icsoe.apps.intake import files, jobs, keeping, reports, selectors, services
from icsoe.apps.intake.enums import ApplyMode, LoadState, ReportState
from icsoe.apps.intake.models import Load
from icsoe.apps.providers.models import Provider
from icsoe.lib.sheets.read import read_grid

CREW = f.crew(12)
FAULTY = f.changed(f.changed(CREW, 0, nss="=1+1"), 3, sbc="mil")


@pytest.fixture
def load(provider: Provider, contract: Contract) -> Load:
    return f.checked(provider, FAULTY, contract.folio)


def test_the_person_gets_the_own_file_back_annotated_and_a_list(load: Load) -> None:
    assert selectors.report_file(load, "xlsx") is None
    reports.write(load_id=load.pk)
    load.refresh_from_db()
    assert load.reports == ReportState.READY
    book = selectors.report_file(load, "xlsx")
    assert book is not None
    _, grid = read_grid(book)
    assert grid.frame.height == 13
    assert "Errores" in grid.frame.row(0)
    assert "no es un importe" in " ".join(grid.frame.row(4))
    listing = selectors.report_file(load, "csv")
    assert listing is not None
    table = pl.read_csv(listing, infer_schema=False)
    assert table.select("renglón", "código", "valor").rows() == [
        ("2", "nss_format", "'=1+1"),
        ("5", "sbc_format", "mil"),
    ]


def test_reports_are_asked_for_only_where_there_is_something_to_tell(
    provider: Provider, contract: Contract, load: Load
) -> None:
    clean = f.checked(provider, CREW, contract.folio)
    assert clean.reports == ReportState.NONE
    asked = ProcrastinateJob.objects.filter(task_name=jobs.REPORT).values_list("args__load_id", flat=True)
    assert list(asked) == [load.pk]


def test_a_report_is_written_once_and_whole(load: Load) -> None:
    reports.write(load_id=load.pk)
    first = files.report_csv(load.public_id).stat().st_mtime_ns
    reports.write(load_id=load.pk)
    assert files.report_csv(load.public_id).stat().st_mtime_ns == first
    assert not list(f.folder_of(load).glob("*.part"))


def end_jobs() -> None:
    ProcrastinateJob.objects.all().delete()


@pytest.mark.parametrize("state", [LoadState.RECEIVED, LoadState.CHECKING])
def test_a_load_that_no_job_works_on_fails_and_may_be_tried_again(
    provider: Provider, contract: Contract, state: LoadState
) -> None:
    load = f.received(provider, CREW, contract.folio)
    Load.objects.filter(pk=load.pk).update(state=state)
    assert keeping.fail_abandoned(at=f.AT) == 0
    end_jobs()
    assert keeping.fail_abandoned(at=f.AT) == 1
    load.refresh_from_db()
    assert load.state == LoadState.FAILED
    assert [one.code for one in selectors.told_of(load)] == ["load_abandoned"]
    services.check_again(provider_rfc=provider.rfc, load_id=load.public_id, by=practice.actor(), at=f.AT)
    from icsoe.apps.intake.checking import check

    assert check(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    assert load.state == LoadState.CHECKED


def test_an_application_that_no_job_works_on_fails_and_frees_the_contract(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SMALL_ROWS", 0)
    load = f.checked(provider, CREW, contract.folio)
    seen = services.preview(provider_rfc=provider.rfc, load_id=load.public_id, mode=ApplyMode.REPLACE)
    services.apply(
        provider_rfc=provider.rfc,
        load_id=load.public_id,
        mode=ApplyMode.REPLACE,
        only_valid=False,
        basis=seen.basis,
        by=practice.actor(),
        at=f.AT,
    )
    end_jobs()
    assert keeping.fail_abandoned(at=f.AT) == 1
    monkeypatch.undo()
    assert f.applied(provider, CREW, contract.folio).state == LoadState.APPLIED


def test_old_versions_go_when_the_period_is_presented_or_after_half_a_year(
    provider: Provider, contract: Contract
) -> None:
    f.applied(provider, CREW, contract.folio)
    keeping.forget_old(at=f.AT + timedelta(days=1))
    assert Roster.objects.count() == 2
    keeping.forget_old(at=f.AT + timedelta(days=keeping.UNDO_DAYS + 1))
    assert Roster.objects.count() == 1
    f.applied(provider, CREW.head(3), contract.folio)
    CapturePeriod.objects.update(is_open=False)
    keeping.forget_old(at=f.AT)
    assert Roster.objects.count() == 1
    assert len(f.listed(contract)) == 3


def test_a_file_that_nobody_applied_is_removed_in_time_and_an_applied_one_is_kept(
    provider: Provider, contract: Contract, django_capture_on_commit_callbacks: object
) -> None:
    kept = f.applied(provider, CREW, contract.folio)
    left = f.checked(provider, FAULTY, contract.folio)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        keeping.forget_old(at=f.AT + timedelta(days=keeping.FILE_DAYS + 1))
    left.refresh_from_db()
    assert left.state == LoadState.DISCARDED
    assert not f.folder_of(left).exists()
    assert selectors.original_file(kept).exists()


def test_a_folder_that_no_load_owns_is_swept(provider: Provider, contract: Contract) -> None:
    kept = f.received(provider, CREW, contract.folio)
    stray = files.root() / "00000000-0000-4000-8000-000000000000"
    stray.mkdir()
    for place in (stray, f.folder_of(kept)):
        _age(place)
    keeping.forget_old(at=f.AT)
    assert not stray.exists()
    assert f.folder_of(kept).exists()


def test_sweeping_costs_the_same_however_much_was_ever_presented_and_kept(
    provider: Provider, contract: Contract
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            keeping.forget_old(at=f.AT)
        return len(asked)

    _age(f.folder_of(f.received(provider, CREW, contract.folio)))
    few = cost()
    CapturePeriod.objects.bulk_create(
        CapturePeriod(provider=provider, year=year, number=number, is_open=False)
        for year in range(2027, 2031)
        for number in (1, 2, 3)
    )
    for _ in range(3):
        _age(f.folder_of(f.received(provider, CREW, contract.folio)))
    assert cost() == few


def _age(place: Path) -> None:
    old = (f.AT - timedelta(days=2)).timestamp()
    os.utime(place, (old, old))
