"""A receipt is believed only whole: each step has an example that fails it, and no bit can change unseen."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.apps.receipts.examples import (
    AT,
    FOLIO,
    ORIGIN,
    contract,
    facts,
    json_receipt,
    other_sealer,
    pdf_receipt,
    sealer,
    twin,
)
from tests.pki import authority as pki

from icsoe.apps.receipts.facts import ReceiptFacts
from icsoe.apps.receipts.pdf import make_pdf, typeset
from icsoe.apps.receipts.sealers import FileSealer
from icsoe.apps.receipts.twin import SealFacts, add_seal, twin_bytes
from icsoe.apps.receipts.verdict import Code, Kind, Note, Verdict
from icsoe.apps.receipts.verification import STEPS, verify_receipt, with_standing
from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.canonical.document import (
    ContractFacts,
    DocumentFacts,
    PartyFacts,
    ProviderFacts,
    document_bytes,
)
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.practice.seal import mint_seal
from icsoe.lib.efirma.revocation import check

ANCHORS = TrustStore.from_certificates([pki.seal().authority])


def judge(data: bytes, **options: object) -> Verdict:
    return verify_receipt(data, **{"seal_anchors": ANCHORS, "trust": pki.trust(), **options})  # type: ignore[arg-type]


def judged(filing: ReceiptFacts, **options: object) -> Verdict:
    return judge(json_receipt(filing), **options)


def assert_refused(verdict: Verdict, step: str, code: Code, kind: Kind = Kind.ALTERED) -> None:
    assert verdict.failed is not None
    assert verdict.error is not None
    assert (verdict.kind, verdict.failed.name, verdict.error.code) == (kind, step, code)
    reached = sorted((*verdict.passed, *verdict.skipped), key=lambda each: each.number)
    assert tuple(reached) == STEPS[: verdict.failed.number - 1]
    assert not verdict.is_intact


@pytest.mark.parametrize("data", [json_receipt(), pdf_receipt()], ids=["json", "pdf"])
def test_a_sound_receipt_passes_every_step(data: bytes) -> None:
    verdict = judge(data)
    assert verdict.kind is Kind.VALID
    assert [each for each in STEPS if each in (*verdict.passed, *verdict.skipped)] == list(STEPS)
    nothing_to_look_at = {"revocation", "document"} | ({"file"} if data[:1] == b"{" else set())
    assert {each.name for each in verdict.skipped} == nothing_to_look_at
    assert verdict.is_intact
    assert Note.STANDING_NOT_ASKED in verdict.notes


@pytest.mark.parametrize("holder", ["moral", "fisica", "fisica_enie", "moral_ampersand"])
def test_every_kind_of_holder_gets_a_receipt_that_can_be_verified(holder: str) -> None:
    assert judged(facts(contract(), holder=holder)).kind is Kind.VALID


def test_what_became_of_it_replaces_what_was_not_asked() -> None:
    sound = judge(json_receipt())
    assert with_standing(sound, Kind.SUPERSEDED).kind is Kind.SUPERSEDED
    assert Note.STANDING_NOT_ASKED not in with_standing(sound, Kind.VOID).notes
    broken = judge(json_receipt() + b" ")
    assert with_standing(broken, Kind.VALID) is broken


# 1 container


@pytest.mark.parametrize("data", [b"", b"hola", b"{}", b"%PDF-1.7\n%%EOF", b"\0" * 100, b"{" * 50_000])
def test_what_holds_no_receipt_is_not_ours(data: bytes) -> None:
    assert_refused(judge(data), "container", Code.UNREADABLE, Kind.NOT_OURS)


def test_more_than_ten_megabytes_is_not_even_read() -> None:
    assert_refused(judge(b"{" + b" " * 10 * 1024 * 1024), "container", Code.UNREADABLE, Kind.NOT_OURS)


def test_a_damaged_receipt_of_ours_is_known_for_one() -> None:
    assert_refused(judge(json_receipt()[:-1]), "container", Code.UNREADABLE)
    assert_refused(judge(pdf_receipt()[1:]), "container", Code.UNREADABLE)


def test_another_spelling_of_the_same_json_is_refused() -> None:
    assert_refused(judge(json_receipt().replace(b'{"code"', b'{ "code"', 1)), "container", Code.UNREADABLE)
    newer = twin_bytes(replace(twin(), version="2.0"))
    assert_refused(judge(newer), "container", Code.UNREADABLE)


def test_a_pdf_without_its_attachment_is_not_ours() -> None:
    blank = typst.compile(b"hola", format="pdf")
    assert isinstance(blank, bytes)
    assert_refused(judge(blank), "container", Code.UNREADABLE, Kind.NOT_OURS)


# 2 origin


def test_a_seal_of_another_authority_is_not_ours_though_it_bears_the_same_names() -> None:
    assert_refused(judge(json_receipt(by=other_sealer())), "origin", Code.OTHER_SEALER, Kind.NOT_OURS)
    foreign = make_pdf(twin(by=other_sealer()), sealer=other_sealer(), origin=ORIGIN, at=AT).content
    assert_refused(judge(foreign), "origin", Code.OTHER_SEALER, Kind.NOT_OURS)


def test_a_seal_without_a_readable_certificate_is_refused() -> None:
    broken = add_seal(twin(), replace(twin().seal, certificate=b"not a certificate"))
    assert_refused(judge(twin_bytes(broken)), "origin", Code.SEAL_CHAIN)


# 3 file


def test_bytes_after_the_seal_are_found() -> None:
    assert_refused(judge(pdf_receipt() + b"\n"), "file", Code.FILE_CHANGED)


def test_an_unsealed_pdf_with_a_true_receipt_inside_is_refused() -> None:
    bare = typeset(twin(), origin=ORIGIN, profile="B-B")
    assert_refused(judge(bare), "file", Code.FILE_CHANGED)


def test_a_pdf_sealed_by_somebody_else_around_a_true_receipt_is_refused() -> None:
    wrapped = make_pdf(twin(), sealer=other_sealer(), origin=ORIGIN, at=AT).content
    assert_refused(judge(wrapped), "file", Code.FILE_CHANGED)


def test_a_later_revision_is_found_even_when_it_only_adds() -> None:
    import io

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf_receipt()))
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    assert_refused(judge(output.getvalue()), "file", Code.FILE_CHANGED)


# 4 seal, 5 its chain


def test_content_changed_under_a_true_seal_is_found() -> None:
    changed = replace(twin(), filing=facts(contract(workers=13)))
    assert_refused(judge(twin_bytes(changed)), "seal", Code.SEAL_BROKEN)


def test_a_seal_by_a_certificate_that_only_claims_our_authority_is_refused() -> None:
    """Same names and same key identifiers, but the authority's key did not sign it."""
    ours, other = pki.seal(), mint_seal(not_before=pki.SINCE, not_after=pki.UNTIL, keys=pki.keys())
    assert other.authority == ours.authority  # RSA and DER leave no chance: same key, same bytes
    forged = bytearray(sealer().certificate)
    forged[-1] ^= 1
    broken = add_seal(twin(), replace(twin().seal, certificate=bytes(forged)))
    assert_refused(judge(twin_bytes(broken)), "seal_chain", Code.SEAL_CHAIN)


