"""The signed document: the same facts always give the same bytes, and the bytes give the facts back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lib.canonical.examples import contract, document, nil_document

from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.canonical.document import (
    DocumentFacts,
    Replaced,
    ServiceFacts,
    document_bytes,
    read_document,
    read_kept_document,
)
from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.canonical.shape import canonical_json

GOLDEN = Path(__file__).parent / "golden"
# What JSON and UTF-8 can carry; texts are compared in NFC, which is how they are written.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(("name", "facts"), [("correccion", document()), ("sin_informacion", nil_document())])
def test_the_bytes_of_version_1_0_never_change(name: str, facts: DocumentFacts) -> None:
    assert document_bytes(facts) == (GOLDEN / f"{name}.json").read_bytes()


@given(order=st.permutations([contract(f"A26P000000{digit}") for digit in range(1, 6)]))
def test_the_order_of_capture_leaves_no_trace(order: list) -> None:
    assert document_bytes(document(contracts=tuple(order))) == document_bytes(
        document(contracts=tuple(sorted(order, key=lambda each: each.folio)))
    )


@given(text=texts, name=texts, workers=st.integers(0, 2**53 - 1), folios=st.sets(texts, max_size=4))
def test_reading_gives_back_what_was_written(text: str, name: str, workers: int, folios: set[str]) -> None:
    facts = document(
        reason=text,
        provider=replace(document().provider, name=name),
        contracts=tuple(contract(folio, workers=workers) for folio in folios),
    )
    try:
        written = document_bytes(facts)
    except CanonicalError as error:
        assert error.code == "contract_repeated"  # two folios of one NFC form  # noqa: PT017
        return
    assert document_bytes(read_document(written)) == written
    assert read_document(written).workers == workers * len(folios)


def test_the_order_is_that_of_the_letters_as_written_however_they_came() -> None:
    composed, decomposed = "\u01f8", "N\u0300"
    written = document_bytes(document(contracts=(contract("O"), contract(decomposed))))
    assert written == document_bytes(document(contracts=(contract(composed), contract("O"))))
    assert document_bytes(read_document(written)) == written


def test_a_decomposed_letter_is_the_same_letter() -> None:
    assert document_bytes(document(reason="n\u0303")) == document_bytes(document(reason="ñ"))


def test_services_are_ordered_too() -> None:
    registration = document().registration
    assert registration is not None
    turned = replace(registration, services=registration.services[::-1])
    assert document_bytes(document(registration=turned)) == document_bytes(document())
    assert read_document(document_bytes(document(registration=turned))).registration == registration


def altered(**members: object) -> bytes:
    return canonical_json({**json.loads(document_bytes(document())), **members})


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        (b"\xff", "not_json", ()),
        (b"{", "not_json", ()),
        (b"[" * 100_000, "not_json", ()),
        (b'{"a":NaN}', "not_json", ()),
        (b'{"a":1,"a":2}', "member_repeated", ()),
        (b"[]", "wrong_type", ()),
        (altered(version="2.0"), "version_unknown", ("version",)),
        (altered(extra=1), "member_unknown", ("extra",)),
        (altered(year="2026"), "wrong_type", ("year",)),
        (altered(year=True), "wrong_type", ("year",)),
        (altered(contracts={}), "wrong_type", ("contracts",)),
        (altered(provider=[]), "wrong_type", ("provider",)),
        (altered(provider={"rfc": "X"}), "member_missing", ("provider", "name")),
        (altered(type="otra"), "wrong_value", ("type",)),
        (altered(number=4), "wrong_value", ("number",)),
        (altered(replaces={"folio": "N1", "sha256": "no"}), "wrong_value", ("replaces", "sha256")),
        (document_bytes(document()).replace(b"2026-02-01", b"2026-2-01"), "wrong_value", None),
        (document_bytes(document()).replace(b"2026-02-01", b"20260201"), "wrong_value", None),
        (document_bytes(document()) + b"\n", "not_canonical", ()),
        (json.dumps(json.loads(document_bytes(document()))).encode(), "not_canonical", ()),
    ],
)
def test_bytes_that_nobody_could_have_signed_are_refused(data: bytes, code: str, path: tuple | None) -> None:
    with pytest.raises(CanonicalError) as caught:
        read_document(data)
    assert caught.value.code == code
    assert path is None or caught.value.path == path


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (document(contracts=(contract(), contract())), "contract_repeated"),
        (document(contracts=(contract(roster_sha256="AB" * 32),)), "wrong_value"),
        (document(contracts=(contract(workers=-1),)), "wrong_value"),
        (document(year=2020), "wrong_value"),
        (document(reason="\ud800"), "not_canonical"),
        (document(reason=1.5), "not_canonical"),
        (document(replaces=Replaced("N1", "")), "wrong_value"),
        (document(contracts=(contract(workers=2**53),)), "not_canonical"),
    ],
)
def test_impossible_facts_have_no_bytes(facts: DocumentFacts, code: str) -> None:
    with pytest.raises(CanonicalError) as caught:
        document_bytes(facts)
    assert caught.value.code == code


def test_services_are_pairs_by_name() -> None:
    assert json.loads(document_bytes(document()))["registration"]["services"][0] == (
        ServiceFacts("1234", "Limpieza especializada de quirófanos")._asdict()
    )


def test_what_is_kept_under_its_hash_is_read_by_its_hash_alone() -> None:
    data = document_bytes(document())
    assert read_kept_document(data, sha256_hex(data)) == read_document(data)
    with pytest.raises(CanonicalError) as caught:
        read_kept_document(data, sha256_hex(data + b" "))
    assert caught.value.code == "wrong_hash"
