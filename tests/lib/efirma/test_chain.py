"""Who is trusted: a pinned directory, chains to a root or to a pinned intermediate, and nothing else."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from tests.pki.authority import AT, SINCE, UNTIL, authority, cast, certificate, keys, stranger, trust

from icsoe.lib.efirma.certificate import Certificate, read_certificate
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.names import COMMON_NAME
from icsoe.lib.efirma.practice import encode
from icsoe.lib.efirma.practice.assemble import Body, Extension, Signer, issue
from icsoe.lib.efirma.practice.authority import Terms, found_authority, key_usage, mint_efirma
from icsoe.lib.efirma.practice.cast import MORAL
from icsoe.lib.efirma.practice.folder import write_anchors


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    write_anchors(authority(), tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["moral", "moral_ampersand", "fisica", "fisica_enie"])
def test_the_chain_goes_from_the_leaf_through_the_ac_to_the_root(name: str) -> None:
    leaf = certificate(name)
    assert trust().verify(leaf, at=AT) == (leaf.der, authority().ac.certificate, authority().root.certificate)


def test_a_pinned_intermediate_is_an_anchor_without_its_root() -> None:
    alone = TrustStore.from_certificates([authority().ac.certificate])
    leaf = certificate("fisica_enie")
    assert alone.verify(leaf, at=AT) == (leaf.der, authority().ac.certificate)


def test_a_hole_in_the_chain_is_not_trusted() -> None:
    assert (
        _code(TrustStore.from_certificates([authority().root.certificate]), "moral") is Code.UNTRUSTED_ISSUER
    )


@pytest.mark.parametrize("name", ["moral", "fisica_enie"])
def test_an_authority_with_the_same_name_and_another_key_is_not_trusted(name: str) -> None:
    assert _code(TrustStore.from_certificates(stranger().anchors), name) is Code.UNTRUSTED_ISSUER
    assert _code(TrustStore.from_certificates([]), name) is Code.UNTRUSTED_ISSUER


def test_merged_stores_trust_what_either_trusts() -> None:
    both = TrustStore.from_certificates(stranger().anchors).merge(trust())
    assert both.verify(certificate("moral"), at=AT)[1] == authority().ac.certificate
    assert both.verify(certificate("ajena"), at=AT)[1] == stranger().ac.certificate


def test_an_authority_out_of_its_validity_vouches_for_nobody() -> None:
    old = found_authority(since=SINCE, until=AT - timedelta(days=1), keys=keys())
    assert _code(TrustStore.from_certificates(old.anchors), "moral") is Code.UNTRUSTED_ISSUER


def test_a_chain_that_held_once_holds_no_longer_than_its_authorities() -> None:
    passing = found_authority(since=SINCE, until=AT + timedelta(days=1), keys=keys())
    terms = Terms(number="30009999000000000066", not_before=SINCE, not_after=UNTIL, key=keys().take("leaf"))
    leaf = read_certificate(mint_efirma(passing, MORAL, terms).certificate)
    store = TrustStore.from_certificates(passing.anchors)
    assert store.verify(leaf, at=AT) == store.verify(leaf, at=AT)
    with pytest.raises(EfirmaError) as refused:
        store.verify(leaf, at=AT + timedelta(days=2))
    assert refused.value.code is Code.UNTRUSTED_ISSUER


def test_a_leaf_cannot_vouch_for_another() -> None:
    leaf = Signer(cast()["fisica"].certificate, cast()["fisica"].key)
    assert _rogue_code(leaf) is Code.UNTRUSTED_ISSUER


def test_an_authority_that_may_not_sign_certificates_vouches_for_nobody() -> None:
    constraints = Extension.of(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    usage = Extension.of(key_usage("digital_signature"), critical=True)
    assert _rogue_code(_authority(constraints, usage)) is Code.UNTRUSTED_ISSUER
    may_sign = Extension.of(key_usage("key_cert_sign"), critical=True)
    no_authority = Extension.of(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    assert _rogue_code(_authority(no_authority, may_sign)) is Code.UNTRUSTED_ISSUER
    store, leaf = _with_rogue(_authority(constraints, may_sign))
    assert len(store.verify(leaf, at=AT)) == 3


def test_a_leaf_with_an_unknown_critical_extension_is_refused_although_its_name_is_t61() -> None:
    leaf = certificate("fisica_enie")
    body = Body(
        serial=leaf.serial,
        subject=leaf.parts.subject,
        not_before=SINCE,
        not_after=UNTIL,
        public_key=leaf.public_key,
        extensions=[Extension("1.2.3.4", encode.null(), critical=True)],
    )
    ac = authority().ac
    odd = read_certificate(issue(body, issuer=ac.name, key=ac.key))
    with pytest.raises(EfirmaError) as refused:
        trust().verify(odd, at=AT)
    assert refused.value.code is Code.UNTRUSTED_ISSUER


def test_validity_is_told_apart_from_trust_to_the_second() -> None:
    leaf = certificate("moral")
    trust().verify(leaf, at=leaf.not_before)
    trust().verify(leaf, at=leaf.not_after)
    for at, code in (
        (leaf.not_before - timedelta(seconds=1), Code.NOT_YET_VALID),
        (leaf.not_after + timedelta(seconds=1), Code.EXPIRED),
    ):
        with pytest.raises(EfirmaError) as refused:
            trust().verify(leaf, at=at)
        assert refused.value.code is code


def test_a_pinned_directory_is_loaded(anchors: Path) -> None:
    store = TrustStore.from_directory(anchors, require_manifest=True)
    assert set(store.authorities) == set(authority().anchors)
    assert len(store.verify(certificate("moral"), at=AT)) == 3


def test_without_a_manifest_only_authorities_are_loaded(anchors: Path) -> None:
    (anchors / "manifest.json").unlink()
    (anchors / "hoja.cer").write_bytes(cast()["moral"].certificate)
    (anchors / "LEEME.txt").write_text("no es un certificado")
    assert set(TrustStore.from_directory(anchors, require_manifest=False).authorities) == set(
        authority().anchors
    )


def test_a_required_manifest_that_is_missing_stops_the_start(anchors: Path) -> None:
    (anchors / "manifest.json").unlink()
    assert _directory_code(anchors) is Code.TRUST_MANIFEST_MISSING


@pytest.mark.parametrize("required", [True, False])
def test_a_certificate_the_manifest_does_not_name_stops_the_start(anchors: Path, required: bool) -> None:
    (anchors / "otra.cer").write_bytes(stranger().root.certificate)
    assert _directory_code(anchors, required=required) is Code.TRUST_UNLISTED


def test_a_certificate_that_is_not_the_pinned_one_stops_the_start(anchors: Path) -> None:
    (anchors / "root.cer").write_bytes(stranger().root.certificate)
    assert _directory_code(anchors) is Code.TRUST_MISMATCH


def test_a_pinned_certificate_that_is_absent_stops_the_start(anchors: Path) -> None:
    (anchors / "root.cer").unlink()
    assert _directory_code(anchors) is Code.TRUST_ABSENT


@pytest.mark.parametrize("content", [b"", b"[]", b'{"root.cer": 1}', b"\xff"])
def test_a_manifest_of_another_shape_stops_the_start(anchors: Path, content: bytes) -> None:
    (anchors / "manifest.json").write_bytes(content)
    assert _directory_code(anchors) is Code.TRUST_MANIFEST_MALFORMED


def test_a_pinned_leaf_is_no_authority(anchors: Path) -> None:
    leaf = certificate("moral")
    manifest = json.loads((anchors / "manifest.json").read_text())
    (anchors / "manifest.json").write_text(json.dumps({**manifest, "hoja.cer": leaf.sha256}))
    (anchors / "hoja.cer").write_bytes(leaf.der)
    assert _directory_code(anchors) is Code.TRUST_UNREADABLE


def test_a_broken_certificate_stops_the_start(anchors: Path) -> None:
    (anchors / "manifest.json").unlink()
    (anchors / "rota.pem").write_bytes(b"rota")
    assert _directory_code(anchors, required=False) is Code.TRUST_UNREADABLE


def test_a_directory_without_authorities_stops_the_start(tmp_path: Path) -> None:
    assert _directory_code(tmp_path, required=False) is Code.TRUST_EMPTY
    assert _directory_code(tmp_path / "no-existe", required=False) is Code.TRUST_EMPTY


def _code(store: TrustStore, name: str) -> Code:
    with pytest.raises(EfirmaError) as refused:
        store.verify(read_certificate(cast()[name].certificate), at=AT)
    return refused.value.code


def _authority(*extensions: Extension) -> Signer:
    """An authority under the trusted root, with these extensions."""
    key = keys().take("other")
    body = Body(
        serial=77,
        subject=encode.name((COMMON_NAME, "AC DISTINTA")),
        not_before=SINCE,
        not_after=UNTIL,
        public_key=key.public_key(),
        extensions=extensions,
    )
    return Signer(issue(body, issuer=authority().root.name, key=authority().root.key), key)


def _with_rogue(issuer: Signer) -> tuple[TrustStore, Certificate]:
    """A store that holds `issuer` beside the trusted authorities, and a leaf that it issued."""
    terms = Terms(number="30009999000000000066", not_before=SINCE, not_after=UNTIL, key=keys().take("leaf"))
    leaf = mint_efirma(replace(authority(), ac=issuer), MORAL, terms)
    store = TrustStore.from_certificates([*authority().anchors, issuer.certificate])
    return store, read_certificate(leaf.certificate)


def _rogue_code(issuer: Signer) -> Code:
    store, leaf = _with_rogue(issuer)
    with pytest.raises(EfirmaError) as refused:
        store.verify(leaf, at=AT)
    return refused.value.code


def _directory_code(path: Path, *, required: bool = True) -> Code:
    with pytest.raises(EfirmaError) as refused:
        TrustStore.from_directory(path, require_manifest=required)
    return refused.value.code
