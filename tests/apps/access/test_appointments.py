"""Clerks' appointments: every state and move, every constraint, and the two sides."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.clerks import PASSWORD, appointed, curp_of, invited
from tests.firms import AT, Firm, make_firm

from icsoe.apps.access import clerks, delegation
from icsoe.apps.access.clerks import Reach
from icsoe.apps.access.enums import AppointmentState
from icsoe.apps.access.models import Account, AppointedContract, Appointment
from icsoe.apps.access.selectors import clerks_of, providers_of, serving
from icsoe.apps.access.states import TABLE, Move, moved
from icsoe.apps.audit.models import Entry
from icsoe.lib.rulebook.refusal import Refused


@pytest.fixture
def firm(db: None) -> Firm:
    return make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")


@pytest.mark.parametrize(("state", "move"), list(product(AppointmentState, Move)))
def test_every_state_and_move(state: AppointmentState, move: Move) -> None:
    if (state, move) in TABLE:
        assert moved(state, move) is TABLE[state, move]
    else:
        with pytest.raises(Refused, match="clerk_move_refused"):
            moved(state, move)


def test_every_move_is_in_the_log(firm: Firm) -> None:
    one = appointed(firm)
    named = {"provider_rfc": firm.provider.rfc, "appointment_id": one.pk, "by": firm.actor, "at": AT}
    clerks.change_reach(reach=Reach(until=AT.date()), **named)
    for how in (Move.SUSPEND, Move.RESUME, Move.REMOVE):
        clerks.move(how=how, **named)
    second = invited(firm)
    clerks.renew_invitation(
        provider_rfc=firm.provider.rfc,
        appointment_id=second.pk,
        by=firm.actor,
        at=AT + timedelta(minutes=10),
    )
    told = Entry.objects.filter(subject__startswith="appointment:").order_by("id")
    assert list(told.values_list("event", flat=True)) == [
        "clerk_invited",
        "invitation_accepted",
        "clerk_scope_changed",
        "clerk_suspended",
        "clerk_resumed",
        "clerk_removed",
        "clerk_invited",
        "invitation_renewed",
    ]


def fields(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "provider_rfc": "LIA150312QX5",
        "curp": curp_of(),
        "name": "Renata Olmos",
        "email": "r@despacho.example",
        "state": "invited",
        "nonce": "0" * 32,
        "expires_at": AT,
        "created_at": AT,
    }
    return given | changes


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "dancing"}, "access_appointment_state_known"),
        ({"state": "active"}, "access_appointment_has_account"),
        ({"state": "asked"}, "access_appointment_has_account"),
        ({"expires_at": None}, "access_appointment_invitation_expires"),
        ({"curp": "abc"}, "access_appointment_curp_shape"),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_an_impossible_appointment(changes: dict[str, Any], constraint: str) -> None:
    account = Account.objects.create(kind="clerk", key=curp_of(), name="R", created_at=AT)
    given = fields(**{"account": account if changes.get("state") == "dancing" else None, **changes})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Appointment.objects.create(**given)


@pytest.mark.django_db
def test_nobody_is_twice_a_clerk_of_a_provider() -> None:
    Appointment.objects.create(**fields(state="removed"))
    one = Appointment.objects.create(**fields())
    with pytest.raises(IntegrityError, match="access_appointment_once"), transaction.atomic():
        Appointment.objects.create(**fields())
    AppointedContract.objects.create(appointment=one, folio="A26S0000001")
    with pytest.raises(IntegrityError, match="access_appointed_contract_once"), transaction.atomic():
        AppointedContract.objects.create(appointment=one, folio="A26S0000001")


def test_inviting_twice_is_refused_in_words(firm: Firm) -> None:
    invited(firm)
    with pytest.raises(Refused, match="clerk_repeated"):
        invited(firm)


@pytest.mark.parametrize(
    ("reach", "code"),
    [
        (Reach(until=AT.date() - timedelta(days=1)), "clerk_until_past"),
        (Reach(all_contracts=False), "clerk_contracts_required"),
    ],
)
def test_a_reach_that_reaches_nothing_is_refused(firm: Firm, reach: Reach, code: str) -> None:
    with pytest.raises(Refused, match=code):
        invited(firm, reach=reach)


def test_an_invitation_is_for_its_curp_only(firm: Firm) -> None:
    other = appointed(firm, 1)
    one = invited(firm)
    assert other.account is not None
    with pytest.raises(Refused, match="invitation_over"):
        delegation.accept(appointment_id=one.pk, nonce=one.nonce, account=other.account, by=firm.actor, at=AT)


def test_an_account_is_made_once_however_many_accept(firm: Firm) -> None:
    one = invited(firm)
    rival = make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C.")
    two = invited(rival)

    def accept(which: Appointment) -> Account:
        return delegation.accept_as_new(
            appointment_id=which.pk, nonce=which.nonce, password=PASSWORD, again=PASSWORD, address="", at=AT
        )

    accept(one)
    with pytest.raises(Refused, match="clerk_known"):
        accept(two)
    assert Account.objects.filter(kind="clerk").count() == 1


def test_what_a_clerk_serves(firm: Firm) -> None:
    rival = make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C.")
    one, two = appointed(firm), appointed(rival, reach=Reach(all_contracts=False, folios=("A26S0000001",)))
    assert one.account is not None
    served = providers_of(one.account, at=AT)
    assert [(each.name[:9], each.folios) for each in served] == [
        ("Limpieza ", None),
        ("Vigilanci", frozenset({"A26S0000001"})),
    ]
    clerks.move(provider_rfc=two.provider_rfc, appointment_id=two.pk, how=Move.SUSPEND, by=rival.actor, at=AT)
    assert serving(one.account, two.provider_rfc, at=AT) is None
    assert serving(one.account, firm.provider.rfc, at=AT) is not None


def test_what_waits_for_an_answer_comes_first(firm: Firm) -> None:
    rival = make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C.")
    asking = appointed(rival, 3)
    appointed(firm)
    invited(firm, 1)
    assert asking.account is not None
    delegation.ask_for_access(
        account=asking.account, provider_rfc=firm.provider.rfc, reason="", by=firm.actor, at=AT
    )
    assert [one.state for one in clerks_of(firm.provider.rfc)] == ["asked", "invited", "active"]


@pytest.mark.parametrize(
    ("rfc", "reason", "code"),
    [
        ("LIA150312", "", "access_provider_unknown"),
        ("LIA150312QX5", "", "access_repeated"),
        ("VNR080808HG3", "x" * 301, "text_length"),
        ("VNR080808HG3", "\u202egpj", "text_characters"),
    ],
)
def test_a_request_that_cannot_be_is_refused(firm: Firm, rfc: str, reason: str, code: str) -> None:
    one = appointed(firm)
    assert one.account is not None
    with pytest.raises(Refused, match=code):
        delegation.ask_for_access(account=one.account, provider_rfc=rfc, reason=reason, by=firm.actor, at=AT)
