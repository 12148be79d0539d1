"""How many guesses a password takes, by zxcvbn: no network, nothing leaves."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from icsoe.apps.access.models import Account

# 0 to 4; 4 is over ten thousand million guesses.
ENOUGH = 4
MEASURED = 100
# What everybody here would think of first, and the library's lists, made elsewhere, do not hold.
LOCAL_WORDS = [
    "icsoe", "imss", "capturista", "contraseña", "contrasena", "mexico", "méxico", "seguro", "social",
    "repse", "informativa", "contador", "despacho", "nomina", "nómina", "enero", "mayo", "septiembre",
]  # fmt: skip


class GuessesValidator:
    """A validator of Django's shape."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError when the password would be guessed."""
        about = [user.key, *re.split(r"\W+", user.email), *user.name.split()] if user is not None else []
        words = [*LOCAL_WORDS, *filter(None, about)]
        # Blanks and signs between words hide them from the measure, not from whoever guesses.
        forms = {password[:MEASURED], re.sub(r"\W+", "", password)[:MEASURED]}
        scores = [zxcvbn(form, user_inputs=words)["score"] for form in forms if form]
        if min(scores, default=0) < ENOUGH:  # none: nothing was typed
            raise ValidationError(
                _("Esta contraseña se adivina pronto. Use varias palabras que no vayan juntas."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Varias palabras que no vayan juntas protegen más que signos raros.")
