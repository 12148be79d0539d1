"""Reading a certificate: what a person's e.firma says, and what is refused before anything else."""

import base64
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from tests.pki.authority import AT, SAMPLES, authority, cast, certificate, efirma, samples, trust

from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.practice import encode
from icsoe.lib.efirma.practice.authority import Person
from icsoe.lib.efirma.purpose import require_efirma


def test_a_company_is_read_with_its_representative() -> None:
    company = certificate("moral")
    assert (company.rfc, company.representative_rfc, company.person_type) == (
        "MLV150309QZA",
        "BEOL800214QW8",
        "moral",
    )
    assert (company.curp, company.representative_curp) == (None, "BEOL800214MDFNRR01")
    assert company.name == "MANTENIMIENTO Y LIMPIEZA DEL VALLE SA DE CV"
    assert company.number == "30009999000000000001"
    assert company.email == "practica@example.invalid"
    assert company.organisational_unit is None


def test_a_person_is_read_with_its_curp() -> None:
    person = certificate("fisica")
    assert (person.rfc, person.representative_rfc, person.person_type) == ("IAQR910503QU5", None, "fisica")
    assert (person.curp, person.representative_curp) == ("IAQR910503MPLBNS05", None)


def test_enie_and_ampersand_in_t61_are_read_although_the_library_cannot() -> None:
    assert (certificate("fisica_enie").rfc, certificate("fisica_enie").name) == (
        "CAÑF820719QV6",
        "FELIPE CASTRO ÑAÑEZ",
    )
    assert certificate("moral_ampersand").rfc == "T&M180622QX5"
    with pytest.raises(ValueError, match="subject"):
        _ = certificate("fisica_enie").x509.subject


def test_pem_reads_as_der() -> None:
    der = cast()["moral"].certificate
    pem = b"-----BEGIN CERTIFICATE-----\r\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\r\n"
    assert read_certificate(pem) == read_certificate(der)


def test_the_curp_stays_out_of_logs() -> None:
    assert "IAQR910503MPLBNS05" not in repr(certificate("fisica"))


def test_control_and_direction_marks_do_not_reach_the_screen() -> None:
    marked = efirma(Person(rfc="MLV150309QZA", name="FIRMA\x00 \x96 AJENA\xad SA"))
    assert read_certificate(marked.certificate).name == "FIRMA AJENA SA"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.MALFORMED),
        (b"no es un certificado", Code.MALFORMED),
        (b"\x30" * 16384, Code.TOO_LARGE),
        (b"-----BEGIN CERTIFICATE-----\nno es base64\n-----END CERTIFICATE-----", Code.MALFORMED),
        (b"-----BEGIN CERTIFICATE-----" + b" " * 16000, Code.MALFORMED),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", Code.MALFORMED),
    ],
)
def test_what_is_no_certificate_is_refused(data: bytes, code: Code) -> None:
    with pytest.raises(EfirmaError) as refused:
        read_certificate(data)
    assert refused.value.code is code


def test_something_after_the_certificate_is_refused() -> None:
    with pytest.raises(EfirmaError) as refused:
        read_certificate(cast()["moral"].certificate + b"\0")
    assert refused.value.code is Code.MALFORMED


@pytest.mark.parametrize("rfc", ["", "MLV150309", "mlv150309qza", "MLV150309QZA / BEOL800214QW8 / OTRO"])
def test_a_certificate_without_a_clear_rfc_is_no_efirma(rfc: str) -> None:
    with pytest.raises(EfirmaError) as refused:
        read_certificate(efirma(Person(rfc=rfc, name="ALGUIEN")).certificate)
    assert refused.value.code is Code.NOT_EFIRMA


def test_a_certificate_that_names_nobody_is_no_efirma() -> None:
    with pytest.raises(EfirmaError) as refused:
        read_certificate(efirma(Person(rfc="MLV150309QZA", name="\x00")).certificate)
    assert refused.value.code is Code.NOT_EFIRMA


def test_a_certificate_without_sats_number_is_no_efirma() -> None:
    der = cast()["moral"].certificate.replace(b"30009999000000000001", b"3000999900000000000A")
    with pytest.raises(EfirmaError) as refused:
        read_certificate(der)
    assert refused.value.code is Code.NOT_EFIRMA


