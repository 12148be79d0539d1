"""`make run` hands people e.firmas that enter and sign, and one for each way of being refused."""

import stat
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key, pkcs12
from tests.interfaces.cli.demo import practice

from icsoe.interfaces.cli.demo import authority, cast
from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.challenge import Challenge, entry_text
from icsoe.lib.efirma.errors import Code
from icsoe.lib.efirma.policy import RevocationPolicy
from icsoe.lib.efirma.revocation import RevocationAnswer, RevocationStatus
from icsoe.lib.efirma.structure import load_certificate
from icsoe.lib.efirma.verdict import Rules, Submission, Verdict, verify_entry
from icsoe.lib.identifiers import curp, rfc

GOOD = [role for role in cast.roles() if not role.is_refused]
REFUSED = {
    "refused-csd": Code.SEAL_CERTIFICATE,
    "refused-expired": Code.EXPIRED,
    "refused-not-yet-valid": Code.NOT_YET_VALID,
    "refused-revoked": Code.REVOKED,
    "refused-untrusted": Code.UNTRUSTED_ISSUER,
    "refused-representative": Code.REPRESENTATIVE_OWN,
}
CLOCKS = [datetime(*day, tzinfo=UTC) for day in ((2021, 4, 24), (2026, 5, 18), (2035, 12, 31))]


def private_key(name: str) -> rsa.RSAPrivateKey:
    (file,) = (practice.folder() / "efirmas" / name).glob("*.key")
    key = load_der_private_key(file.read_bytes(), password=b"12345678a")
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def enter(name: str, at: datetime, *, as_rfc: str | None = None) -> Verdict:
    """The verdict over a person who enters with this e.firma when the practice clock says `at`."""
    der = practice.certificate(name)
    number = read_certificate(der).number
    challenge = Challenge.issue(host="localhost", nonce=bytes(16), at=at)
    text = entry_text(host="localhost", nonce=bytes(16), expires=challenge.expires, certificate_number=number)
    signature = private_key(name).sign(text.encode(), padding.PKCS1v15(), SHA256())
    _, revoked = authority.load(practice.folder())
    rules = Rules(
        trust=TrustStore.from_directory(practice.folder() / "anchors", require_manifest=True),
        policy=RevocationPolicy.REQUIRED,
        ask_revocation=lambda certificate, _: RevocationAnswer(
            RevocationStatus.REVOKED if certificate.serial in revoked else RevocationStatus.GOOD,
            revoked_at=revoked.get(certificate.serial),
        ),
    )
    submission = Submission(certificate=der, text=text, signature=signature)
    return verify_entry(submission, rules, challenge=challenge, host="localhost", at=at, expected_rfc=as_rfc)


@pytest.mark.parametrize("at", CLOCKS, ids=lambda at: str(at.year))
@pytest.mark.parametrize("role", GOOD, ids=lambda role: role.folder)
def test_every_provider_enters_whatever_the_practice_clock_says(role: cast.Role, at: datetime) -> None:
    verdict = enter(role.folder, at, as_rfc=role.person.rfc)
    assert verdict.accepted, verdict.error
    assert verdict.require().name == role.person.name


@pytest.mark.parametrize("at", CLOCKS, ids=lambda at: str(at.year))
@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_every_other_is_refused_for_its_own_reason(name: str, code: Code, at: datetime) -> None:
    verdict = enter(name, at, as_rfc="SIR150310QW3")
    assert verdict.error is not None
    assert verdict.error.code is code


def test_there_is_one_for_each_reason_and_five_providers() -> None:
    folders = {file.parent.name for file in (practice.folder() / "efirmas").glob("*/*.cer")}
    assert folders == {role.folder for role in GOOD} | REFUSED.keys()
    assert len(GOOD) == 5
    assert {"Ñ", "&"} <= set("".join(role.person.rfc for role in GOOD))


@pytest.mark.parametrize("role", cast.roles(), ids=lambda role: role.folder)
def test_the_invented_keys_are_well_made(role: cast.Role) -> None:
    person = role.person
    for key in filter(None, (person.rfc, person.representative_rfc)):
        assert rfc.check(key) is None
    for key in filter(None, (person.curp, person.representative_curp)):
        assert curp.check(key) is None


def test_the_readme_tells_of_every_folder_and_the_password() -> None:
    text = (practice.folder() / "efirmas" / "README.txt").read_text("utf-8")
    for role in cast.roles():
        assert f"{role.folder}/" in text
        assert role.purpose in text
    assert "12345678a" in text


def test_the_seal_opens_with_its_password() -> None:
    seal = practice.folder() / "seal"
    key, own, others = pkcs12.load_key_and_certificates(
        (seal / "seal.p12").read_bytes(), (seal / "password").read_bytes()
    )
    assert key is not None
    assert own == load_certificate((seal / "seal.cer").read_bytes())
    assert others == [load_certificate((seal / "ca.cer").read_bytes())]


def test_only_their_owner_reads_keys_and_passwords() -> None:
    secret = [
        file
        for file in practice.folder().rglob("*")
        if file.suffix in {".key", ".pem", ".p12"} or file.name == "password"
    ]
    assert len(secret) == len(cast.roles()) + 3 + 2
    for file in secret:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_second_time_changes_nothing_and_takes_no_time() -> None:
    before = {file: file.stat().st_mtime_ns for file in practice.folder().rglob("*")}
    started = time.monotonic()
    authority.ensure(practice.folder())
    assert time.monotonic() - started < 0.5
    assert {file: file.stat().st_mtime_ns for file in practice.folder().rglob("*")} == before


def test_a_mint_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(authority, "_write_seal", fail)
    with pytest.raises(RuntimeError, match="disk"):
        authority.ensure(tmp_path / "demo")
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_else_put_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("mío")
    with pytest.raises(OSError, match="demo"):
        authority.ensure(tmp_path / "demo")
    assert [file.name for file in tmp_path.rglob("*")] == ["demo", "mine.txt"]
