"""A capture handed to whoever signs, and back."""

from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.firms import AT, PERIOD, Firm, make_firm, persons

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts.models import CapturePeriod
from icsoe.apps.contracts.records import WorkerData
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.sending import return_to_capture, send_to_signature, sent_captures
from icsoe.apps.contracts.states import TABLE, CaptureMove, CaptureState, moved, state_of
from icsoe.lib.rulebook.refusal import Refused

CLERK = Actor(kind=ActorKind.CLERK, key="X" * 18, name="Renata Olmos")


@pytest.fixture
def firm(db: None) -> Firm:
    return make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")


def send(firm: Firm, note: str = "") -> CapturePeriod:
    return send_to_signature(provider_rfc=firm.provider.rfc, period=PERIOD, note=note, by=CLERK, at=AT)


def capture_in(firm: Firm, state: CaptureState) -> CapturePeriod:
    sent = {"sent_at": AT, "sent_by": CLERK.name} if state is CaptureState.SENT else {}
    return CapturePeriod.objects.create(
        provider=firm.provider, year=2026, number=2, is_open=state is not CaptureState.CLOSED, **sent
    )


@pytest.mark.parametrize(("state", "move"), list(product(CaptureState, CaptureMove)))
def test_every_state_and_move(firm: Firm, state: CaptureState, move: CaptureMove) -> None:
    capture = capture_in(firm, state)
    assert state_of(capture) is state
    if (state, move) in TABLE:
        assert moved(capture, move) is TABLE[state, move]
    else:
        with pytest.raises(Refused):
            moved(capture, move)


def test_a_clerk_is_refused_and_the_holder_is_not(firm: Firm) -> None:
    contract = firm.contract()
    send(firm, "  Lista   para firma ")
    assert sent_captures([firm.provider.rfc])[firm.provider.rfc, PERIOD].note == "Lista para firma"
    worker = WorkerData(**persons(1)[0])
    named = {"provider_rfc": firm.provider.rfc, "folio": contract.folio, "data": worker, "at": AT}
    with pytest.raises(Refused, match="capture_sent"):
        add_worker(**named, by=CLERK)
    add_worker(**named, by=firm.actor)


def test_what_is_returned_can_be_captured_and_sent_again(firm: Firm) -> None:
    send(firm)
    return_to_capture(provider_rfc=firm.provider.rfc, period=PERIOD, by=firm.actor, at=AT)
    assert sent_captures([firm.provider.rfc]) == {}
    send(firm)
    told = Entry.objects.filter(subject=str(PERIOD)).order_by("id").values_list("event", flat=True)
    assert list(told) == ["sent_to_signature", "returned_to_capture", "sent_to_signature"]


@pytest.mark.parametrize("is_open", [True, False])
def test_closing_or_reopening_forgets_that_it_was_sent(firm: Firm, is_open: bool) -> None:
    capture = capture_in(firm, CaptureState.CLOSED if is_open else CaptureState.SENT)
    CapturePeriod.objects.filter(pk=capture.pk).update(is_open=is_open)
    capture.refresh_from_db()
    assert (capture.is_open, capture.sent_at, capture.sent_by, capture.note) == (is_open, None, "", "")


@pytest.mark.parametrize(
    "fields",
    [
        {"sent_at": AT, "sent_by": ""},
        {"sent_at": AT, "sent_by": "R", "is_open": False},
        {"note": "nobody sent it"},
        {"sent_by": "R"},
    ],
)
def test_the_database_refuses_a_sending_that_cannot_be(firm: Firm, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="contracts_capture_sent_while_open"), transaction.atomic():
        CapturePeriod.objects.create(provider=firm.provider, year=2026, number=2, **fields)


def test_a_note_has_its_limit_and_its_letters(firm: Firm) -> None:
    for note, code in (("x" * 501, "text_length"), ("\u202e", "text_characters")):
        with pytest.raises(Refused, match=code):
            send(firm, note)
