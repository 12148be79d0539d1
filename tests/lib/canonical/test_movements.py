"""Movements of workers: one form, read back strictly, named by a document of version 1.1."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lib.canonical.examples import contract, document

from icsoe.lib.canonical.document import document_bytes, read_document
from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.canonical.movements import MovementFacts, MovementKind, movements_bytes, read_movements

GOLDEN = Path(__file__).parent / "golden"
MOVED = [
    MovementFacts("92919084431", MovementKind.OUT, date(2026, 5, 8)),
    MovementFacts("02919084432", MovementKind.IN, date(2026, 5, 4)),
]
movements = st.builds(
    MovementFacts,
    st.text("0123456789", min_size=11, max_size=11),
    st.sampled_from(MovementKind),
    st.dates(date(2021, 4, 24), date(2099, 12, 31)),
)


def test_the_bytes_of_movements_never_change() -> None:
    assert movements_bytes(MOVED) == (GOLDEN / "movements.csv").read_bytes()


@settings(deadline=None)
@given(found=st.lists(movements, unique_by=lambda one: (one.nss, one.kind)))
def test_movements_read_back_whatever_order_they_were_captured_in(found: list[MovementFacts]) -> None:
    assert read_movements(movements_bytes(found)) == tuple(sorted(found))
    assert movements_bytes(found[::-1]) == movements_bytes(found)


def test_a_worker_does_not_come_twice() -> None:
    with pytest.raises(CanonicalError, match="dos veces"):
        movements_bytes([MOVED[0], replace(MOVED[0], on=date(2026, 5, 9))])
    with pytest.raises(CanonicalError, match="no es un NSS"):
        movements_bytes([replace(MOVED[0], nss="=1+1")])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nss,movimiento,fecha",
        b"nss,movimiento,fecha\n92919084431,baja,2026-5-8\n",
        b"nss,movimiento,fecha\n92919084431,otro,2026-05-08\n",
        b"nss,movimiento,fecha\r\n",
        b"nss,movimiento,fecha\n92919084431,baja,2026-05-08\n02919084432,alta,2026-05-04\n",
        b"\xff",
    ],
)
def test_any_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(CanonicalError):
        read_movements(data)


def test_a_document_with_movements_is_of_version_1_1_and_never_changes() -> None:
    facts = document(
        type="actualizacion", contracts=(contract(movements_sha256="cd" * 32), contract("A26P0000002"))
    )
    written = document_bytes(facts)
    assert written == (GOLDEN / "actualizacion.json").read_bytes()
    assert b'"version":"1.1"' in written
    assert read_document(written) == facts


def test_each_set_of_facts_has_one_version() -> None:
    plain = document_bytes(document())
    with pytest.raises(CanonicalError, match="falta el dato"):
        read_document(plain.replace(b'"version":"1.0"', b'"version":"1.1"'))
    with pytest.raises(CanonicalError):
        read_document(plain.replace(b'"object":', b'"movements_sha256":null,"object":'))
    with pytest.raises(CanonicalError, match="SHA-256"):
        document_bytes(document(contracts=(contract(movements_sha256="corto"),)))
