"""Acts on planteamientos: register, answer, close."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.mailbox.inquiries.files import Attachment, kept_name, kind_of
from icsoe.apps.mailbox.inquiries.letters import InquiryLetter, ask_for
from icsoe.apps.mailbox.inquiries.states import Move, moved
from icsoe.apps.mailbox.models import Inquiry, InquiryFile
from icsoe.lib.periods.windows import central_day
from icsoe.lib.rulebook.texts import tidy

MOST_FROM_ADDRESS, ADDRESS_HOURS = 5, 1
MOST_FROM_EMAIL, EMAIL_HOURS = 5, 24
NAME_LENGTH, TEXT_LENGTH = 150, 4000

Scan = Callable[[bytes], str | None]


class FileRefused(Exception):  # noqa: N818 - becomes an answer
    """The file cannot be kept; ``code`` is one of the papers' codes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooMany(Exception):  # noqa: N818 - becomes an answer
    """The address, or the e-mail, has registered as many as it may for now."""

    def __init__(self, wait_minutes: int) -> None:
        super().__init__("too many")
        self.wait_minutes = wait_minutes


@dataclass(frozen=True)
class Question:
    """What a person asks, as it was typed."""

    topic: str
    name: str
    email: str
    text: str
    provider_rfc: str = ""
    file: Attachment | None = None


def register(*, question: Question, scan: Scan, by: Actor, at: datetime) -> Inquiry:
    """Keep a planteamiento under its folio and have its copy sent.

    ``scan`` gives the code a file is refused with, or None. Raises FileRefused, and TooMany: five an hour
    from one address, five a day for one e-mail.
    """
    kind = _checked_kind(question, scan)
    origin = _origin(by.address)
    with transaction.atomic():
        _require_patience(origin, question.email, at)
        inquiry = Inquiry.objects.create(
            folio=_next_folio(at),
            topic=question.topic,
            name=tidy(question.name),
            email=question.email,
            text=question.text.strip(),
            provider_rfc=question.provider_rfc,
            received_at=at,
            origin=origin,
        )
        if question.file is not None:
            InquiryFile.objects.create(
                inquiry=inquiry, name=kept_name(question.file, kind), kind=kind, content=question.file.content
            )
        _note(Event.INQUIRY_RECEIVED, inquiry, by, at)
        ask_for(InquiryLetter.COPY, inquiry.pk)
    return inquiry


def answer(*, folio: str, text: str, by: Actor, at: datetime) -> Inquiry:
    """Answer a planteamiento, once; the answer leaves by e-mail.

    Raises ValueError for an empty or too long answer, MoveRefused, Inquiry.DoesNotExist.
    """
    if not 0 < len(text.strip()) <= TEXT_LENGTH:
        raise ValueError(f"an answer of {len(text)} characters")
    with transaction.atomic():
        inquiry = Inquiry.objects.select_for_update().get(folio=folio)
        inquiry.state = moved(inquiry.state, Move.ANSWER)
        inquiry.answer, inquiry.answered_by, inquiry.answered_at = text.strip(), by.name, at
        inquiry.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        _note(Event.INQUIRY_ANSWERED, inquiry, by, at)
        ask_for(InquiryLetter.ANSWER, inquiry.pk)
    return inquiry


def close(*, folio: str, by: Actor, at: datetime) -> Inquiry:
    """Close a planteamiento, answered or not. Raises MoveRefused, Inquiry.DoesNotExist."""
    with transaction.atomic():
        inquiry = Inquiry.objects.select_for_update().get(folio=folio)
        inquiry.state, inquiry.closed_at = moved(inquiry.state, Move.CLOSE), at
        inquiry.save(update_fields=["state", "closed_at"])
        _note(Event.INQUIRY_CLOSED, inquiry, by, at)
    return inquiry


def _checked_kind(question: Question, scan: Scan) -> str:
    """The kind of the file, empty without one. Raises FileRefused."""
    if question.file is None:
        return ""
    kind, code = kind_of(question.file.content)
    if refused := code or scan(question.file.content):
        raise FileRefused(refused)
    return kind


def _require_patience(origin: str, email: str, at: datetime) -> None:
    """Two that arrive together may both pass: the bound is against floods, not exact."""
    recent = Inquiry.objects.filter(origin=origin, received_at__gt=at - timedelta(hours=ADDRESS_HOURS))
    if recent.count() >= MOST_FROM_ADDRESS:
        raise TooMany(ADDRESS_HOURS * 60)
    recent = Inquiry.objects.filter(email__iexact=email, received_at__gt=at - timedelta(hours=EMAIL_HOURS))
    if recent.count() >= MOST_FROM_EMAIL:
        raise TooMany(EMAIL_HOURS * 60)


def _origin(address: str) -> str:
    return salted_hmac("icsoe.mailbox.inquiry", address, algorithm="sha256").hexdigest()[:32]


def _next_folio(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('mailbox_inquiry_folio')")
        (number,) = cursor.fetchone()
    return f"PL{central_day(at).year % 100:02}{number:07}"


def _note(event: Event, inquiry: Inquiry, by: Actor, at: datetime) -> None:
    record(event, by=by, at=at, provider_rfc=inquiry.provider_rfc, subject=f"inquiry:{inquiry.folio}")
