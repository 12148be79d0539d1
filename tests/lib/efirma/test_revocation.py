"""Asking whether a certificate was revoked: what is believed, and for each check an answer it stops."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import ocsp
from hypothesis import given
from hypothesis import strategies as st
from tests.pki.authority import AT, SINCE, UNTIL, authority, certificate, keys, stranger, transport

from icsoe.lib.efirma import revocation
from icsoe.lib.efirma.breaker import CircuitBreaker
from icsoe.lib.efirma.certificate import Certificate
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.practice import encode, responder
from icsoe.lib.efirma.practice.assemble import Signer
from icsoe.lib.efirma.practice.authority import appoint_responder
from icsoe.lib.efirma.revocation import (
    MAX_RESPONSE_BYTES,
    RevocationAnswer,
    RevocationStatus,
    build_request,
    check,
    read_response,
)

practice_transport = transport

NONCE = bytes(range(16))
MINUTE = timedelta(minutes=1)


def test_the_request_names_our_certificate_with_sha1_and_our_nonce() -> None:
    asked = ocsp.load_der_ocsp_request(_request())
    assert asked.serial_number == certificate().serial
    assert isinstance(asked.hash_algorithm, hashes.SHA1)
    assert [extension.value.nonce for extension in asked.extensions] == [NONCE]


def test_a_nonce_takes_sixteen_bytes() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        build_request(certificate(), authority().ac.certificate, b"corto")


def test_a_good_certificate_is_good_and_the_evidence_is_kept() -> None:
    answer = _check()
    assert answer.status is RevocationStatus.GOOD
    assert (answer.produced_at, answer.this_update, answer.next_update) == (AT, AT, AT + timedelta(hours=1))
    assert (answer.revoked_at, answer.nonce, answer.reason) == (None, NONCE, "")
    assert answer.raw is not None
    again = read_response(
        answer.raw, certificate=certificate(), issuer=authority().ac.certificate, nonce=NONCE, at=AT
    )
    assert again == answer


def test_the_authority_itself_may_answer() -> None:
    assert _check(transport=transport(signer=authority().ac)).status is RevocationStatus.GOOD


def test_a_revoked_certificate_is_revoked_since_its_instant() -> None:
    answer = _check(certificate("revocada"))
    assert (answer.status, answer.revoked_at) == (RevocationStatus.REVOKED, AT - timedelta(hours=1))


def test_a_certificate_the_responder_does_not_know_is_unknown() -> None:
    answer = _check(transport=transport(unknown=[certificate().serial]))
    assert answer.status is RevocationStatus.UNKNOWN


def test_an_answer_signed_with_sha1_is_still_believed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responder, "sign", _sign_sha1)
    monkeypatch.setattr(responder, "signature_algorithm", _sha1_with_rsa)
    assert _check().status is RevocationStatus.GOOD


def test_an_answer_signed_with_md5_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    md5_with_rsa = encode.sequence(encode.oid("1.2.840.113549.1.1.4"), encode.null())
    monkeypatch.setattr(responder, "signature_algorithm", lambda: md5_with_rsa)
    assert _reason() == Code.OCSP_BAD_SIGNATURE


@pytest.mark.parametrize("raw", [b"", b"<html>", b"\x30\x03\x0a\x01\x00", b"\x30" * (MAX_RESPONSE_BYTES + 1)])
def test_what_is_no_answer_is_unavailable(raw: bytes) -> None:
    assert _reason(transport=lambda _: raw) == Code.OCSP_MALFORMED


def test_an_answer_that_is_not_basic_is_unavailable() -> None:
    inside = encode.sequence(encode.oid("1.2.3.4"), encode.octets(b"otra clase"))
    raw = encode.sequence(encode.element(encode.ENUMERATED, b"\0"), encode.explicit(0, inside))
    assert _reason(transport=lambda _: raw) == Code.OCSP_MALFORMED


@pytest.mark.parametrize("status", [1, 2, 3, 5, 6])
def test_a_responder_that_declines_is_unavailable(status: int) -> None:
    raw = encode.sequence(encode.element(encode.ENUMERATED, bytes((status,))))
    assert _reason(transport=lambda _: raw) == Code.OCSP_NOT_SUCCESSFUL


def test_an_answer_about_another_certificate_is_not_ours() -> None:
    other = build_request(certificate("fisica"), authority().ac.certificate, NONCE)
    assert _reason(transport=lambda _: transport()(other)) == Code.OCSP_OTHER_CERTIFICATE


def test_an_answer_about_another_issuer_is_not_ours() -> None:
    other = build_request(certificate(), stranger().ac.certificate, NONCE)
    assert _reason(transport=lambda _: transport()(other)) == Code.OCSP_OTHER_CERTIFICATE


def test_a_replayed_answer_has_another_nonce() -> None:
    earlier = build_request(certificate(), authority().ac.certificate, bytes(16))
    assert _reason(transport=lambda _: transport()(earlier)) == Code.OCSP_OTHER_NONCE


def test_an_answer_without_nonce_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responder, "_nonce_extension", lambda _: b"")
    assert _reason() == Code.OCSP_OTHER_NONCE


def test_a_responder_of_another_authority_is_a_stranger() -> None:
    assert _reason(transport=transport(signer=stranger().responder)) == Code.OCSP_UNTRUSTED_SIGNER


def test_a_certificate_of_ours_that_is_no_responder_may_not_answer() -> None:
    assert _reason(transport=transport(signer=_responder(ocsp_signing=False))) == Code.OCSP_UNTRUSTED_SIGNER


def test_a_responder_that_expired_may_not_answer() -> None:
    expired = _responder(until=AT - MINUTE)
    assert _reason(transport=transport(signer=expired)) == Code.OCSP_UNTRUSTED_SIGNER


def test_a_responder_with_a_weak_key_may_not_answer() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    signer = appoint_responder(authority().ac, since=SINCE, until=UNTIL, key=weak)
    assert _reason(transport=transport(signer=signer)) == Code.OCSP_BAD_SIGNATURE


def test_a_touched_answer_loses_its_signature() -> None:
    def touch(request: bytes) -> bytes:
        revoked = transport(revoked={certificate().serial: AT})(request)
        return revoked.replace(b"20260504180000Z", b"20260504180001Z", 1)

    assert _reason(transport=touch) == Code.OCSP_BAD_SIGNATURE


def test_a_responder_may_not_sign_with_a_key_that_is_not_its_own() -> None:
    liar = Signer(authority().responder.certificate, keys().take("leaf"))
    assert _reason(transport=transport(signer=liar)) == Code.OCSP_BAD_SIGNATURE


@pytest.mark.parametrize("drift", [-6 * MINUTE, 6 * MINUTE, -2 * timedelta(hours=1)])
def test_an_answer_of_another_moment_is_stale(drift: timedelta) -> None:
    assert _reason(transport=transport(at=AT + drift)) == Code.OCSP_STALE


@pytest.mark.parametrize("drift", [-6 * MINUTE, 6 * MINUTE])
def test_an_answer_made_at_another_moment_is_stale_whatever_it_says_of_now(
    monkeypatch: pytest.MonkeyPatch, drift: timedelta
) -> None:
    single = responder._single
    monkeypatch.setattr(responder, "_single", lambda said, status, at: single(said, status, at - drift))
    assert _reason(transport=transport(at=AT + drift)) == Code.OCSP_STALE


@pytest.mark.parametrize("drift", [-5 * MINUTE, 5 * MINUTE])
def test_five_minutes_between_clocks_are_forgiven(drift: timedelta) -> None:
    assert _check(transport=transport(at=AT + drift)).status is RevocationStatus.GOOD


def test_an_answer_past_its_next_update_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responder, "_LIFE", -MINUTE)
    assert _reason() == Code.OCSP_STALE


def test_an_answer_from_the_future_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    single = responder._single
    monkeypatch.setattr(responder, "_single", lambda said, status, at: single(said, status, at + 6 * MINUTE))
    assert _reason() == Code.OCSP_STALE


def test_a_responder_signed_by_our_key_under_another_name_is_a_stranger() -> None:
    renamed = Signer(authority().root.certificate, authority().ac.key)
    signer = appoint_responder(renamed, since=SINCE, until=UNTIL, key=keys().take("other"))
    assert _reason(transport=transport(signer=signer)) == Code.OCSP_UNTRUSTED_SIGNER


def test_an_answer_too_long_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation, "MAX_RESPONSE_BYTES", 100)
    assert _reason() == Code.OCSP_MALFORMED


def test_nobody_at_the_other_side_is_unavailable_without_evidence() -> None:
    def time_out(_request: bytes) -> bytes:
        raise TimeoutError

    answer = _check(transport=time_out)
    assert (answer.status, answer.reason, answer.raw) == (RevocationStatus.UNAVAILABLE, "transport", None)


def test_what_could_not_be_believed_is_kept() -> None:
    answer = _check(transport=lambda _: b"<html>")
    assert (answer.raw, answer.nonce) == (b"<html>", NONCE)


@given(st.data())
def test_a_damaged_answer_never_says_more_than_the_original(data: st.DataObject) -> None:
    raw = bytearray(transport(revoked={certificate().serial: AT})(_request()))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(EfirmaError):
        read = read_response(
            bytes(raw), certificate=certificate(), issuer=authority().ac.certificate, nonce=NONCE, at=AT
        )
        assert (read.status, read.revoked_at) == (RevocationStatus.REVOKED, AT)


def test_after_failures_in_a_row_nobody_is_asked_until_the_pause_is_over() -> None:
    breaker, asked = CircuitBreaker(threshold=2, pause=MINUTE), []

    def fail(request: bytes) -> bytes:
        asked.append(request)
        raise TimeoutError

    reasons = [_check(transport=fail, breaker=breaker).reason for _ in range(3)]
    assert (reasons, len(asked)) == (["transport", "transport", "circuit_open"], 2)

    later = AT + MINUTE
    assert _check(transport=fail, breaker=breaker, at=later).reason == "transport"
    assert _check(transport=fail, breaker=breaker, at=later).reason == "circuit_open"

    recovered = later + MINUTE
    works = transport(at=recovered)
    assert _check(transport=works, breaker=breaker, at=recovered).status is RevocationStatus.GOOD
    assert _check(transport=works, breaker=breaker, at=recovered).status is RevocationStatus.GOOD


def test_while_one_question_probes_the_rest_wait() -> None:
    breaker = CircuitBreaker(threshold=1, pause=MINUTE)
    breaker.record(at=AT, worked=False)
    assert [breaker.allows(at=AT + MINUTE) for _ in range(3)] == [True, False, False]


def test_a_success_between_failures_starts_the_count_again() -> None:
    breaker = CircuitBreaker(threshold=2, pause=MINUTE)
    for worked in (False, True, False):
        breaker.record(at=AT, worked=worked)
    assert breaker.allows(at=AT)


def test_the_responder_says_what_it_cannot_read() -> None:
    raw = responder.answer(b"nada", authority=authority(), revoked={}, at=AT)
    assert ocsp.load_der_ocsp_response(raw).response_status is ocsp.OCSPResponseStatus.MALFORMED_REQUEST


def _request() -> bytes:
    return build_request(certificate(), authority().ac.certificate, NONCE)


def _check(
    asked: Certificate | None = None,
    *,
    transport: Callable[[bytes], bytes] | None = None,
    breaker: CircuitBreaker | None = None,
    at: datetime = AT,
) -> RevocationAnswer:
    return check(
        asked or certificate(),
        authority().ac.certificate,
        transport=transport or practice_transport(),
        at=at,
        nonce=NONCE,
        breaker=breaker,
    )


def _reason(*, transport: Callable[[bytes], bytes] | None = None) -> str:
    answer = _check(transport=transport)
    assert answer.status is RevocationStatus.UNAVAILABLE
    return answer.reason


def _responder(*, until: datetime = UNTIL, ocsp_signing: bool = True) -> Signer:
    return appoint_responder(
        authority().ac, since=SINCE, until=until, key=keys().take("other"), ocsp_signing=ocsp_signing
    )


def _sign_sha1(body: bytes, key: rsa.RSAPrivateKey) -> bytes:
    return key.sign(body, padding.PKCS1v15(), hashes.SHA1())


def _sha1_with_rsa() -> bytes:
    return encode.sequence(encode.oid("1.2.840.113549.1.1.5"), encode.null())
