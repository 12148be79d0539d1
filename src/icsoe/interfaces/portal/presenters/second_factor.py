"""Second factors in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from icsoe.apps.access.second_factor import PASSKEY_KIND, Factor
from icsoe.interfaces.portal.presenters.words import instant_words


@dataclass(frozen=True)
class FactorLine:
    """One second factor."""

    id: int
    name: str
    added: str
    used: str


def factor_lines(factors: Sequence[Factor]) -> list[FactorLine]:
    """A line for each."""
    return [
        FactorLine(
            one.id,
            one.name or _("Llave de acceso") if one.kind == PASSKEY_KIND else _("Códigos de su teléfono"),
            instant_words(one.added_at),
            instant_words(one.used_at) if one.used_at else _("Aún no"),
        )
        for one in factors
    ]
