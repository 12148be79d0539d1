"""Each side of a capture is told what the other did, by letter and in its mailbox."""

import pytest
from django.core import mail
from tests import clerks as people
from tests import practice
from tests.pki import authority as pki

from icsoe.apps.access import clerks, delegation
from icsoe.apps.access.clerks import Reach
from icsoe.apps.access.models import Appointment
from icsoe.apps.access.passwords import clerk
from icsoe.apps.access.states import Move
from icsoe.apps.audit.actor import Actor
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.sending import return_to_capture, send_to_signature
from icsoe.apps.filings.models import Filing
from icsoe.apps.intake.models import Load
from icsoe.apps.mailbox.notices import notices_of, unread
from icsoe.apps.providers.models import Provider
from icsoe.apps.receipts.selectors import receipt_json

pytestmark = pytest.mark.django_db
BOX = "renata@despacho.example"


@pytest.fixture
def one() -> Provider:
    ready = practice.complete_profile(practice.provider())
    practice.with_workers(practice.contract(ready), 1)
    return ready


@pytest.fixture
def appointment(one: Provider) -> Appointment:
    made = clerks.invite(
        provider_rfc=one.rfc,
        curp=people.curp_of(),
        name="Renata Olmos Prado",
        email=BOX,
        reach=Reach(),
        by=practice.actor(),
        at=practice.IN_TIME,
    )
    delegation.accept_as_new(
        appointment_id=made.pk,
        nonce=made.nonce,
        password=people.PASSWORD,
        again=people.PASSWORD,
        address="",
        at=practice.IN_TIME,
    )
    made.refresh_from_db()
    people.letters()
    mail.outbox.clear()
    return made


def actor_of(appointment: Appointment) -> Actor:
    assert appointment.account is not None
    return clerk(appointment.account, "")


def send(one: Provider, appointment: Appointment, note: str = "") -> None:
    send_to_signature(
        provider_rfc=one.rfc,
        period=practice.PERIOD,
        note=note,
        by=actor_of(appointment),
        at=practice.IN_TIME,
    )


def give_back(one: Provider) -> None:
    return_to_capture(provider_rfc=one.rfc, period=practice.PERIOD, by=practice.actor(), at=practice.IN_TIME)


def test_the_holder_is_told_that_a_period_waits_for_its_signature(
    one: Provider, appointment: Appointment
) -> None:
    send(one, appointment, "El NSS 92919084431 falta")
    [letter] = people.letters()
    assert letter.to == ["contacto@example.com"]
    assert "espera su firma" in letter.subject
    assert "Renata Olmos Prado envió a firma" in str(letter.body)
    assert "Le dejó una nota" in str(letter.body)
    assert people.link_in(letter) == f"/informativa/{practice.PERIOD}/"
    for secret in ("92919084431", people.curp_of(), one.rfc):
        assert secret not in letter.message().as_string() + str(letter.body)
    assert unread(one.rfc) == 1


def test_the_clerk_is_told_that_it_was_returned_and_the_holder_is_not(
    one: Provider, appointment: Appointment
) -> None:
    send(one, appointment)
    people.letters()
    give_back(one)
    letter = people.letters()[-1]
    assert letter.to == [BOX]
    assert "Le devolvieron" in letter.subject
    titles = [notice.title for notice in notices_of(one.rfc, reader=appointment.curp)]
    assert titles == ["Le devolvieron la informativa de enero-abril de 2026"]
    assert len(notices_of(one.rfc)) == 1
    assert unread(one.rfc) == 1


def test_sending_again_is_told_again(one: Provider, appointment: Appointment) -> None:
    send(one, appointment)
    give_back(one)
    send_to_signature(
        provider_rfc=one.rfc,
        period=practice.PERIOD,
        note="",
        by=actor_of(appointment),
        at=practice.IN_TIME.replace(minute=5),
    )
    assert len(notices_of(one.rfc)) == 2


def present(one: Provider) -> Filing:
    return practice.presented(one)


def test_the_clerk_is_told_that_it_was_signed(one: Provider, appointment: Appointment) -> None:
    send(one, appointment)
    people.letters()
    filing = present(one)
    letter = people.letters()[-1]
    assert letter.to == [BOX]
    assert filing.folio in str(letter.body)
    assert pki.certificate("moral").rfc not in str(letter.body)


def test_nobody_is_told_when_nobody_had_sent_it(one: Provider, appointment: Appointment) -> None:
    present(one)
    assert people.letters() == []


def test_a_clerk_cut_off_since_is_told_nothing(one: Provider, appointment: Appointment) -> None:
    send(one, appointment)
    people.letters()
    mail.outbox.clear()
    clerks.move(
        provider_rfc=one.rfc,
        appointment_id=appointment.pk,
        how=Move.SUSPEND,
        by=practice.actor(),
        at=practice.IN_TIME,
    )
    give_back(one)
    assert people.letters() == []


def test_the_receipt_names_who_captured_by_hand_and_by_file(one: Provider, appointment: Appointment) -> None:
    contract = practice.contract(one)
    practice.with_workers(contract, 1)
    add_worker(
        provider_rfc=one.rfc,
        folio=contract.folio,
        data=practice.worker_data(5),
        by=actor_of(appointment),
        at=practice.IN_TIME,
    )
    load = Load.objects.create(
        provider=one,
        year=practice.PERIOD.year,
        number=practice.PERIOD.number,
        folio=contract.folio,
        file_name="lista.csv",
        size=10,
        sha256="0" * 64,
        state="applied",
        mode="merge",
        received_at=practice.IN_TIME,
        received_by="Benito Luna",
        applied_at=practice.IN_TIME,
        applied_by="Benito Luna",
        applied_by_key="B" * 18,
        applied_by_kind="clerk",
    )
    load.targets.create(contract=contract, old_revision=1, new_revision=2, is_active=False)
    stated = receipt_json(present(one).folio)
    for name in ("Renata Olmos Prado", "Benito Luna"):
        assert name in str(stated)
