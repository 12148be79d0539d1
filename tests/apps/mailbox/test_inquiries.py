"""A planteamiento gets a folio, its copy, one answer and an end; floods and harmful files get nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.practice import blank_pdf

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.audit.models import Entry
from icsoe.apps.mailbox.inquiries import selectors, services
from icsoe.apps.mailbox.inquiries.enums import InquiryState
from icsoe.apps.mailbox.inquiries.files import Attachment
from icsoe.apps.mailbox.inquiries.states import TABLE, Move, MoveRefused, moved
from icsoe.apps.mailbox.letters import write
from icsoe.apps.mailbox.models import Inquiry, InquiryFile

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 10, 18, 0, tzinfo=UTC)
OFFICER = Actor(ActorKind.OFFICER, "ana@example.com", "Ana Prueba")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def anybody(address: str = "192.0.2.1") -> Actor:
    return Actor(ActorKind.SYSTEM, "public", "", address)


def register(
    at: datetime = AT, address: str = "192.0.2.1", fault: str | None = None, **given: Any
) -> Inquiry:
    told = {"topic": "load", "name": "Luz  Inventada", "email": "luz@example.com", "text": "No carga.\n"}
    question = services.Question(**{**told, **given})
    return services.register(question=question, scan=lambda _: fault, by=anybody(address), at=at)


def jobs() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'letter', (args->>'subject_id')::int FROM procrastinate_jobs ORDER BY id"
        )
        return list(cursor.fetchall())


def test_it_gets_a_folio_a_copy_and_a_line_in_the_log() -> None:
    one = register()
    assert one.folio.startswith("PL26")
    assert len(one.folio) == 11
    assert (one.name, one.text, one.state) == ("Luz Inventada", "No carga.", "received")
    assert jobs() == [("inquiry_copy", one.pk)]
    assert Entry.objects.get(event="inquiry_received").subject == f"inquiry:{one.folio}"
    assert register(address="192.0.2.2").folio != one.folio


def test_the_copy_hides_the_keys_that_were_typed() -> None:
    one = register(text="Mi CURP es GOMC800101HDFRRL09\ny mi NSS 92919084431.")
    letter = write("inquiry_copy", one.pk)
    assert letter is not None
    said = " ".join(letter.paragraphs)
    assert one.folio in letter.subject
    assert "Mi CURP es [curp]" in said
    assert "GOMC" not in said
    assert "92919084431" not in said


def test_the_answer_leaves_by_mail_once() -> None:
    one = register()
    services.answer(folio=one.folio, text="Use la plantilla.", by=OFFICER, at=AT)
    letter = write("inquiry_answer", one.pk)
    assert letter is not None
    assert letter.to == "luz@example.com"
    assert letter.paragraphs == ["Use la plantilla."]
    with pytest.raises(MoveRefused):
        services.answer(folio=one.folio, text="Otra vez.", by=OFFICER, at=AT)
    assert [name for name, _ in jobs()] == ["inquiry_copy", "inquiry_answer"]


def test_no_letter_is_written_about_what_is_not_there() -> None:
    one = register()
    assert write("inquiry_answer", one.pk) is None
    assert write("inquiry_copy", one.pk + 1) is None


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
def test_an_answer_says_something_and_ends(text: str) -> None:
    one = register()
    with pytest.raises(ValueError, match="an answer of"):
        services.answer(folio=one.folio, text=text, by=OFFICER, at=AT)


@pytest.mark.parametrize("state", list(InquiryState))
@pytest.mark.parametrize("move", list(Move))
def test_every_move_from_every_state_is_in_the_table_or_refused(state: InquiryState, move: Move) -> None:
    if (state, move) in TABLE:
        assert moved(state.value, move) is TABLE[state, move]
    else:
        with pytest.raises(MoveRefused):
            moved(state.value, move)


def test_closing_keeps_it_and_takes_it_from_the_inbox() -> None:
    one = register()
    assert [found.folio for found in selectors.inbox(InquiryState.RECEIVED)] == [one.folio]
    services.close(folio=one.folio, by=OFFICER, at=AT)
    assert selectors.inbox(InquiryState.RECEIVED) == []
    assert selectors.counts()[InquiryState.CLOSED] == 1
    with pytest.raises(MoveRefused):
        services.close(folio=one.folio, by=OFFICER, at=AT)


def test_the_inbox_goes_on_after_the_last_seen() -> None:
    folios = [register(address=f"192.0.2.{n}", email=f"p{n}@example.com").folio for n in range(4)]
    first = selectors.inbox(InquiryState.RECEIVED, size=3)
    rest = selectors.inbox(InquiryState.RECEIVED, after_id=first[-1].pk, size=3)
    assert [one.folio for one in [*first, *rest]] == folios


def test_one_address_cannot_flood_and_may_come_back() -> None:
    for n in range(5):
        register(email=f"p{n}@example.com")
    with pytest.raises(services.TooMany) as busy:
        register(email="otro@example.com")
    assert busy.value.wait_minutes == 60
    register(email="otro@example.com", address="192.0.2.9")
    register(email="otro@example.com", at=AT + timedelta(hours=1, seconds=1))


def test_one_mailbox_cannot_be_flooded_from_many_addresses() -> None:
    for n in range(5):
        register(address=f"192.0.2.{n}")
    with pytest.raises(services.TooMany):
        register(address="192.0.2.200", email="LUZ@example.com")


def test_the_address_is_counted_and_never_kept() -> None:
    one = register(address="192.0.2.77")
    assert "192.0.2.77" not in str(Inquiry.objects.filter(pk=one.pk).values().get())


@pytest.mark.parametrize(
    ("name", "content", "kept", "kind"),
    [
        ("pantalla.PNG", PNG, "pantalla.png", "image/png"),
        ("../../foto.exe", b"\xff\xd8\xff" + b"1" * 40, "foto.jpg", "image/jpeg"),
        ("CON.pdf", blank_pdf(), "archivo.pdf", "application/pdf"),
    ],
)
def test_a_file_is_kept_as_what_it_is_under_a_harmless_name(
    name: str, content: bytes, kept: str, kind: str
) -> None:
    one = register(file=Attachment(name, content))
    found = selectors.inquiry_file(one.folio)
    assert (found.name, found.kind, bytes(found.content)) == (kept, kind, content)


@pytest.mark.parametrize(
    ("content", "fault", "code"),
    [
        (b"MZ not a pdf", None, "pdf_not_pdf"),
        (b"", None, "pdf_required"),
        (PNG + b"0" * (5 * 1024 * 1024), None, "pdf_too_large"),
        (PNG, "pdf_infected", "pdf_infected"),
        (blank_pdf(), "pdf_not_scanned", "pdf_not_scanned"),
    ],
)
def test_a_file_that_may_do_harm_stops_it_all(content: bytes, fault: str | None, code: str) -> None:
    with pytest.raises(services.FileRefused) as refused:
        register(file=Attachment("a.pdf", content), fault=fault)
    assert refused.value.code == code
    assert not Inquiry.objects.exists()
    assert jobs() == []


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("mailbox_inquiry_state_known", {"state": "lost", "closed_at": None}),
        ("mailbox_inquiry_topic_known", {"topic": "weather"}),
        ("mailbox_inquiry_says_something", {"text": ""}),
        ("mailbox_inquiry_answer_whole", {"state": "answered", "answer": "Sí."}),
        ("mailbox_inquiry_closed_when", {"state": "closed"}),
        ("mailbox_inquiry_closed_when", {"closed_at": AT}),
    ],
)
def test_the_database_keeps_each_promise(constraint: str, wrong: dict[str, Any]) -> None:
    one = register()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Inquiry.objects.filter(pk=one.pk).update(**wrong)


def test_the_database_refuses_a_folio_twice_and_a_file_of_another_kind() -> None:
    one, other = register(), register(address="192.0.2.3")
    with pytest.raises(IntegrityError, match="folio"), transaction.atomic():
        Inquiry.objects.filter(pk=other.pk).update(folio=one.folio)
    with pytest.raises(IntegrityError, match="mailbox_inquiry_file_kind_known"), transaction.atomic():
        InquiryFile.objects.create(inquiry=one, name="a.html", kind="text/html", content=b"x")
