"""The letters of a planteamiento: its copy, and its answer."""

from collections.abc import Callable
from enum import StrEnum

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from icsoe.apps.access.letters import QUEUE, SEND_LETTER
from icsoe.apps.mailbox.letter import Letter
from icsoe.apps.mailbox.models import Inquiry
from icsoe.lib.identifiers.masking import mask


class InquiryLetter(StrEnum):
    COPY = "inquiry_copy"
    ANSWER = "inquiry_answer"


def ask_for(letter: InquiryLetter, inquiry_id: int) -> None:
    """Have the letter sent as soon as the transaction stands."""
    app.configure_task(SEND_LETTER, queue=QUEUE).defer(letter=letter.value, subject_id=inquiry_id)


def _copy(subject_id: int) -> Letter | None:
    one = Inquiry.objects.filter(pk=subject_id).first()
    if one is None:
        return None
    return Letter(
        key=f"inquiry-{one.folio}-copy",
        to=one.email,
        subject=_("Recibimos su planteamiento %(folio)s") % {"folio": one.folio},
        greeting=_greeting(one),
        paragraphs=[
            _("Su planteamiento quedó registrado con el folio %(folio)s.") % {"folio": one.folio},
            _("Tema: %(topic)s.") % {"topic": one.get_topic_display()},
            _("Lo que nos escribió:"),
            *_lines(one.text),
        ],
        closing=[
            _("La respuesta llegará a este correo."),
            _("Por seguridad, en esta copia ocultamos RFC, CURP, NSS y correos."),
        ],
    )


def _answer(subject_id: int) -> Letter | None:
    one = Inquiry.objects.filter(pk=subject_id).exclude(answer="").first()
    if one is None:
        return None
    return Letter(
        key=f"inquiry-{one.folio}-answer",
        to=one.email,
        subject=_("Respuesta a su planteamiento %(folio)s") % {"folio": one.folio},
        greeting=_greeting(one),
        paragraphs=_lines(one.answer),
        closing=[
            _("Si aún tiene dudas, registre otro planteamiento y mencione el folio %(folio)s.")
            % {"folio": one.folio}
        ],
    )


WRITERS: dict[str, Callable[[int], Letter | None]] = {
    InquiryLetter.COPY: _copy,
    InquiryLetter.ANSWER: _answer,
}


def _greeting(one: Inquiry) -> str:
    return _("Estimado(a) %(name)s:") % {"name": one.name}


def _lines(text: str) -> list[str]:
    """The paragraphs of a text, without the personal keys that may stand in it."""
    return [mask(line.strip()) for line in text.splitlines() if line.strip()]
