"""From the upload to the result page: what is kept, what is told, and what a file can never do."""

import hashlib
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import practice
from tests.apps.intake import files as f

from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts.models import CapturePeriod, Contract, Worker
from icsoe.apps.intake import files, jobs, selectors, services
from icsoe.apps.intake.checking import check
from icsoe.apps.intake.enums import ApplyMode, LoadState, Step
from icsoe.apps.intake.models import CodeCount, Finding, Load
from icsoe.apps.providers.models import Provider
from icsoe.apps.registries.gateways import Insured, MemoryInsuredRegister
from icsoe.lib.rulebook.file_check import CellFix
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.sheets.limits import Limits

CREW = f.crew(12)


def told(load: Load) -> list[tuple[int | None, str, str]]:
    found = Finding.objects.filter(load=load).order_by("row", "id")
    return [(one.row, one.column, one.code) for one in found if one.code != "registry_no_data"]


def test_the_file_is_kept_as_it_came_with_its_hash_and_who_brought_it(
    provider: Provider, contract: Contract
) -> None:
    load = f.received(provider, CREW, contract.folio, name="../../etc/nómina marzo.csv")
    kept = selectors.original_file(load).read_bytes()
    assert kept == f.csv(CREW)
    assert load.sha256 == hashlib.sha256(kept).hexdigest()
    assert (load.size, load.file_name, load.state) == (len(kept), "nomina_marzo.csv", LoadState.RECEIVED)
    entry = Entry.objects.get(event="load_received")
    assert (entry.subject, entry.actor_key, entry.details["sha256"]) == (
        str(load.public_id),
        practice.actor().key,
        load.sha256,
    )


def test_the_job_is_asked_for_in_the_same_transaction(provider: Provider, contract: Contract) -> None:
    with transaction.atomic():
        load = f.received(provider, CREW, contract.folio)
        assert ProcrastinateJob.objects.filter(args__load_id=load.pk, task_name=jobs.CHECK).count() == 1
        transaction.set_rollback(True)
    assert ProcrastinateJob.objects.filter(task_name=jobs.CHECK).count() == 0


