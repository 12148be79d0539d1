"""Entering and presenting with an e.firma: the nine steps, and one failing example of each."""

from dataclasses import replace
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.pki.authority import AT, authority, cast, certificate, keys, signature, transport, trust

from icsoe.lib.efirma.certificate import Certificate
from icsoe.lib.efirma.challenge import Challenge, entry_text
from icsoe.lib.efirma.errors import MESSAGES, Code, EfirmaError
from icsoe.lib.efirma.policy import Mark, RevocationPolicy
from icsoe.lib.efirma.practice import authority as practice
from icsoe.lib.efirma.practice.assemble import sign
from icsoe.lib.efirma.practice.cast import MORAL
from icsoe.lib.efirma.revocation import RevocationAnswer, RevocationStatus, check
from icsoe.lib.efirma.verdict import (
    STEPS,
    Rules,
    Submission,
    Verdict,
    verify_entry,
    verify_filing_signature,
)

HOST = "icsoe.example"
CHALLENGE = Challenge.issue(host=HOST, nonce=bytes(16), at=AT)
FILING = "||ICSOE-INFORMATIVA|1.0|{rfc}|2026-1|N|-|2|11|" + "ab" * 32 + "||"
UNAVAILABLE = RevocationAnswer(RevocationStatus.UNAVAILABLE)
UNKNOWN = RevocationAnswer(RevocationStatus.UNKNOWN)


def test_the_steps_are_numbered_in_their_order() -> None:
    assert [step.number for step in STEPS] == list(range(1, 10))
    assert [step.name for step in STEPS] == [
        "certificate", "key", "purpose", "validity", "chain", "holder", "text", "signature", "revocation"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["moral", "moral_ampersand", "fisica", "fisica_enie", "representante"])
def test_a_current_efirma_enters(name: str) -> None:
    verdict = _enter(name)
    assert verdict.accepted
    assert verdict.passed == STEPS
    assert verdict.require().rfc == certificate(name).rfc
    assert verdict.chain[1] == authority().ac.certificate
    assert verdict.revocation is not None
    assert verdict.revocation.raw is not None


@pytest.mark.parametrize("name", ["moral", "moral_ampersand", "fisica_enie"])
def test_a_filing_is_signed_by_its_provider(name: str) -> None:
    verdict = _present(name)
    assert verdict.accepted
    assert verdict.passed == STEPS


def test_step_1_what_is_no_certificate() -> None:
    assert _failed(_enter(certificate=b"nada")) == (1, Code.MALFORMED)


@pytest.mark.parametrize("kind", ["RSA of 1024 bits", "elliptic curve"])
def test_step_2_a_weak_key_or_of_another_kind(kind: str) -> None:
    short = kind.startswith("RSA")
    key = rsa.generate_private_key(65537, 1024) if short else ec.generate_private_key(ec.SECP256R1())
    terms = practice.Terms(
        number="30009999000000000077",
        not_before=AT,
        not_after=AT,
        key=key,  # type: ignore[arg-type]  # only its public half is written
    )
    weak = practice.mint_efirma(authority(), MORAL, terms)
    assert _failed(_enter(certificate=weak.certificate)) == (2, Code.WEAK_KEY)


def test_step_2_a_certificate_signed_with_sha1() -> None:
    sha256, sha1 = bytes.fromhex("2a864886f70d01010b"), bytes.fromhex("2a864886f70d010105")
    weak = cast()["moral"].certificate.replace(sha256, sha1)
    assert _failed(_enter(certificate=weak)) == (2, Code.WEAK_KEY)


def test_step_3_a_seal_certificate_neither_enters_nor_presents() -> None:
    assert _failed(_enter("csd")) == (3, Code.SEAL_CERTIFICATE)
    assert _failed(_present("csd")) == (3, Code.SEAL_CERTIFICATE)


def test_step_4_out_of_its_validity() -> None:
    assert _failed(_enter("vencida")) == (4, Code.EXPIRED)
    assert _failed(_enter("futura")) == (4, Code.NOT_YET_VALID)
    assert _failed(_present("vencida")) == (4, Code.EXPIRED)


def test_step_5_an_authority_nobody_trusts() -> None:
    assert _failed(_enter("ajena")) == (5, Code.UNTRUSTED_ISSUER)
    assert _failed(_present("ajena")) == (5, Code.UNTRUSTED_ISSUER)


def test_step_6_another_rfc_than_the_session() -> None:
    assert _failed(_present("fisica", session_rfc="CAÑF820719QV6")) == (6, Code.OTHER_RFC)
    assert _failed(_present("moral", session_rfc="T&M180622QX5")) == (6, Code.OTHER_RFC)
    assert _failed(_enter("moral", expected_rfc="T&M180622QX5")) == (6, Code.OTHER_RFC)


