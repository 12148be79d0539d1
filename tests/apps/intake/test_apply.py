"""Applying a file: what the lists hold afterwards, what is said beforehand, and what is refused."""

import pytest
from tests.apps.intake import files as f

from icsoe.apps.contracts.models import Contract, Roster
from icsoe.apps.intake.enums import LoadState
from icsoe.apps.providers.models import Provider
from icsoe.lib.rulebook.refusal import Refused


def code_of(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.findings[0].code


def test_a_right_file_becomes_the_list_of_its_contract(provider: Provider, contract: Contract) -> None:
    crew = f.crew(30)
    load = f.applied(provider, crew, contract.folio)
    assert load.state == LoadState.APPLIED
    assert f.listed(contract) == f.rows_of(crew)
    roster = Roster.objects.get(contract=contract, is_current=True)
    assert roster.worker_count == 30
