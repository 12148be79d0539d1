"""The public list holds a contract once, for a while, and only of what has contracts."""

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from tests import practice
from tests.apps.filings import acts

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.publication.models import PublishedContract, PublishedPeriod
from icsoe.apps.publication.services import rebuild
from icsoe.lib.rulebook.constraints import violated_constraint


def refused_by(model: type[models.Model], row: dict[str, Any]) -> str | None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.create(**row)
    return violated_constraint(caught.value)


def test_a_wrong_line_has_no_place_in_the_list(db: None) -> None:
    one = practice.complete_profile(practice.provider())
    practice.with_workers(practice.contract(one), 1)
    acts.file(one)
    version = rebuild(by=SYSTEM, at=practice.IN_TIME)
    line = PublishedContract.objects.values().get()
    del line["id"]
    period = PublishedPeriod.objects.values().get()
    del period["id"]
    assert refused_by(PublishedContract, line) == "publication_line_once"
    for until in (line["since"], line["since"] - 1):
        assert refused_by(PublishedContract, line | {"until": until}) == "publication_line_lasts"
    for type in ("sin_informacion", "sin_efectos"):
        wrong = line | {"filing_type": type, "contract_folio": "A26P0000099"}
        assert refused_by(PublishedContract, wrong) == "publication_line_type_has_contracts"
    assert refused_by(PublishedPeriod, period) == "publication_period_once"
    assert version.contracts == 1