def test_links_that_were_not_used_are_refused() -> None:
    padded = add_seal(twin(), replace(twin().seal, chain=(*sealer().chain, pki.authority().ac.certificate)))
    assert_refused(judge(twin_bytes(padded)), "seal_chain", Code.SEAL_CHAIN)


def test_the_root_may_be_left_out_of_the_chain() -> None:
    bare = add_seal(twin(), replace(twin().seal, chain=()))
    assert judge(twin_bytes(bare)).kind is Kind.VALID


def test_a_seal_certificate_out_of_its_time_or_of_another_number_is_refused() -> None:
    late = facts(contract(), presented_at=pki.UNTIL + timedelta(days=1))
    assert_refused(judged(late), "seal_chain", Code.SEAL_CHAIN)
    renamed = add_seal(twin(), replace(twin().seal, certificate_number="00000000000000000000"))
    assert_refused(judge(twin_bytes(renamed)), "seal_chain", Code.SEAL_CHAIN)


def test_an_authority_does_not_seal() -> None:
    seal = pki.seal()
    own = FileSealer(seal.pkcs12("x"), b"x")
    mine = SealFacts(
        certificate_number="00000000000000000101",
        certificate=seal.authority,
        chain=(),
        signature=own.sign(b""),
    )
    assert judge(twin_bytes(add_seal(twin(), mine))).error is not None


