"""REPSE: the STPS register of who may provide specialised services (LFT art. 15).

Numbers seen in the wild: `STPS/UTD/DGIFT/AR1876/2021` and, for a renewal, `STPS/UTD/DGIFT/ARR/4152/2024`.
No published rule fixes the shape, so an unknown one is only warned of.
"""

import re

from icsoe.lib.identifiers.characters import BLANKS

#: A registration holds for three years from its date.
VALID_YEARS = 3
_SHAPE = re.compile(r"STPS/UTD/DGIFT/(AR|ARR)/?[0-9]{1,7}/20[0-9]{2}")
_LETTERS = re.compile(r"[a-z]")
_SERVICE_FOLIO = re.compile(r"[0-9]{1,10}")
_WITHOUT_BLANKS = str.maketrans("", "", BLANKS)


def normalise(text: str) -> str:
    """The registration number in capitals, without blanks. Hyphens and slashes stay: they are part of it."""
    return _LETTERS.sub(lambda letter: letter[0].upper(), text.translate(_WITHOUT_BLANKS))


def check(text: str) -> str | None:
    """`registration_required`, `registration_shape` (a warning), or None."""
    number = normalise(text)
    if not number:
        return "registration_required"
    return None if _SHAPE.fullmatch(number) else "registration_shape"


def check_service_folio(text: str) -> str | None:
    """`service_folio_required`, `service_folio_format` (digits only), or None."""
    folio = text.translate(_WITHOUT_BLANKS)
    if not folio:
        return "service_folio_required"
    return None if _SERVICE_FOLIO.fullmatch(folio) else "service_folio_format"
