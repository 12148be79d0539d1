"""Lists of revoked certificates: believed only when whole, signed by the issuer and in force."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import given
from hypothesis import strategies as st
from tests.pki.authority import AT, authority, certificate, keys, stranger

from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.efirma.crl import read_crl
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.practice import assemble, encode
from icsoe.lib.efirma.practice.assemble import Signer
from icsoe.lib.efirma.practice.authority import Terms, mint_efirma
from icsoe.lib.efirma.practice.cast import MORAL
from icsoe.lib.efirma.revocation import RevocationStatus

DAY = timedelta(days=1)


def test_a_listed_certificate_is_revoked_since_its_instant() -> None:
    answer = read_crl(_crl(), authority().ac.certificate, at=AT).look_up(certificate("revocada"))
    assert (answer.status, answer.revoked_at) == (RevocationStatus.REVOKED, AT - DAY)


def test_a_certificate_that_is_not_listed_is_good() -> None:
    answer = read_crl(_crl(), authority().ac.certificate, at=AT).look_up(certificate("moral"))
    assert (answer.status, answer.this_update) == (RevocationStatus.GOOD, AT - DAY)


def test_a_list_says_nothing_of_the_certificates_of_others() -> None:
    terms = Terms(number="30009999000000000088", not_before=AT, not_after=AT, key=keys().take("leaf"))
    elsewhere = mint_efirma(replace(authority(), ac=authority().root), MORAL, terms)
    theirs = read_certificate(elsewhere.certificate)
    answer = read_crl(_crl(), authority().ac.certificate, at=AT).look_up(theirs)
    assert answer.status is RevocationStatus.UNKNOWN


@pytest.mark.parametrize("raw", [b"", b"no lo es", encode.sequence(), encode.sequence(encode.sequence())])
def test_what_is_no_list_is_refused(raw: bytes) -> None:
    assert _code(raw) is Code.CRL_MALFORMED


def test_a_list_of_another_authority_is_refused() -> None:
    assert _code(_crl(signer=authority().root)) is Code.CRL_OTHER_ISSUER


def test_a_list_signed_by_another_key_is_refused() -> None:
    assert _code(_crl(signer=Signer(authority().ac.certificate, stranger().ac.key))) is Code.CRL_BAD_SIGNATURE


def test_a_list_signed_with_sha1_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sha1_with_rsa = encode.sequence(encode.oid("1.2.840.113549.1.1.5"), encode.null())
    monkeypatch.setattr(assemble, "signature_algorithm", lambda: sha1_with_rsa)
    monkeypatch.setattr(assemble, "sign", lambda body, key: key.sign(body, padding.PKCS1v15(), hashes.SHA1()))
    assert _code(_crl()) is Code.CRL_BAD_SIGNATURE


@pytest.mark.parametrize("at", [AT - DAY - timedelta(seconds=1), AT + DAY + timedelta(seconds=1)])
def test_a_list_that_is_not_in_force_is_refused(at: datetime) -> None:
    assert _code(_crl(), at=at) is Code.CRL_STALE


def test_a_partial_list_is_refused() -> None:
    assert _code(_crl(partial=True)) is Code.CRL_MALFORMED


def test_a_list_without_an_end_is_refused() -> None:
    assert _code(_crl(endless=True)) is Code.CRL_MALFORMED


@given(st.data())
def test_a_damaged_list_is_refused_in_words(data: st.DataObject) -> None:
    raw = bytearray(_crl())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(EfirmaError):
        read = read_crl(bytes(raw), authority().ac.certificate, at=AT)
        assert read.look_up(certificate("revocada")).status is RevocationStatus.REVOKED


def _crl(*, signer: Signer | None = None, partial: bool = False, endless: bool = False) -> bytes:
    """A list in DER, written by hand because the AC's name holds a T61String."""
    who = signer or authority().ac
    entry = encode.sequence(encode.integer(certificate("revocada").serial), encode.instant(AT - DAY))
    delta = x509.DeltaCRLIndicator(1)
    extension = encode.sequence(
        encode.oid(delta.oid.dotted_string), encode.true(), encode.octets(delta.public_bytes())
    )
    body = encode.sequence(
        encode.integer(1),
        assemble.signature_algorithm(),
        who.name,
        encode.instant(AT - DAY),
        b"" if endless else encode.instant(AT + DAY),
        encode.sequence(entry),
        encode.explicit(0, encode.sequence(extension)) if partial else b"",
    )
    return encode.sequence(body, assemble.signature_algorithm(), encode.bits(assemble.sign(body, who.key)))


def _code(raw: bytes, *, at: datetime = AT) -> Code:
    with pytest.raises(EfirmaError) as refused:
        read_crl(raw, authority().ac.certificate, at=at)
    return refused.value.code