def test_step_6_the_representatives_own_efirma_does_not_sign_for_the_company() -> None:
    assert _failed(_present("representante", session_rfc="MLV150309QZA")) == (6, Code.REPRESENTATIVE_OWN)


def test_step_7_an_entry_text_of_another_moment_host_session_or_certificate() -> None:
    later = CHALLENGE.expires
    other_host = Challenge.issue(host="otro.example", nonce=bytes(16), at=AT)
    other_session = Challenge.issue(host=HOST, nonce=bytes([1]) * 16, at=AT)
    assert _failed(_enter(at=later)) == (7, Code.CHALLENGE_EXPIRED)
    assert _failed(_enter(signed=other_host)) == (7, Code.CHALLENGE_OTHER_HOST)
    assert _failed(_enter(signed=other_session)) == (7, Code.CHALLENGE_OTHER_SESSION)
    assert _failed(_enter(certificate=cast()["fisica"].certificate)) == (7, Code.CHALLENGE_OTHER_CERTIFICATE)


def test_step_7_a_signature_to_enter_never_presents_nor_the_other_way_round() -> None:
    assert _failed(_present("moral", text=_text("moral", CHALLENGE))) == (7, Code.FILING_TEXT_MALFORMED)
    filing = FILING.format(rfc="MLV150309QZA")
    submission = Submission(
        certificate=cast()["moral"].certificate, text=filing, signature=signature("moral", filing)
    )
    verdict = verify_entry(submission, _rules(), challenge=CHALLENGE, host=HOST, at=AT)
    assert _failed(verdict) == (7, Code.CHALLENGE_MALFORMED)


def test_step_7_a_filing_text_cut_short() -> None:
    cut = FILING.format(rfc="MLV150309QZA").removesuffix("||")
    assert _failed(_present("moral", text=cut)) == (7, Code.FILING_TEXT_MALFORMED)


def test_step_7_a_filing_of_another_rfc() -> None:
    other = FILING.format(rfc="IAQR910503QU5")
    assert _failed(_present("moral", text=other)) == (7, Code.FILING_TEXT_OTHER_RFC)


def test_step_8_a_key_that_is_not_the_certificates() -> None:
    text = _text("moral", CHALLENGE)
    verdict = _enter(signature=sign(text.encode(), keys().take("fisica")))
    assert _failed(verdict) == (8, Code.BAD_SIGNATURE)


@pytest.mark.parametrize("forged", [b"", b"\0" * 256, b"\xff" * 256, b"\0" * 4096])
def test_step_8_what_is_no_signature(forged: bytes) -> None:
    assert _failed(_enter(signature=forged)) == (8, Code.BAD_SIGNATURE)


@pytest.mark.parametrize("change", [("2026-1", "2026-2"), ("|N|", "|CO|"), ("abab", "abac")])
def test_step_8_a_filing_signature_does_not_serve_another_filing(change: tuple[str, str]) -> None:
    signed = FILING.format(rfc="MLV150309QZA")
    shown = signed.replace(*change, 1)
    submission = Submission(
        certificate=cast()["moral"].certificate, text=shown, signature=signature("moral", signed)
    )
    verdict = verify_filing_signature(submission, _rules(), session_rfc="MLV150309QZA", signed_at=AT)
    assert _failed(verdict) == (8, Code.BAD_SIGNATURE)


def test_step_9_a_revoked_efirma_is_refused_and_the_evidence_kept() -> None:
    for verdict in (_enter("revocada"), _present("revocada")):
        assert _failed(verdict) == (9, Code.REVOKED)
        assert verdict.revocation is not None
        assert verdict.revocation.status is RevocationStatus.REVOKED


def test_step_9_entering_fails_closed_when_nobody_answers() -> None:
    assert _failed(_enter(answer=UNAVAILABLE)) == (9, Code.REVOCATION_UNAVAILABLE)
    assert _failed(_enter(answer=UNKNOWN)) == (9, Code.REVOCATION_UNKNOWN)


def test_step_9_entering_may_be_let_pend_but_never_on_an_unknown() -> None:
    verdict = _enter(answer=UNAVAILABLE, admit_pending=True)
    assert (verdict.accepted, verdict.pending, verdict.passed) == (False, True, STEPS)
    assert _failed(_enter(answer=UNKNOWN, admit_pending=True)) == (9, Code.REVOCATION_UNKNOWN)


