"""What the Institute's registers hold is in order, whoever fills them."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from icsoe.apps.registries.models import InsuredPerson, InsuredSalary, RepseRecord, RepseService
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.rulebook.constraints import violated_constraint

pytestmark = pytest.mark.django_db
SINCE = date(2025, 5, 1)


def refused_by(model: type[models.Model], **row: Any) -> str | None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.create(**row)
    return violated_constraint(caught.value)


def test_a_person_has_one_salary_a_day_and_it_is_money() -> None:
    known = next(people(1, 5).iter_rows(named=True))
    columns = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre")
    person = InsuredPerson.objects.create(**{name: known[name] for name in columns})
    InsuredSalary.objects.create(person=person, since=SINCE, sbc="400.00")
    once = refused_by(InsuredSalary, person=person, since=SINCE, sbc="500.00")
    positive = refused_by(InsuredSalary, person=person, since=date(2025, 6, 1), sbc="0.00")
    assert (once, positive) == ("registries_salary_once_a_day", "registries_salary_positive")


def test_a_registration_ends_after_it_begins_and_names_a_service_once() -> None:
    right = {"number": "STPS/UTD/DGIFT/AR1876/2025", "rfc": "LIA150312QX5", "registered_on": SINCE}
    record = RepseRecord.objects.create(**right, valid_until=SINCE)
    RepseService.objects.create(record=record, folio="104", description="Limpieza")
    backwards = refused_by(RepseRecord, **{**right, "number": "OTRO"}, valid_until=date(2025, 4, 30))
    repeated = refused_by(RepseService, record=record, folio="104", description="Otra")
    assert (backwards, repeated) == ("registries_repse_validity", "registries_repse_service_once")
