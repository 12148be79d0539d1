"""The list as it is read whole from the table: every name as it is kept, however many there are."""

import pytest
from tests import practice

from icsoe.apps.contracts import canonical
from icsoe.apps.contracts.models import Worker
from icsoe.apps.contracts.selectors import current_roster

pytestmark = pytest.mark.django_db


def test_names_with_signs_and_lists_longer_than_a_block_come_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(canonical, "_BLOCK", 2)
    one = practice.complete_profile(practice.provider())
    roster = current_roster(practice.with_workers(practice.contract(one), 5))
    first = roster.workers.order_by("nss")[0]
    names = {"primer_apellido": 'O\'HARA "ÑU"', "segundo_apellido": "", "nombre": "A,B\\T\tC\nD"}
    Worker.objects.filter(pk=first.pk).update(**names)
    rows = {row["nss"]: row for row in canonical.roster_frame(roster).iter_rows(named=True)}
    assert len(rows) == 5
    assert {name: rows[first.nss][name] for name in names} == names
    assert [row["sbc"] for row in rows.values()] == [
        str(Worker.objects.get(roster=roster, nss=nss).sbc) for nss in rows
    ]
    assert canonical.roster_frame(current_roster(practice.contract(one, reference="C-2"))).is_empty()
