"""An officer hands a register over whole: it stands as it came, or the one before stands untouched."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from django.db import IntegrityError

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.audit.models import Entry
from icsoe.apps.registries.gateways import PostgresInsuredRegister
from icsoe.apps.registries.models import Coverage, InsuredPerson, InsuredSalary, Taxpayer
from icsoe.apps.registries.services import Handover, replace_insured, replace_taxpayers

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
OFFICER = Actor(kind=ActorKind.OFFICER, key="registros", name="Oficial de Registros")
ANA = ("92919084431", "PEHA900101MDFRRN09", 'PÉREZ "LA"', "", "ANA, MARÍA")
LUIS = ("10203040506", "ROML850505HJCMRS01", "ROMERO", "LARA", "LUIS")
FROM_THE_REGISTRY = Handover(source="Entrega mensual", is_complete=True)
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)
SCHEMA = {
    "nss": pl.String, "curp": pl.String, "primer_apellido": pl.String, "segundo_apellido": pl.String,
    "nombre": pl.String, "since": pl.Date, "sbc": pl.Decimal(10, 2),
}  # fmt: skip


def insured(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def taxpayers(**names: str) -> pl.DataFrame:
    return pl.DataFrame(list(names.items()), schema={"rfc": pl.String, "name": pl.String}, orient="row")


def test_persons_and_salaries_are_stored_as_they_came() -> None:
    frame = insured((*ANA, MAY, Decimal("315.04")), (*ANA, JUNE, Decimal("1234.50")), (*LUIS, None, None))
    assert replace_insured(frame, FROM_THE_REGISTRY, by=OFFICER, at=AT) == 2
    fields = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre")
    assert set(InsuredPerson.objects.values_list(*fields)) == {ANA, LUIS}
    assert list(InsuredSalary.objects.order_by("since").values_list("person_id", "since", "sbc")) == [
        (ANA[0], MAY, Decimal("315.04")),
        (ANA[0], JUNE, Decimal("1234.50")),
    ]


def test_the_register_before_is_gone_and_the_same_one_twice_changes_nothing() -> None:
    replace_insured(insured((*ANA, MAY, Decimal(400))), FROM_THE_REGISTRY, by=OFFICER, at=AT)
    for _ in range(2):
        replace_insured(insured((*LUIS, MAY, Decimal(500))), FROM_THE_REGISTRY, by=OFFICER, at=AT)
    assert list(InsuredPerson.objects.values_list("nss", flat=True)) == [LUIS[0]]
    assert list(InsuredSalary.objects.values_list("person_id", "sbc")) == [(LUIS[0], Decimal("500.00"))]


def test_an_empty_register_may_be_handed_over() -> None:
    replace_taxpayers(taxpayers(AAA010101AAA="ALGUIEN"), FROM_THE_REGISTRY, by=OFFICER, at=AT)
    assert replace_taxpayers(taxpayers(), FROM_THE_REGISTRY, by=OFFICER, at=AT) == 0
    assert not Taxpayer.objects.exists()


def test_the_log_says_who_replaced_which_register_and_with_how_many() -> None:
    replace_insured(insured((*ANA, MAY, Decimal(400))), FROM_THE_REGISTRY, by=OFFICER, at=AT)
    replace_taxpayers(
        taxpayers(AAA010101AAA="ALGUIEN", BBB010101BBB="OTRO"), FROM_THE_REGISTRY, by=OFFICER, at=AT
    )
    entries = Entry.objects.order_by("id").values_list("event", "actor_key", "at", "subject", "details")
    assert list(entries) == [
        ("register_replaced", "registros", AT, "register:insured", {"rows": 1}),
        ("register_replaced", "registros", AT, "register:taxpayers", {"rows": 2}),
    ]


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(insured((*ANA, MAY, Decimal(0))), id="a salary of nothing"),
        pytest.param(
            insured((*ANA, MAY, Decimal(1)), (*ANA, MAY, Decimal(2))), id="two salaries from one day"
        ),
    ],
)
def test_what_breaks_a_constraint_leaves_the_register_before(frame: pl.DataFrame) -> None:
    replace_insured(insured((*LUIS, MAY, Decimal(500))), FROM_THE_REGISTRY, by=OFFICER, at=AT)
    with pytest.raises(IntegrityError):
        replace_insured(frame, FROM_THE_REGISTRY, by=OFFICER, at=AT)
    assert list(InsuredPerson.objects.values_list("nss", flat=True)) == [LUIS[0]]
    assert InsuredSalary.objects.count() == 1


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (insured((*ANA, MAY, Decimal(1)), (ANA[0], *LUIS[1:], JUNE, Decimal(1))), "two persons"),
        (insured((*ANA, MAY, Decimal(1))).drop("curp"), "curp"),
        (insured((*ANA, MAY, Decimal(1))).cast({"sbc": pl.Float64}), "sbc"),
    ],
)
def test_a_table_of_another_shape_is_refused(frame: pl.DataFrame, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace_insured(frame, FROM_THE_REGISTRY, by=OFFICER, at=AT)
    assert not Entry.objects.exists()


def test_a_taxpayer_twice_is_refused() -> None:
    twice = pl.concat([taxpayers(AAA010101AAA="UNO"), taxpayers(AAA010101AAA="DOS")])
    with pytest.raises(IntegrityError):
        replace_taxpayers(twice, FROM_THE_REGISTRY, by=OFFICER, at=AT)
    assert not Taxpayer.objects.exists()


def test_how_much_of_the_register_is_held_is_kept_and_follows_the_last_handover() -> None:
    late = datetime(2026, 5, 5, 5, 0, tzinfo=UTC)  # still the fourth in the central zone
    replace_insured(insured((*ANA, MAY, Decimal(400))), FROM_THE_REGISTRY, by=OFFICER, at=late)
    assert PostgresInsuredRegister().complete()
    replace_insured(insured((*ANA, MAY, Decimal(400))), Handover(source="Muestra"), by=OFFICER, at=late)
    assert not PostgresInsuredRegister().complete()
    kept = Coverage.objects.values_list("register", "is_complete", "as_of", "source")
    assert list(kept) == [("insured", False, date(2026, 5, 4), "Muestra")]
