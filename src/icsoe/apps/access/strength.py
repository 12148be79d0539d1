"""How many guesses a password takes, by zxcvbn: no network, nothing leaves."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from icsoe.apps.access.models import Account

# 0 to 4; 3 is "safely unguessable" for a slow hash such as Argon2id.
ENOUGH = 3
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
        about = [user.key, user.email, *user.name.split()] if user is not None else []
        if zxcvbn(password[:MEASURED], user_inputs=[*LOCAL_WORDS, *about])["score"] < ENOUGH:
            raise ValidationError(
                _("Esta contraseña se adivina pronto. Use varias palabras que no vayan juntas."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Varias palabras que no vayan juntas protegen más que signos raros.")
