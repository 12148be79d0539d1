"""The practice authority: shaped like SAT's in every way that matters, kept in a folder, with its seal."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_private_key, pkcs12
from tests.pki.authority import AT, PASSWORD, SAMPLES, authority, cast, keys, samples, seal

from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.efirma.practice import cast as people
from icsoe.lib.efirma.practice.authority import Terms, mint_efirma
from icsoe.lib.efirma.practice.folder import (
    load_authority,
    save_authority,
    write_efirma,
    write_seal,
)
from icsoe.lib.efirma.practice.keys import SHARED_SALT, KeyPool
from icsoe.lib.identifiers import curp, rfc


def test_the_key_file_opens_with_its_password_and_matches_its_certificate() -> None:
    efirma = cast()["fisica"]
    opened = load_der_private_key(efirma.key_file, PASSWORD.encode())
    assert opened.public_key() == read_certificate(efirma.certificate).public_key


def test_the_key_file_does_not_open_with_another_password() -> None:
    with pytest.raises(ValueError, match=r".+"):
        load_der_private_key(cast()["fisica"].key_file, b"otra")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="SAT's public samples are not beside the repository")
def test_the_key_file_begins_exactly_as_sat_writes_it() -> None:
    ours = cast()["fisica"].key_file
    for sample in samples():
        theirs = (SAMPLES / f"{sample['archivo']}.key").read_bytes()
        # Up to the IV both say the same: PBES2, PBKDF2, the one salt, 2048 rounds, 3DES.
        assert theirs[4:60] == ours[4:60]
        assert SHARED_SALT in theirs


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="SAT's public samples are not beside the repository")
@pytest.mark.parametrize(
    ("sample", "ours"), [("moral_eku9003173c9_2023", "moral"), ("fisica_enie_2019", "fisica_enie"),
                         ("moral_ampersand_2019", "moral_ampersand"), ("csd_eku9003173c9_2019", "csd")],
)  # fmt: skip
def test_the_certificate_has_the_attributes_and_extensions_of_sats(sample: str, ours: str) -> None:
    theirs = read_certificate((SAMPLES / f"{sample}.cer").read_bytes())
    minted = read_certificate(cast()[ours].certificate)
    assert [each.oid for each in minted.subject] == [each.oid for each in theirs.subject]
    assert [(each.oid, each.critical) for each in minted.x509.extensions] == [
        (each.oid, each.critical) for each in theirs.x509.extensions
    ]
    assert (minted.key_usage, minted.extended_key_usage) == (theirs.key_usage, theirs.extended_key_usage)
    assert len(minted.parts.serial) == len(theirs.parts.serial) == 20


def test_invented_people_have_sound_keys() -> None:
    for person in (people.MORAL, people.MORAL_WITH_AMPERSAND, people.FISICA, people.FISICA_WITH_ENIE):
        assert rfc.check(person.rfc) is None
        for key in filter(None, (person.curp, person.representative_curp)):
            assert curp.check(key) is None


@pytest.mark.parametrize("number", ["1", "3000999900000000000X", "٣٠٠٠٩٩٩٩٠٠٠٠٠٠٠٠٠٠٠١"])
def test_a_certificate_number_takes_twenty_digits(number: str) -> None:
    terms = Terms(number=number, not_before=AT, not_after=AT, key=keys().take("leaf"))
    with pytest.raises(ValueError, match="twenty digits"):
        mint_efirma(authority(), people.MORAL, terms)


def test_a_pool_gives_the_same_key_for_the_same_label() -> None:
    pool = KeyPool(bits=1024)
    assert pool.take("una") is pool.take("una")
    assert pool.take("una") is not pool.take("otra")


def test_an_authority_comes_back_from_its_folder(tmp_path: Path) -> None:
    save_authority(authority(), tmp_path / "autoridad")
    again = load_authority(tmp_path / "autoridad")
    assert again.anchors == authority().anchors
    assert again.responder.certificate == authority().responder.certificate
    assert again.ac.key.private_numbers() == authority().ac.key.private_numbers()


def test_secrets_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    save_authority(authority(), tmp_path)
    write_efirma(cast()["moral"], tmp_path, "moral")
    write_seal(seal(), tmp_path, password="sello")
    secrets = [file for file in tmp_path.iterdir() if file.suffix in {".pem", ".key", ".p12"}]
    assert len(secrets) == 5
    assert {file.stat().st_mode & 0o777 for file in secrets} == {0o600}
    assert (tmp_path / "moral.cer").read_bytes() == cast()["moral"].certificate


def test_the_seal_signs_under_its_own_authority(tmp_path: Path) -> None:
    write_seal(seal(), tmp_path, password="sello")
    key, certificate, chain = pkcs12.load_key_and_certificates(
        (tmp_path / "sello.p12").read_bytes(), b"sello"
    )
    assert certificate is not None
    assert key is not None
    certificate.verify_directly_issued_by(chain[0])
    signature = seal().seal.key.sign(b"acuse", padding.PKCS1v15(), hashes.SHA256())
    certificate.public_key().verify(signature, b"acuse", padding.PKCS1v15(), hashes.SHA256())
    assert key.public_key() == certificate.public_key()


def test_passwords_and_keys_stay_out_of_logs() -> None:
    assert PASSWORD not in repr(cast()["moral"])