@pytest.mark.parametrize("answer", [UNAVAILABLE, UNKNOWN])
def test_a_filing_without_a_good_answer_is_kept_pending(answer: RevocationAnswer) -> None:
    verdict = _present("moral", answer=answer)
    assert (verdict.accepted, verdict.pending, verdict.error) == (False, True, None)


def test_the_soft_policy_accepts_silence_with_a_mark() -> None:
    verdict = _present("moral", answer=UNAVAILABLE, policy=RevocationPolicy.SOFT)
    assert verdict.accepted
    assert verdict.decision is not None
    assert verdict.decision.mark is Mark.UNAVAILABLE


def test_without_a_revocation_policy_nobody_is_asked() -> None:
    rules = Rules(trust=trust(), policy=RevocationPolicy.OFF, ask_revocation=_must_not_ask)
    verdict = verify_filing_signature(
        _filing("moral"), rules, session_rfc=certificate("moral").rfc, signed_at=AT
    )
    assert verdict.accepted
    assert verdict.revocation is None


def test_nobody_is_asked_about_an_efirma_that_failed_before() -> None:
    rules = Rules(trust=trust(), policy=RevocationPolicy.REQUIRED, ask_revocation=_must_not_ask)
    verdict = verify_filing_signature(_filing("csd"), rules, session_rfc="MLV150309QZA", signed_at=AT)
    assert _failed(verdict) == (3, Code.SEAL_CERTIFICATE)


@pytest.mark.parametrize("policy", [RevocationPolicy.REQUIRED, RevocationPolicy.SOFT])
def test_a_policy_that_asks_needs_someone_to_ask(policy: RevocationPolicy) -> None:
    with pytest.raises(ValueError, match="way to ask"):
        Rules(trust=trust(), policy=policy)


def test_a_verdict_that_failed_gives_no_certificate() -> None:
    with pytest.raises(EfirmaError) as refused:
        _enter("csd").require()
    assert refused.value.code is Code.SEAL_CERTIFICATE
    with pytest.raises(ValueError, match="without steps"):
        Verdict(at=AT).require()


def test_every_code_has_its_sentence() -> None:
    assert set(MESSAGES) == set(Code)
    assert all(message.endswith(".") for message in MESSAGES.values())


def _text(name: str, challenge: Challenge) -> str:
    return entry_text(
        host=challenge.host,
        nonce=challenge.nonce,
        expires=challenge.expires,
        certificate_number=certificate(name).number,
    )


def _enter(
    name: str = "moral",
    *,
    signed: Challenge = CHALLENGE,
    at: datetime = AT,
    answer: RevocationAnswer | None = None,
    expected_rfc: str | None = None,
    admit_pending: bool = False,
    **changes: bytes,
) -> Verdict:
    text = _text(name, signed)
    submission = Submission(certificate=cast()[name].certificate, text=text, signature=signature(name, text))
    return verify_entry(
        replace(submission, **changes),
        _rules(answer),
        challenge=CHALLENGE,
        host=HOST,
        at=at,
        expected_rfc=expected_rfc,
        admit_pending=admit_pending,
    )


def _filing(name: str, text: str | None = None) -> Submission:
    shown = text or FILING.format(rfc=certificate(name).rfc)
    return Submission(certificate=cast()[name].certificate, text=shown, signature=signature(name, shown))


def _present(
    name: str,
    *,
    text: str | None = None,
    session_rfc: str | None = None,
    answer: RevocationAnswer | None = None,
    policy: RevocationPolicy = RevocationPolicy.REQUIRED,
) -> Verdict:
    rfc = session_rfc or certificate(name).rfc
    return verify_filing_signature(_filing(name, text), _rules(answer, policy), session_rfc=rfc, signed_at=AT)


def _rules(
    answer: RevocationAnswer | None = None, policy: RevocationPolicy = RevocationPolicy.REQUIRED
) -> Rules:
    def ask(asked: Certificate, issuer: bytes) -> RevocationAnswer:
        return answer or check(asked, issuer, transport=transport(), at=AT, nonce=bytes(16))

    return Rules(trust=trust(), policy=policy, ask_revocation=ask)


def _must_not_ask(_certificate: Certificate, _issuer: bytes) -> RevocationAnswer:
    raise AssertionError("nobody should be asked")


def _failed(verdict: Verdict) -> tuple[int, Code]:
    assert verdict.failed is not None
    assert verdict.error is not None
    assert not verdict.accepted
    assert not verdict.pending
    assert [step.number for step in verdict.passed] == list(range(1, verdict.failed.number))
    return verdict.failed.number, verdict.error.code
