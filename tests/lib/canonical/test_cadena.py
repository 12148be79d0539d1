"""The line the e.firma signs has one reading."""

from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.canonical.cadena import filing_cadena
from icsoe.lib.canonical.digest import sha256_hex

FACTS = {
    "rfc": "SEP200101AB1",
    "year": 2026,
    "number": 1,
    "type": "normal",
    "replaces": None,
    "contracts": 2,
    "workers": 24,
    "document_sha256": sha256_hex(b"document"),
}


def test_the_line_reads_as_published() -> None:
    assert filing_cadena(**FACTS) == (
        "||ICSOE-INFORMATIVA|1.0|SEP200101AB1|2026-1|normal|-|2|24|"
        "43cc23fa52b87b4cc1d02b5b114154151d6adddb17c9fddc06b027fa99e24008||"
    )


def test_a_replaced_folio_stands_in_its_place() -> None:
    assert "|correccion|N261000123|" in filing_cadena(
        **{**FACTS, "type": "correccion", "replaces": "N261000123"}
    )


@given(rfc=st.text(max_size=8), replaces=st.text(min_size=1, max_size=8))
def test_no_value_can_pass_for_another(rfc: str, replaces: str) -> None:
    line = filing_cadena(**{**FACTS, "rfc": rfc, "replaces": replaces})
    values = line[2:-2].split("|")
    assert len(values) == 9
    assert [values[2], values[5]] == [
        value.replace("%", "%25").replace("|", "%7C") for value in (rfc, replaces)
    ]