def test_a_small_file_does_not_wait_behind_large_ones(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.received(provider, CREW, contract.folio)
    monkeypatch.setattr(jobs, "SMALL_BYTES", 10)
    f.received(provider, CREW, contract.folio)
    queues = ProcrastinateJob.objects.filter(task_name=jobs.CHECK).order_by("id").values_list("queue_name")
    assert [queue for (queue,) in queues] == ["prompt", "bulk"]


def test_a_file_over_the_bound_is_refused_and_nothing_stays(provider: Provider, contract: Contract) -> None:
    with pytest.raises(Refused) as refusal:
        services.receive(
            provider_rfc=provider.rfc,
            period=practice.PERIOD,
            folio=contract.folio,
            file_name="grande.csv",
            source=io.BytesIO(b"x" * 2_000_000),
            by=practice.actor(),
            at=f.AT,
            limits=Limits(max_bytes=1_000_000),
        )
    assert refusal.value.findings[0].code == "file_too_large"
    assert Load.objects.count() == 0
    assert not list(files.root().glob("*"))


def test_a_presented_period_or_anothers_contract_takes_no_file(
    provider: Provider, contract: Contract
) -> None:
    with pytest.raises(Contract.DoesNotExist):
        f.received(practice.provider("fisica"), CREW, contract.folio)
    CapturePeriod.objects.update(is_open=False)
    with pytest.raises(Refused):
        f.received(provider, CREW, contract.folio)
    assert Load.objects.count() == 0


def test_whoever_sends_file_after_file_waits(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_AT_WORK", 2)
    first = f.received(provider, CREW, contract.folio)
    f.received(provider, CREW, contract.folio)
    with pytest.raises(Refused) as refusal:
        f.received(provider, CREW, contract.folio)
    assert refusal.value.findings[0].code == "loads_waiting"
    check(load_id=first.pk, at=f.AT)
    f.received(provider, CREW, contract.folio)


def test_every_faulty_cell_is_told_with_its_row_and_counted(provider: Provider, contract: Contract) -> None:
    rows = f.changed(f.changed(CREW, 0, nss="123"), 3, sbc="mil", nombre="J0SÉ")
    load = f.checked(provider, rows, contract.folio)
    assert told(load) == [(2, "nss", "nss_format"), (5, "nombre", "name_chars"), (5, "sbc", "sbc_format")]
    assert (load.state, load.rows_read, load.rows_faulty, load.rows_warned) == (LoadState.CHECKED, 12, 2, 0)
    totals = {one.code: one.count for one in selectors.totals_by_code(load) if one.is_error}
    assert totals == {"nss_format": 1, "name_chars": 1, "sbc_format": 1}
    assert selectors.findings_of(load, code="sbc_format")[0].value == "mil"


def test_a_row_of_wrong_shape_is_told_and_the_others_are_read(provider: Provider, contract: Contract) -> None:
    data = f.csv(CREW).decode().splitlines()
    data[3] += ",de más,y más"
    load = f.checked(provider, "\n".join(data).encode(), contract.folio)
    assert told(load) == [(4, "", "row_shape")]
    assert (load.rows_read, load.rows_faulty) == (12, 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"nss,curp,sbc\n", "file_empty"),
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "file_unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "file_unreadable"),
        (b"nss,curp\n1,2\n", "column_missing"),
        (b"nss,curp,sbc,NSS\n1,2,3,4\n", "column_repeated"),
        (b"nss,curp,sbc\n1\x002,3,4\n", "file_unreadable"),
        (b"nss," * 300 + b"curp,sbc\n", "file_too_large"),
        (b"nss,curp,sbc\n" + b"9" * 10_000_000, "file_too_large"),
    ],
    ids=[
        "empty", "header only", "pdf", "image", "column missing", "column twice", "nul", "columns", "line",
    ],
)  # fmt: skip
def test_a_bad_file_fails_with_a_clear_reason_and_stores_nothing(
    provider: Provider, contract: Contract, content: bytes, code: str
) -> None:
    load = f.checked(provider, content, contract.folio)
    assert load.state == LoadState.FAILED
    assert told(load) == [(None, "", code)]
    assert len(selectors.remarks_of(load)[0].text) > 20
    assert Worker.objects.count() == 0


def test_the_check_run_twice_finds_the_same_once(provider: Provider, contract: Contract) -> None:
    load = f.checked(provider, f.changed(CREW, 0, nss="123"), contract.folio)
    assert not check(load_id=load.pk, at=f.AT)
    assert Finding.objects.filter(load=load, code="nss_format").count() == 1


