"""The fake of SMTP: letters go to a table, shown on a page of practice, and their subject to the console."""

import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now

from icsoe.apps.mailbox.models import PracticeLetter


class Backend(BaseEmailBackend):
    """An e-mail backend of Django's."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each letter; how many there were."""
        for message in email_messages:
            kept = PracticeLetter.objects.create(
                to=", ".join(message.to),
                subject=str(message.subject),
                text=str(message.body),
                html=_html(message),
                sent_at=Now() + settings.CLOCK_SHIFT,  # on the day that is practised
            )
            print(
                f"correo de práctica #{kept.pk}: {kept.subject} (véalo en /practica/correos/)",
                file=sys.stderr,
            )
        return len(email_messages)


def _html(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")


def letters(size: int = 100) -> list[PracticeLetter]:
    """The newest letters of practice."""
    return list(PracticeLetter.objects.order_by("-sent_at", "-pk")[:size])


def letter(letter_id: int) -> PracticeLetter:
    """One of them. Raises PracticeLetter.DoesNotExist."""
    return PracticeLetter.objects.get(pk=letter_id)
