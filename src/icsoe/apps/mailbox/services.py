"""The one act of e-mail: send a letter."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from icsoe.apps.mailbox.letter import Letter


def send(letter: Letter) -> None:
    """Send a letter as text and HTML. Raises OSError (SMTP's errors are some) when it cannot be.

    The Message-ID is the letter's own, so that one sent twice is shown once.
    """
    context = {"letter": letter}
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("mailbox/letter.txt", context),
        to=[letter.to],
        headers={"Message-ID": f"<{letter.key}@{_host()}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("mailbox/letter.html", context), "text/html")
    message.send()


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
