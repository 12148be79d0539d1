"""An e.firma is told by a positive rule; whatever misses one condition is refused."""

from dataclasses import replace

import pytest
from tests.pki.authority import certificate

from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.purpose import CLIENT_AUTH, require_efirma


@pytest.mark.parametrize("name", ["moral", "fisica", "fisica_enie", "moral_ampersand"])
def test_an_efirma_is_accepted(name: str) -> None:
    require_efirma(certificate(name))


@pytest.mark.parametrize("other", ["key_agreement", "data_encipherment"])
def test_either_of_two_usages_beside_the_signature_is_enough(other: str) -> None:
    require_efirma(replace(certificate(), key_usage=frozenset({"digital_signature", other})))


@pytest.mark.parametrize("unit", ["Matriz", ""])
def test_a_unit_makes_it_a_seal_even_when_empty(unit: str) -> None:
    assert _code(organisational_unit=unit) is Code.SEAL_CERTIFICATE


@pytest.mark.parametrize(
    "change",
    [
        {"key_usage": frozenset()},
        {"key_usage": frozenset({"digital_signature", "content_commitment"})},
        {"key_usage": frozenset({"key_agreement", "data_encipherment"})},
        {"extended_key_usage": frozenset()},
        {"extended_key_usage": frozenset({"1.3.6.1.5.5.7.3.1"})},
        {"is_authority": True},
    ],
)
def test_a_certificate_that_misses_a_condition_is_refused(change: dict[str, object]) -> None:
    assert _code(**change) is Code.NOT_EFIRMA


def test_a_seal_is_told_before_anything_else() -> None:
    assert CLIENT_AUTH not in certificate("csd").extended_key_usage
    with pytest.raises(EfirmaError) as refused:
        require_efirma(certificate("csd"))
    assert refused.value.code is Code.SEAL_CERTIFICATE


def _code(**changes: object) -> Code:
    with pytest.raises(EfirmaError) as refused:
        require_efirma(replace(certificate(), **changes))
    return refused.value.code
