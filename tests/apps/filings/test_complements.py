"""A complementaria: what it starts as, what it may change, what it leaves when it is given up."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import practice
from tests.apps.filings import acts

from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts.models import Beneficiary, Contract
from icsoe.apps.contracts.records import PartyData
from icsoe.apps.contracts.roster import add_worker, change_worker, remove_worker
from icsoe.apps.contracts.selectors import contracts_of, current_roster
from icsoe.apps.contracts.services import change_contract, remove_contract
from icsoe.apps.filings.agreement import ReviewChanged
from icsoe.apps.filings.frozen import kept_bytes
from icsoe.apps.filings.models import Filing, Movement
from icsoe.apps.filings.selectors import facts_of, standing_filing
from icsoe.apps.filings.services import present
from icsoe.apps.filings.updates import date_movements, undated_movements
from icsoe.apps.providers.models import Provider
from icsoe.apps.receipts.models import Receipt
from icsoe.apps.receipts.twin import read_twin
from icsoe.lib.canonical.movements import MovementFacts, MovementKind, read_movements
from icsoe.lib.canonical.roster import read_roster
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused

pytestmark = pytest.mark.django_db
IN_JUNE = datetime(2026, 6, 10, 18, 0, tzinfo=UTC)
IN_SEPTEMBER = datetime(2026, 9, 10, 18, 0, tzinfo=UTC)


@pytest.fixture
def filed() -> Provider:
    """A provider whose Normal of one contract and two workers is in force."""
    one = practice.complete_profile(practice.provider())
    practice.with_workers(practice.contract(one, reference="C-1"), 2)
    acts.file(one)
    return one


@pytest.fixture
def nil() -> Provider:
    """A provider whose Sin información is in force."""
    one = practice.complete_profile(practice.provider())
    acts.file(one)
    return one


def only_contract(one: Provider) -> Contract:
    return one.contracts.get()


def change(one: Provider, **given: object) -> None:
    contract = only_contract(one)
    change_contract(
        provider_rfc=one.rfc,
        folio=contract.folio,
        data=acts.data_of(contract, **given),
        by=practice.actor(),
        at=practice.IN_TIME,
    )


def enter(one: Provider, place: int) -> None:
    add_worker(
        provider_rfc=one.rfc,
        folio=only_contract(one).folio,
        data=practice.worker_data(place),
        by=practice.actor(),
        at=practice.IN_TIME,
    )


def leave(one: Provider) -> str:
    """Remove the first worker of the only contract; the NSS that left."""
    contract = only_contract(one)
    worker = current_roster(contract).workers.order_by("nss")[0]
    remove_worker(
        provider_rfc=one.rfc,
        folio=contract.folio,
        worker_id=worker.pk,
        by=practice.actor(),
        at=practice.IN_TIME,
    )
    return worker.nss


def live(one: Provider) -> list[tuple[object, ...]]:
    """Everything captured of the period, workers and all, as far as a person could tell."""
    return [
        (
            row.contract.folio,
            row.contract.beneficiary.rfc,
            row.contract.object,
            row.contract.service_folio,
            row.contract.start_date,
            row.contract.end_date,
            row.contract.reference,
            row.contract.created_at,
            row.contract.created_by,
            row.workers,
            *current_roster(row.contract)
            .workers.order_by("nss")
            .values_list("nss", "curp", "nombre", "sbc", "name_key"),
        )
        for row in contracts_of(one.rfc, practice.PERIOD)
    ]


def test_a_correction_starts_as_a_copy_and_one_changed_line_is_all_that_differs(filed: Provider) -> None:
    first = acts.start(filed)
    assert acts.codes(practice.shown(filed)) == ["complement_unchanged"]
    change(filed, end_date=date(2026, 12, 31))
    corrected = acts.file(filed)
    assert corrected.folio.startswith("CO261")
    assert (corrected.replaces, corrected.ordinal, corrected.contract_count) == (first, 1, 1)
    old, new = facts_of(first), facts_of(corrected)
    assert new.replaces == (first.folio, first.document_id)
    assert new.contracts == (replace(old.contracts[0], end_date=date(2026, 12, 31)),)


def test_the_receipt_of_what_was_corrected_says_by_which_folio(filed: Provider) -> None:
    first = acts.start(filed)
    enter(filed, 7)
    corrected = acts.file(filed)
    receipt = Receipt.objects.select_related("superseded_by").get(folio=first.folio)
    assert (acts.state_of(first), receipt.status) == ("superseded", "superseded")
    assert receipt.superseded_by is not None
    assert receipt.superseded_by.folio == corrected.folio
    twin = read_twin(bytes(Receipt.objects.get(folio=corrected.folio).content))
    assert twin.filing.replaces == first.folio
    assert f"|correccion|{first.folio}|1|3|" in twin.filing.cadena


def test_what_was_filed_reads_the_same_after_a_hundred_changes(filed: Provider) -> None:
    first = standing_filing(filed.rfc, practice.PERIOD)
    assert first is not None
    before = (kept_bytes(first.document_id), first.cadena, bytes(Receipt.objects.get().content))
    acts.start(filed)
    enter(filed, 8)
    acts.file(filed)
    first.refresh_from_db()
    kept = Receipt.objects.get(folio=first.folio)
    assert (kept_bytes(first.document_id), first.cadena, bytes(kept.content)) == before


def test_an_abandoned_correction_leaves_no_trace(filed: Provider) -> None:
    first = standing_filing(filed.rfc, practice.PERIOD)
    before = live(filed)
    acts.start(filed)
    other = practice.with_workers(practice.contract(filed, reference="C-2"), 1)
    remove_contract(
        provider_rfc=filed.rfc,
        folio=filed.contracts.get(reference="C-1").folio,
        by=practice.actor(),
        at=practice.IN_TIME,
    )
    acts.abandon(filed)
    assert live(filed) == before
    assert not Contract.objects.filter(folio=other.folio).exists()
    assert standing_filing(filed.rfc, practice.PERIOD) == first
    with pytest.raises(Refused) as refusal:
        enter(filed, 9)
    assert refusal.value.findings[0].code == "capture_closed"


def test_workers_changed_in_an_abandoned_correction_are_as_they_were(filed: Provider) -> None:
    before = live(filed)
    acts.start(filed)
    leave(filed)
    enter(filed, 9)
    contract = only_contract(filed)
    worker = current_roster(contract).workers.order_by("nss")[0]
    change_worker(
        provider_rfc=filed.rfc,
        folio=contract.folio,
        worker_id=worker.pk,
        data=replace(practice.worker_data(11), sbc="777.77"),
        by=practice.actor(),
        at=practice.IN_TIME,
    )
    change(filed, object="Otra cosa", end_date=date(2026, 8, 1), reference="")
    acts.abandon(filed)
    assert live(filed) == before


def test_after_abandoning_the_next_correction_starts_clean(filed: Provider) -> None:
    acts.start(filed)
    enter(filed, 9)
    acts.abandon(filed)
    acts.start(filed)
    assert acts.codes(practice.shown(filed)) == ["complement_unchanged"]


def test_a_forgotten_contract_completes_a_sin_informacion(nil: Provider) -> None:
    acts.start(nil)
    practice.with_workers(practice.contract(nil), 1)
    corrected = acts.file(nil)
    assert (corrected.type, corrected.contract_count) == ("correccion", 1)


def test_a_correction_cannot_leave_the_period_without_contracts(filed: Provider) -> None:
    acts.start(filed)
    remove_contract(
        provider_rfc=filed.rfc, folio=only_contract(filed).folio, by=practice.actor(), at=practice.IN_TIME
    )
    assert "contracts_missing" in acts.codes(practice.shown(filed))


def test_starting_twice_changes_nothing_and_the_other_type_must_wait(filed: Provider) -> None:
    acts.start(filed)
    enter(filed, 9)
    workers = live(filed)
    acts.start(filed)
    assert live(filed) == workers
    with pytest.raises(Refused) as refusal:
        acts.start(filed, acts.UPDATE)
    assert [one.code for one in refusal.value.findings] == ["complement_in_progress"]


def test_without_anything_in_force_there_is_nothing_to_correct_or_abandon() -> None:
    one = practice.provider()
    with pytest.raises(Refused) as refusal:
        acts.start(one)
    assert refusal.value.findings[0].code == "filing_missing"
    with pytest.raises(Refused) as refusal:
        acts.abandon(one)
    assert refusal.value.findings[0].code == "complement_not_started"


def test_a_change_while_the_holder_signs_a_correction_stops_it(filed: Provider) -> None:
    acts.start(filed)
    enter(filed, 7)
    signed = practice.signed(practice.shown(filed), key="tarde")
    enter(filed, 8)
    with pytest.raises(ReviewChanged):
        present(
            provider_rfc=filed.rfc,
            period=practice.PERIOD,
            signed=signed,
            by=practice.actor(),
            at=practice.IN_TIME,
        )
    assert Filing.objects.count() == 1


def test_the_signature_of_an_abandoned_correction_presents_nothing(filed: Provider) -> None:
    acts.start(filed)
    enter(filed, 7)
    signed = practice.signed(practice.shown(filed), key="tarde")
    acts.abandon(filed)
    with pytest.raises(Refused) as refusal:
        present(
            provider_rfc=filed.rfc,
            period=practice.PERIOD,
            signed=signed,
            by=practice.actor(),
            at=practice.IN_TIME,
        )
    assert refusal.value.findings[0].code == "filing_in_force"


def test_the_fifth_complementaria_is_refused_and_told_the_way_left(filed: Provider) -> None:
    for place in range(4):
        acts.start(filed)
        enter(filed, 20 + place)
        assert acts.file(filed).ordinal == place + 1
    with pytest.raises(Refused) as refusal:
        acts.start(filed)
    assert [one.code for one in refusal.value.findings] == ["corrections_exhausted"]
    acts.start(filed, acts.UPDATE)  # not counted, and still open
    change(filed, end_date=date(2026, 12, 31))
    assert acts.file(filed).ordinal is None


def test_a_correction_is_as_punctual_as_what_it_corrects(filed: Provider) -> None:
    acts.start(filed, at=IN_JUNE)
    enter(filed, 7)
    assert acts.file(filed, at=IN_JUNE).is_late is False


# Actualización


@pytest.mark.parametrize("at", [IN_JUNE, IN_SEPTEMBER])
def test_an_update_belongs_to_the_month_in_which_the_period_is_presented(
    filed: Provider, at: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        acts.start(filed, acts.UPDATE, at=at)
    assert [one.code for one in refusal.value.findings] == ["update_outside_month"]


def test_an_update_begun_in_may_is_not_signed_in_june(filed: Provider) -> None:
    acts.start(filed, acts.UPDATE, at=datetime(2026, 6, 1, 5, 59, 59, tzinfo=UTC))
    change(filed, end_date=date(2026, 12, 31))
    assert "update_outside_month" in acts.codes(practice.shown(filed, at=datetime(2026, 6, 1, 6, tzinfo=UTC)))


def test_a_sin_informacion_has_nothing_to_update(nil: Provider) -> None:
    with pytest.raises(Refused) as refusal:
        acts.start(nil, acts.UPDATE)
    assert "update_of_nil" in [one.code for one in refusal.value.findings]


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"beneficiary": PartyData(rfc="ECB210719R99", name="OTRA SA DE CV")}, "beneficiary_rfc"),
        ({"beneficiary": PartyData(rfc="CPM090518QC0", name="OTRO NOMBRE SA DE CV")}, "beneficiary_name"),
        ({"object": "Otro objeto"}, "object"),
        ({"start_date": date(2026, 2, 2)}, "start_date"),
    ],
)
def test_an_update_locks_the_parties_the_object_and_the_start(
    filed: Provider, given: dict[str, object], column: str
) -> None:
    acts.start(filed, acts.UPDATE)
    with pytest.raises(Refused) as refusal:
        change(filed, **given)
    assert ("update_locked", column) in [(one.code, one.column) for one in refusal.value.findings]


def test_an_update_names_its_client_as_it_was_reported(filed: Provider) -> None:
    told = facts_of(standing_filing(filed.rfc, practice.PERIOD)).contracts[0].beneficiary.name  # type: ignore[arg-type]
    acts.start(filed, acts.UPDATE)
    acts.extend(filed, filed.contracts.all())
    Beneficiary.objects.update(name="NOMBRE CAMBIADO SA DE CV")
    assert facts_of(acts.file(filed)).contracts[0].beneficiary.name == told


def test_an_update_neither_adds_nor_removes_contracts(filed: Provider) -> None:
    acts.start(filed, acts.UPDATE)
    with pytest.raises(Refused) as refusal:
        practice.contract(filed, reference="C-2")
    assert refusal.value.findings[0].code == "update_contracts_fixed"
    with pytest.raises(Refused) as refusal:
        remove_contract(
            provider_rfc=filed.rfc, folio=only_contract(filed).folio, by=practice.actor(), at=practice.IN_TIME
        )
    assert refusal.value.findings[0].code == "update_contracts_fixed"


def test_an_update_signs_the_day_each_worker_came_and_left(filed: Provider) -> None:
    acts.start(filed, acts.UPDATE)
    left = leave(filed)
    enter(filed, 7)
    came = practice.worker_data(7).nss
    (undated,) = undated_movements(filed.rfc, practice.PERIOD)
    assert (undated.came, undated.left) == ((came,), (left,))
    assert acts.codes(practice.shown(filed)) == ["movement_date_missing"]
    for kind, on in ((MovementKind.IN, date(2026, 5, 4)), (MovementKind.OUT, date(2026, 5, 8))):
        assert (
            date_movements(
                provider_rfc=filed.rfc,
                period=practice.PERIOD,
                folio=undated.folio,
                kind=kind,
                on=on,
                by=practice.actor(),
                at=practice.IN_TIME,
            )
            == 1
        )
    updated = facts_of(acts.file(filed)).contracts[0]
    assert read_movements(kept_bytes(updated.movements_sha256 or "")) == tuple(
        sorted(
            [
                MovementFacts(came, MovementKind.IN, date(2026, 5, 4)),
                MovementFacts(left, MovementKind.OUT, date(2026, 5, 8)),
            ]
        )
    )
    assert came in read_roster(kept_bytes(updated.roster_sha256)).get_column("nss").to_list()
    assert not Movement.objects.exists()


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2026, 5, 11)])
def test_a_movement_before_the_contract_or_after_today_is_refused(filed: Provider, on: date) -> None:
    acts.start(filed, acts.UPDATE)
    enter(filed, 7)
    with pytest.raises(Refused) as refusal:
        date_movements(
            provider_rfc=filed.rfc,
            period=practice.PERIOD,
            folio=only_contract(filed).folio,
            kind=MovementKind.IN,
            on=on,
            by=practice.actor(),
            at=practice.IN_TIME,
        )
    assert refusal.value.findings[0].code == "movement_date_outside"


def test_one_question_gives_the_days_of_every_contract(filed: Provider) -> None:
    acts.start(filed, acts.UPDATE)
    enter(filed, 7)
    with CaptureQueriesContext(connection) as asked:
        undated_movements(filed.rfc, practice.PERIOD)
    assert sum('FROM "filings_movement"' in one["sql"] for one in asked.captured_queries) == 1


def test_starting_and_giving_up_cost_the_same_however_many_contracts_stand(filed: Provider) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            acts.start(filed)
            acts.abandon(filed)
        return len(asked)

    few = cost()
    acts.start(filed)
    for _ in range(3):
        practice.with_workers(practice.contract(filed), 1)
    acts.file(filed)
    assert cost() == few


# Sin efectos


def test_a_voided_sin_informacion_gives_way_to_a_normal(nil: Provider) -> None:
    first = standing_filing(nil.rfc, practice.PERIOD)
    assert first is not None
    voided = acts.void(nil, "Sí hubo un contrato")
    assert voided.folio.startswith("SE261")
    assert (acts.state_of(first), voided.state) == ("void", "applied")
    assert Receipt.objects.get(folio=first.folio).status == "void"
    assert (
        read_twin(bytes(Receipt.objects.get(folio=voided.folio).content)).filing.reason
        == "Sí hubo un contrato"
    )
    assert standing_filing(nil.rfc, practice.PERIOD) is None
    practice.with_workers(practice.contract(nil), 1)
    assert acts.file(nil).folio.startswith("N261")


def test_after_a_void_a_second_sin_informacion_is_refused(nil: Provider) -> None:
    acts.void(nil)
    assert acts.codes(practice.shown(nil)) == ["nil_after_void"]


@pytest.mark.parametrize(("reason", "code"), [("  ", "reason_required"), ("x" * 501, "reason_length")])
def test_a_void_needs_a_reason_that_fits(nil: Provider, reason: str, code: str) -> None:
    assert acts.codes(acts.void_shown(nil, reason)) == [code]


def test_a_normal_is_not_voided_and_says_what_to_do(filed: Provider) -> None:
    assert acts.codes(acts.void_shown(filed)) == ["void_not_nil"]


def test_a_void_waits_for_the_correction_in_course(nil: Provider) -> None:
    acts.start(nil)
    assert acts.codes(acts.void_shown(nil)) == ["complement_in_progress"]


def test_an_old_signature_of_a_voided_filing_presents_nothing_again(nil: Provider) -> None:
    review = Filing.objects.get().review
    acts.void(nil)
    old = Filing.objects.get(type="sin_informacion")
    signed = practice.Signed(
        document_sha256=review.document_id,
        certificate=bytes(old.certificate.der),
        signature=bytes(old.signature),
        idempotency_key="otra",
    )
    with pytest.raises(Refused) as refusal:
        present(
            provider_rfc=nil.rfc,
            period=practice.PERIOD,
            signed=signed,
            by=practice.actor(),
            at=practice.IN_TIME,
        )
    assert refusal.value.findings[0].code == "nil_after_void"


def test_every_step_is_in_the_log(filed: Provider) -> None:
    first = acts.start(filed)
    acts.abandon(filed)
    events = Entry.objects.filter(subject=first.folio, event__startswith="complement_")
    assert list(events.order_by("id").values_list("event", flat=True)) == [
        "complement_started",
        "complement_abandoned",
    ]


def test_other_periods_are_left_alone(filed: Provider) -> None:
    earlier = Period(2025, 3)
    practice.contract(filed, period=earlier, start_date=earlier.first_day, reference="C-0")
    acts.start(filed)
    acts.abandon(filed)
    assert filed.contracts.filter(year=2025).count() == 1