def test_a_receipt_from_the_future_is_refused() -> None:
    assert judge(json_receipt(), at=AT).kind is Kind.VALID
    assert_refused(judge(json_receipt(), at=AT - timedelta(seconds=1)), "seal_chain", Code.DATED_LATER)


# 6 signature, 7 certificate


def test_a_signature_over_something_else_is_refused() -> None:
    other = facts(contract(), signature=pki.signature("moral", "otra cosa"))
    assert_refused(judged(other), "signature", Code.SIGNATURE_BROKEN)
    assert_refused(judged(facts(contract(), certificate=b"\x30\x00")), "signature", Code.SIGNATURE_BROKEN)


@pytest.mark.parametrize("holder", ["csd", "vencida", "futura", "ajena"])
def test_a_signer_without_an_efirma_in_force_is_refused(holder: str) -> None:
    assert_refused(judged(facts(contract(), holder=holder)), "certificate", Code.CERTIFICATE_REFUSED)


@pytest.mark.parametrize(
    "changes",
    [
        {"provider_rfc": "OTR150309QZA"},
        {"certificate_number": "00000000000000000000"},
        {"issuer": pki.authority().root.certificate},
    ],
)
def test_a_certificate_that_is_not_the_one_the_receipt_names_is_refused(changes: dict[str, object]) -> None:
    assert_refused(judged(facts(contract(), **changes)), "certificate", Code.CERTIFICATE_REFUSED)


# 8 revocation


def evidence(holder: str = "moral", *, at: datetime = AT, **options: object) -> bytes:
    transport = pki.transport(at=at, **options)  # type: ignore[arg-type]
    answer = check(
        pki.certificate(holder), pki.authority().ac.certificate, transport=transport, at=at, nonce=b"n" * 16
    )
    assert answer.raw is not None
    return answer.raw


def with_answer(status: str, raw: bytes | None) -> Verdict:
    return judged(facts(contract(), revocation_status=status, revocation_evidence=raw))


def test_a_good_answer_backs_the_receipt() -> None:
    verdict = with_answer("good", evidence())
    assert verdict.kind is Kind.VALID
    assert set(verdict.notes) == {Note.STANDING_NOT_ASKED, Note.DOCUMENT_NOT_GIVEN}
    assert "revocation" in {each.name for each in verdict.passed}


def test_an_answer_that_is_not_there_is_said() -> None:
    assert Note.EVIDENCE_NOT_KEPT in with_answer("good", None).notes
    assert Note.REVOCATION_OPEN in with_answer("unavailable", None).notes


def test_revoked_after_presenting_is_still_valid_and_said() -> None:
    serial = pki.certificate().serial
    later = evidence(at=AT + timedelta(hours=2), revoked={serial: AT + timedelta(hours=1)})
    verdict = with_answer("revoked", later)
    assert verdict.kind is Kind.VALID
    assert Note.REVOKED_LATER in verdict.notes


def test_answers_that_do_not_back_the_receipt_are_refused() -> None:
    serial = pki.certificate().serial
    for status, raw in (
        ("good", b"garbage"),
        ("good", evidence("fisica")),
        ("good", evidence(revoked={serial: AT - timedelta(hours=1)})),
        ("good", evidence(at=AT - timedelta(days=2))),
        ("good", evidence()[:-1] + b"\0"),
        ("revoked", evidence(revoked={serial: AT - timedelta(hours=1)})),
        ("revoked", None),
        ("good", evidence(at=AT + timedelta(hours=2), revoked={serial: AT + timedelta(hours=1)})),
        ("revoked", evidence()),
    ):
        assert_refused(with_answer(status, raw), "revocation", Code.REVOCATION_REFUSED)


# 9 document


def document(**changes: object) -> bytes:
    certificate = pki.certificate()
    members: dict[str, object] = {
        "provider": ProviderFacts(
            rfc=certificate.rfc, name=certificate.name, person_type="moral", email="", mobile="", landline="",
            conventional_address=None, social_address=None, representative_rfc=None,
        ),
        "registration": None,
        "year": 2026,
        "number": 1,
        "type": "normal",
        "replaces": None,
        "reason": None,
        "contracts": (
            ContractFacts(
                folio="A26P0000001", reference="", service_folio="1234", service_text="Limpieza",
                object="Limpieza",
                beneficiary=PartyFacts(
                    rfc="CÑE200101AB1", name="COMERCIAL ÑANDÚ", person_type="moral", email="", mobile="",
                    landline="", conventional_address=None, social_address=None,
                ),
                start_date=date(2026, 2, 1), end_date=date(2026, 12, 31), estimated_workers=None,
                workers=12, roster_sha256="ab" * 32,
            ),
        ),
    }  # fmt: skip
    return document_bytes(DocumentFacts(**{**members, **changes}))  # type: ignore[arg-type]