def test_a_check_taken_up_again_begins_anew(provider: Provider, contract: Contract) -> None:
    load = f.received(provider, f.changed(CREW, 0, nss="123"), contract.folio)
    Load.objects.filter(pk=load.pk).update(state=LoadState.CHECKING, round=1, step=Step.STORING)
    assert check(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    assert (load.state, load.round) == (LoadState.CHECKED, 2)
    assert len(list(f.folder_of(load).glob("checked-*"))) == 1


def test_a_load_discarded_while_it_is_checked_stays_discarded(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    from icsoe.apps.intake import checking

    load = f.received(provider, CREW, contract.folio)
    real = checking.check_file

    def discarded_meanwhile(*args: object, **kwargs: object) -> object:
        answer = real(*args, **kwargs)  # type: ignore[arg-type]
        services.discard(provider_rfc=provider.rfc, load_id=load.public_id, by=practice.actor(), at=f.AT)
        return answer

    monkeypatch.setattr(checking, "check_file", discarded_meanwhile)
    check(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    assert load.state == LoadState.DISCARDED
    assert CodeCount.objects.filter(load=load).count() == 0


def test_of_whom_the_register_has_no_data_is_told_and_not_that_there_is_no_register(
    provider: Provider, contract: Contract
) -> None:
    load = f.checked(provider, CREW, contract.folio)
    assert [(one.code, one.detail) for one in selectors.told_of(load)] == [("registry_no_data", "12")]
    assert load.rows_faulty == 0


def register(*, complete: bool, people: pl.DataFrame = CREW) -> MemoryInsuredRegister:
    persons = {
        row["nss"]: Insured(
            row["nss"], row["curp"], row["primer_apellido"], row["segundo_apellido"], row["nombre"],
            Decimal(row["sbc"]),
        )
        for row in people.iter_rows(named=True)
    }  # fmt: skip
    return MemoryInsuredRegister(persons, dict.fromkeys(persons, date(2025, 1, 1)), is_complete=complete)


def test_the_register_fills_the_names_the_file_does_not_have(provider: Provider, contract: Contract) -> None:
    official = CREW.select("nss", "curp", "sbc")
    load = f.checked(provider, official, contract.folio, port=register(complete=True))
    assert load.rows_faulty == 0
    f.apply(load)
    assert f.listed(contract) == f.rows_of(CREW)


def test_names_that_nobody_knows_are_asked_for(provider: Provider, contract: Contract) -> None:
    load = f.checked(
        provider,
        CREW.select("nss", "curp", "sbc"),
        contract.folio,
        port=register(complete=False, people=CREW.tail(11)),
    )
    assert told(load) == [
        (2, "primer_apellido", "primer_apellido_required"),
        (2, "nombre", "nombre_required"),
    ]


def test_a_complete_register_knows_who_is_unknown_and_whose_salary_differs(
    provider: Provider, contract: Contract
) -> None:
    rows = f.changed(CREW, 1, sbc="777.77")
    port = register(complete=True, people=CREW.tail(11))
    load = f.checked(provider, rows, contract.folio, port=port)
    assert told(load) == [(2, "nss", "registry_unknown"), (3, "sbc", "registry_sbc")]
    assert (load.rows_faulty, load.rows_warned) == (1, 1)


def test_a_row_of_another_contract_is_unknown(provider: Provider, contract: Contract) -> None:
    other = practice.contract(provider)
    folios = [contract.folio] * 10 + [other.folio, "A26P9999999"]
    rows = CREW.with_columns(pl.Series("folio_contrato", folios))
    assert told(f.checked(provider, rows)) == [(13, "folio_contrato", "contract_unknown")]
    assert [row for row, _, _ in told(f.checked(provider, rows, contract.folio))] == [12, 13]


def test_the_empty_columns_of_the_template_say_nothing(provider: Provider, contract: Contract) -> None:
    rows = CREW.with_columns(pl.lit("").alias("folio_contrato"), pl.lit(" ").alias("referencia"))
    assert told(f.checked(provider, rows, contract.folio)) == []
    load = f.checked(provider, rows)
    assert told(load) == [(None, "folio_contrato", "column_missing")]
    assert load.rows_faulty == 12


def test_a_row_that_names_no_contract_is_of_the_one_the_file_is_for(
    provider: Provider, contract: Contract
) -> None:
    rows = CREW.with_columns(pl.Series("referencia", ["CONTRATO-1"] * 6 + [""] * 6))
    assert told(f.checked(provider, rows, contract.folio)) == []


def test_few_errors_are_corrected_on_the_page_without_a_new_upload(
    provider: Provider, contract: Contract
) -> None:
    load = f.checked(provider, f.changed(CREW, 0, nss="123"), contract.folio)
    assert selectors.may_correct(load)
    services.correct(
        provider_rfc=provider.rfc,
        load_id=load.public_id,
        corrections=[CellFix(2, "nss", CREW["nss"][0])],
        by=practice.actor(),
        at=f.AT,
    )
    assert check(load_id=load.pk, at=f.AT)
    load.refresh_from_db()
    assert (load.state, load.rows_faulty, told(load)) == (LoadState.CHECKED, 0, [])
    assert b"\n123," in selectors.original_file(load).read_bytes()
    f.apply(load)
    assert f.listed(contract) == f.rows_of(CREW)


def correcting(load: Load, *fixes: CellFix) -> str:
    with pytest.raises(Refused) as refusal:
        services.correct(
            provider_rfc=load.provider_id,
            load_id=load.public_id,
            corrections=fixes,
            by=practice.actor(),
            at=f.AT,
        )
    return refusal.value.findings[0].code


def test_only_faulty_cells_are_corrected_and_only_a_few(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = f.checked(provider, f.changed(f.changed(CREW, 0, nss="123"), 1, nss="9"), contract.folio)
    assert correcting(load, CellFix(9, "nss", "1")) == "cell_unknown"
    assert correcting(load, CellFix(2, "valid", "1")) == "cell_unknown"
    monkeypatch.setattr(services, "MOST_CORRECTED", 1)
    assert correcting(load, CellFix(2, "nss", "1")) == "too_many_to_correct"


def test_the_last_word_on_a_cell_counts_and_many_cells_cost_what_one_does(
    provider: Provider, contract: Contract
) -> None:
    spoilt = CREW
    for row in range(8):
        spoilt = f.changed(spoilt, row, nss="123")
    load = f.checked(provider, spoilt, contract.folio)
    fixes = [CellFix(row + 2, "nss", CREW["nss"][row]) for row in range(8)]
    cost = []
    for given in (fixes[:1], [CellFix(3, "nss", "9"), *fixes[1:]]):
        with CaptureQueriesContext(connection) as asked:
            services.correct(
                provider_rfc=provider.rfc,
                load_id=load.public_id,
                corrections=given,
                by=practice.actor(),
                at=f.AT,
            )
        cost.append(len(asked))
        assert check(load_id=load.pk, at=f.AT)
    assert cost[0] == cost[1]
    load.refresh_from_db()
    assert (load.state, load.rows_faulty) == (LoadState.CHECKED, 0)


def test_a_discarded_file_is_gone(
    provider: Provider, contract: Contract, django_capture_on_commit_callbacks: object
) -> None:
    load = f.checked(provider, f.changed(CREW, 0, nss="123"), contract.folio)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.discard(provider_rfc=provider.rfc, load_id=load.public_id, by=practice.actor(), at=f.AT)
    assert not f.folder_of(load).exists()
    assert Finding.objects.count() == 0
    with pytest.raises(FileNotFoundError):
        selectors.original_file(load)


def test_progress_is_read_while_the_work_goes_on(
    provider: Provider, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    from icsoe.apps.intake import checking

    load, seen = f.received(provider, CREW, contract.folio), []

    def watch(*args: object) -> object:
        seen.append(selectors.progress(provider.rfc, load.public_id))
        return real(*args)  # type: ignore[arg-type]

    real = checking.write_checked
    monkeypatch.setattr(checking, "write_checked", watch)
    before = selectors.progress(provider.rfc, load.public_id)
    check(load_id=load.pk, at=f.AT)
    after = selectors.progress(provider.rfc, load.public_id)
    assert (before.settled, before.percent, before.rows_total) == (False, 0, 0)
    assert (seen[0].state, seen[0].rows_total, seen[0].settled) == (LoadState.CHECKING, 12, False)
    assert before.percent < seen[0].percent < after.percent == 100
    assert after.settled


def test_a_cell_that_a_database_cannot_hold_is_told_without_harm(
    provider: Provider, contract: Contract, tmp_path: Path
) -> None:
    rows = f.changed(CREW, 0, nombre='a"b\\N\t\\.\r,;' + "ñ" * 300)
    load = f.checked(provider, rows, contract.folio)
    assert told(load)[0][2] == "name_chars"
    assert len(selectors.findings_of(load)[0].value) <= 200
    assert (
        services.preview(provider_rfc=provider.rfc, load_id=load.public_id, mode=ApplyMode.REPLACE).added
        == 11
    )
