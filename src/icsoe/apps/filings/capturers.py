"""Who captured what a filing holds."""

from icsoe.apps.audit.selectors import names_of_actors
from icsoe.apps.intake.selectors import names_of_loaders


def names_of_capturers(provider_rfc: str, folios: list[str]) -> tuple[str, ...]:
    """Whoever captured the contracts or their workers, one by one or by file; each name once, in order."""
    by_hand = names_of_actors(provider_rfc, folios)
    return tuple(sorted({*by_hand, *names_of_loaders(provider_rfc, folios)}))