def test_an_authority_is_no_efirma() -> None:
    with pytest.raises(EfirmaError) as refused:
        read_certificate(authority().ac.certificate)
    assert refused.value.code is Code.NOT_EFIRMA


@pytest.mark.filterwarnings("ignore")
def test_a_negative_serial_number_is_refused_before_the_library_complains() -> None:
    der = bytearray(cast()["moral"].certificate)
    der[der.index(b"30009999000000000001")] = 0xB3
    with pytest.raises(EfirmaError) as refused:
        read_certificate(bytes(der))
    assert refused.value.code is Code.MALFORMED


def test_the_certificate_has_neither_aia_nor_crl_nor_key_identifiers() -> None:
    kinds = {type(extension.value) for extension in certificate("moral").x509.extensions}
    assert kinds == {x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage, x509.UnrecognizedExtension}


@given(st.data())
def test_a_damaged_certificate_is_refused_in_words_or_read(data: st.DataObject) -> None:
    der = bytearray(cast()["fisica_enie"].certificate)
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(der)))
    for damaged in (bytes(der), bytes(der[:cut])):
        with suppress(EfirmaError):
            read = read_certificate(damaged)
            _ = read.public_key
            trust().verify(read, at=AT)


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    for hostile in (data, encode.sequence(data), encode.sequence(encode.sequence(data))):
        with pytest.raises(EfirmaError):
            read_certificate(hostile)


@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_categories=["C", "Z"]), min_size=1)
)
def test_any_latin_name_comes_back_as_it_was_written(name: str) -> None:
    composed = name.replace("@", "A")
    assert read_certificate(efirma(Person(rfc="MLV150309QZA", name=composed)).certificate).name == composed


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="SAT's public samples are not beside the repository")
def test_sat_samples_read_and_chain() -> None:
    trust = TrustStore.from_directory(SAMPLES / "anclas-uat", require_manifest=False)
    for sample in samples():
        read = read_certificate(Path(sample["path"]).read_bytes())
        assert read.number == sample["no_certificado"]
        assert (read.rfc, read.representative_rfc) == (sample["rfc"], sample["rfc_representante"])
        assert (read.name, read.email, read.organisational_unit) == (
            sample["nombre"],
            sample["correo"],
            sample["ou"],
        )
        at = (
            datetime(2021, 6, 1, 12, tzinfo=UTC)
            if "2019" in sample["archivo"]
            else datetime(2025, 1, 1, tzinfo=UTC)
        )
        assert len(trust.verify(read, at=at)) == 2
        assert read.public_key.key_size == 2048


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="SAT's public samples are not beside the repository")
def test_sat_samples_are_accepted_by_purpose_except_the_seal() -> None:
    for sample in samples():
        read = read_certificate(Path(sample["path"]).read_bytes())
        if sample["tipo"] == "e.firma":
            require_efirma(read)
        else:
            with pytest.raises(EfirmaError) as refused:
                require_efirma(read)
            assert refused.value.code is Code.SEAL_CERTIFICATE


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="SAT's public samples are not beside the repository")
def test_sat_samples_have_expired_in_2028() -> None:
    trust = TrustStore.from_directory(SAMPLES / "anclas-uat", require_manifest=False)
    for sample in samples():
        with pytest.raises(EfirmaError) as refused:
            trust.verify(
                read_certificate(Path(sample["path"]).read_bytes()), at=datetime(2028, 1, 1, tzinfo=UTC)
            )
        assert refused.value.code is Code.EXPIRED


def test_it_is_valid_from_its_first_instant_to_its_last_both_included() -> None:
    one, instant = certificate(), timedelta(seconds=1)
    one.check_validity(at=one.not_before)
    one.check_validity(at=one.not_after)
    for at, code in ((one.not_before - instant, Code.NOT_YET_VALID), (one.not_after + instant, Code.EXPIRED)):
        with pytest.raises(EfirmaError) as refused:
            one.check_validity(at=at)
        assert refused.value.code is code


def test_one_that_its_authority_signed_with_sha1_has_no_key_we_accept() -> None:
    one = read_certificate.__wrapped__(certificate().der)
    assert one.public_key.key_size == 2048
    old = read_certificate.__wrapped__(certificate().der)
    vars(old)["parts"] = replace(old.parts, signature_algorithm="1.2.840.113549.1.1.5")
    with pytest.raises(EfirmaError) as refused:
        _ = old.public_key
    assert refused.value.code is Code.WEAK_KEY