def test_the_document_that_was_signed_is_recognised() -> None:
    verdict = judged(facts(contract(), document_sha256=sha256_hex(document())), document=document())
    assert verdict.kind is Kind.VALID
    assert Note.DOCUMENT_NOT_GIVEN not in verdict.notes


def test_another_document_or_one_that_says_something_else_is_refused() -> None:
    filing = facts(contract(), document_sha256=sha256_hex(document()))
    assert_refused(judged(filing, document=document() + b" "), "document", Code.DOCUMENT_DIFFERS)
    for stated in (b"not a document", document(year=2025), document(contracts=())):
        filing = facts(contract(), document_sha256=sha256_hex(stated))
        assert_refused(judged(filing, document=stated), "document", Code.DOCUMENT_DIFFERS)


# 10 figures


@pytest.mark.parametrize(
    "changes",
    [
        {"contract_total": 2},
        {"worker_total": 13},
        {"cadena": "||ICSOE-INFORMATIVA|1.0|otra||"},
        {"year": 2025},
        {"number": 2},
        {"type": "correccion"},
        {"type": "otra"},
    ],
)
def test_figures_that_disagree_are_refused(changes: dict[str, object]) -> None:
    assert_refused(judged(facts(contract(), **changes)), "figures", Code.FIGURES_DISAGREE)


@pytest.mark.parametrize("changes", [{"contract_total": 2}, {"worker_total": 13}])
def test_totals_that_are_not_those_of_the_contracts_are_refused_beside_a_right_cadena(
    changes: dict[str, object],
) -> None:
    signed = facts(contract()).cadena
    refused = judged(facts(contract(), cadena=signed, **changes))
    assert_refused(refused, "figures", Code.FIGURES_DISAGREE)


@pytest.mark.parametrize(
    "changes", [{"folio": "X"}, {"folio": "SI261000042"}, {"presented_local": "2026-05-04"}]
)
def test_what_the_receipt_adds_must_agree_too(changes: dict[str, object]) -> None:
    assert_refused(judge(twin_bytes(twin(**changes))), "figures", Code.FIGURES_DISAGREE)


# Not one bit


def flipped(data: bytes, position: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 1 << bit
    return bytes(changed)


@settings(max_examples=150, deadline=None)
@given(position=st.integers(0, len(json_receipt()) - 1), bit=st.integers(0, 7))
def test_one_bit_anywhere_in_the_json_is_found(position: int, bit: int) -> None:
    assert judge(flipped(json_receipt(), position, bit)).kind in (Kind.ALTERED, Kind.NOT_OURS)


@settings(max_examples=100, deadline=None)
@given(position=st.integers(0, len(pdf_receipt()) - 1), bit=st.integers(0, 7))
def test_one_bit_anywhere_in_the_pdf_is_found(position: int, bit: int) -> None:
    assert judge(flipped(pdf_receipt(), position, bit)).kind is Kind.ALTERED


def signature_places() -> list[int]:
    """Every 37th digit of the signature itself, which no digest covers, and its edges."""
    start = pdf_receipt().rindex(b"/Contents <") + len(b"/Contents ")
    end = pdf_receipt().index(b">", start)
    return [start, *range(start + 1, end, 37), end]


@pytest.mark.parametrize("bit", [0, 5])  # bit 5 turns A into a: the same number, another byte
def test_one_bit_of_the_signature_itself_is_found(bit: int) -> None:
    seen = {judge(flipped(pdf_receipt(), place, bit)).kind for place in signature_places()}
    assert seen == {Kind.ALTERED}


def test_steps_are_numbered_in_order() -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))


def test_verification_needs_neither_django_nor_a_database() -> None:
    import subprocess
    import sys

    script = "import sys, icsoe.apps.receipts.verification; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=Path("/"), check=False).returncode == 0
    assert FOLIO in twin_bytes(twin()).decode()
    assert AT.tzinfo is UTC
