"""The invented people of the demo and the tests, and one e.firma for every case to pass or be refused."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from icsoe.lib.efirma.practice.authority import Authority, Efirma, Person, Terms, mint_csd, mint_efirma
from icsoe.lib.efirma.practice.keys import KeyPool

REPRESENTATIVE = Person(rfc="BEOL800214QW8", curp="BEOL800214MDFNRR01", name="LAURA BENITEZ ORTEGA")
MORAL = Person(
    rfc="MLV150309QZA",
    name="MANTENIMIENTO Y LIMPIEZA DEL VALLE SA DE CV",
    representative_rfc=REPRESENTATIVE.rfc,
    representative_curp=REPRESENTATIVE.curp,
)
MORAL_WITH_AMPERSAND = Person(
    rfc="T&M180622QX5",
    name="TALAVERA & MONTES OBRAS SA DE CV",
    representative_rfc=REPRESENTATIVE.rfc,
    representative_curp=REPRESENTATIVE.curp,
)
FISICA = Person(rfc="IAQR910503QU5", curp="IAQR910503MPLBNS05", name="ROSA MARIA IBARRA QUINTANA")
FISICA_WITH_ENIE = Person(rfc="CAÑF820719QV6", curp="CAXF820719HJCSXL04", name="FELIPE CASTRO ÑAÑEZ")

_DAY = timedelta(days=1)
_FOUR_YEARS = timedelta(days=1461)


def mint_cast(
    authority: Authority, stranger: Authority, *, at: datetime, keys: KeyPool, password: str
) -> Mapping[str, Efirma]:
    """One e.firma for each case, by Spanish name, valid around `at` unless the case is that it is not.

    Good: `moral`, `moral_ampersand`, `fisica`, `fisica_enie`, `representante`. To be refused: `csd`,
    `vencida`, `futura`, `revocada` (a responder must list its serial) and `ajena` (issued by `stranger`).
    """
    current = (at - _DAY, at + _FOUR_YEARS)
    cases = {
        "moral": (MORAL, authority, current),
        "moral_ampersand": (MORAL_WITH_AMPERSAND, authority, current),
        "fisica": (FISICA, authority, current),
        "fisica_enie": (FISICA_WITH_ENIE, authority, current),
        "representante": (REPRESENTATIVE, authority, current),
        "vencida": (MORAL, authority, (at - _FOUR_YEARS, at - _DAY)),
        "futura": (MORAL, authority, (at + _DAY, at + _FOUR_YEARS)),
        "revocada": (MORAL, authority, current),
        "ajena": (MORAL, stranger, current),
    }
    minted = {
        name: mint_efirma(issuer, person, _terms(place, validity, keys, name), password=password)
        for place, (name, (person, issuer, validity)) in enumerate(cases.items(), start=1)
    }
    minted["csd"] = mint_csd(
        authority, MORAL, _terms(len(cases) + 1, current, keys, "csd"), password=password
    )
    return minted


def _terms(place: int, validity: tuple[datetime, datetime], keys: KeyPool, label: str) -> Terms:
    since, until = validity
    return Terms(number=f"3000999900{place:010d}", not_before=since, not_after=until, key=keys.take(label))
