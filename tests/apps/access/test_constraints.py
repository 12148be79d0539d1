"""Accounts and what is known of a certificate stay in order, whatever the code above them does."""

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from tests import practice
from tests.pki import authority as pki

from icsoe.apps.access.models import Account, RevocationCheck
from icsoe.apps.access.services import remember
from icsoe.lib.rulebook.constraints import violated_constraint

pytestmark = pytest.mark.django_db
AT = practice.IN_TIME
HOLDER = {"kind": "holder", "key": "LIA150312QX5", "name": "Firma", "created_at": AT}
CLERK = {
    "kind": "clerk",
    "key": "ROMC580301MGRJRL07",
    "name": "Clara",
    "email": "a@x.example",
    "created_at": AT,
}


def refused_by(model: type[models.Model], row: dict[str, Any]) -> str | None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.create(**row)
    return violated_constraint(caught.value)


def test_a_holder_has_one_account() -> None:
    Account.objects.create(**HOLDER)
    assert refused_by(Account, HOLDER) == "access_account_once"


def test_a_clerk_has_one_account_a_letter_box() -> None:
    Account.objects.create(**CLERK)
    Account.objects.create(**CLERK | {"email": "b@x.example"})
    assert refused_by(Account, CLERK) == "access_clerk_once"


def test_an_account_is_of_a_known_kind() -> None:
    assert refused_by(Account, HOLDER | {"kind": "otro"}) == "access_account_kind_known"


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"status": "quizá"}, "access_check_status_known"),
        ({"status": "revoked"}, "access_check_revoked_has_instant"),
    ],
)
def test_an_answer_about_a_certificate_says_something(
    settings: Any, tmp_path: Any, wrong: dict[str, str], constraint: str
) -> None:
    practice.trust_the_suite(settings, tmp_path)
    seen = remember(pki.certificate("moral"), at=AT)
    assert refused_by(RevocationCheck, {"certificate": seen, "checked_at": AT} | wrong) == constraint
