"""The letters a practice installation would have sent."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import open_reads
from icsoe.apps.mailbox import practice
from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.ui.parts import Column, Row


@open_reads
def letters(request: HttpRequest) -> HttpResponse:
    """The newest letters; nowhere but in practice."""
    _only_in_practice()
    rows = [
        Row(
            [format_html('<span lang="es-MX">{}</span>', one.subject), one.to, instant_words(one.sent_at)],
            url=reverse("portal:practice_letter", args=[one.pk]),
        )
        for one in practice.letters()
    ]
    columns = [Column(_("Asunto")), Column(_("Para")), Column(_("Enviado"))]
    return render(request, "portal/practice_letters.html", {"columns": columns, "rows": rows})


@open_reads
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter, as text: its link works."""
    _only_in_practice()
    one = practice.letter(letter_id)
    context = {"letter": one, "sent": instant_words(one.sent_at)}
    return render(request, "portal/practice_letter.html", context)


def _only_in_practice() -> None:
    if not settings.PRACTICE:
        raise Http404
