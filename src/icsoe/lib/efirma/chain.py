"""Who vouches for a certificate: leaf -> SAT's AC -> Banxico's root, with anchors pinned in a directory."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification

from icsoe.lib.efirma.certificate import Certificate, is_authority
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.structure import load_certificate, to_der, walk

MANIFEST = "manifest.json"
SUFFIXES = frozenset({".cer", ".crt", ".pem", ".der"})
# An AC and a root above the leaf; one more is left for an intermediate authority between them.
MAX_DEPTH = 3
_MOST_KEPT = 1024


@dataclass(frozen=True, slots=True)
class _Chain:
    """A chain that held once, in DER, and the instants between which every link of it is valid."""

    links: tuple[bytes, ...]
    not_before: datetime
    not_after: datetime

    @classmethod
    def of(cls, links: list[x509.Certificate]) -> "_Chain":
        return cls(
            tuple(link.public_bytes(Encoding.DER) for link in links),
            max(link.not_valid_before_utc for link in links),
            min(link.not_valid_after_utc for link in links),
        )


@dataclass(frozen=True)
class TrustStore:
    """Authorities trusted by decision, in DER. An intermediate may be one without its root."""

    authorities: tuple[bytes, ...]

    @classmethod
    def from_directory(cls, path: Path, *, require_manifest: bool) -> Self:
        """Load every authority of a directory (`.cer`, `.crt`, `.pem`, `.der`; DER or PEM).

        `manifest.json` maps each file name to the SHA-256 (hex) of its DER. Where it exists, or is required,
        files and manifest must agree exactly. Without it certificates that are no authority are left out.
        Raises EfirmaError with a TRUST code and `details["file"]`: a store that is in doubt is no store.
        """
        manifest = _read_manifest(path / MANIFEST, required=require_manifest)
        found = {file.name: _read_file(file) for file in _certificate_files(path)}
        if manifest is not None:
            _compare(found, manifest)
        authorities = [
            der for name, der in sorted(found.items()) if _accept(name, der, pinned=manifest is not None)
        ]
        if not authorities:
            raise EfirmaError(Code.TRUST_EMPTY, file=str(path))
        return cls.from_certificates(authorities)

    @classmethod
    def from_certificates(cls, ders: Iterable[bytes]) -> Self:
        """A store of these authorities, given in DER; repeated ones count once."""
        return cls(tuple(dict.fromkeys(ders)))

    def merge(self, other: "TrustStore") -> "TrustStore":
        """A store that trusts what either of both trusts."""
        return TrustStore.from_certificates((*self.authorities, *other.authorities))

    def verify(self, certificate: Certificate, *, at: datetime) -> tuple[bytes, ...]:
        """The chain in DER at the instant `at`: the leaf, its issuer (whom OCSP asks about)... the anchor.

        Raises EfirmaError: EXPIRED or NOT_YET_VALID when the leaf itself is out of its validity,
        UNTRUSTED_ISSUER when no valid chain ends in an authority of this store. A chain is built once a
        process: what an instant changes of it is only whether its links are valid then.
        """
        certificate.check_validity(at=at)
        kept = self._kept.get(certificate.der)
        if kept is not None and kept.not_before <= at <= kept.not_after:
            return kept.links
        # A whole chain up to a root says more; a pinned intermediate is nevertheless an anchor of its own.
        for anchors, links in ((self._roots, self._intermediates), (self._roots + self._intermediates, ())):
            chain = _build(certificate, anchors, links, at)
            if chain is not None:
                self._keep(certificate.der, chain)
                return chain.links
        raise EfirmaError(Code.UNTRUSTED_ISSUER)

    def _keep(self, der: bytes, chain: _Chain) -> None:
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[der] = chain

    @cached_property
    def _kept(self) -> dict[bytes, _Chain]:
        return {}

    @cached_property
    def _roots(self) -> tuple[x509.Certificate, ...]:
        return tuple(load_certificate(der) for der in self.authorities if walk(der).self_issued)

    @cached_property
    def _intermediates(self) -> tuple[x509.Certificate, ...]:
        return tuple(load_certificate(der) for der in self.authorities if not walk(der).self_issued)


def _build(
    certificate: Certificate,
    anchors: tuple[x509.Certificate, ...],
    links: tuple[x509.Certificate, ...],
    at: datetime,
) -> _Chain | None:
    if not anchors:
        return None
    builder = (
        verification.PolicyBuilder()
        .store(verification.Store(list(anchors)))
        .time(at)
        .max_chain_depth(MAX_DEPTH)
        # SAT's leaves carry no SAN, SKI or AKI: what they are for is judged by purpose.py, not by web rules.
        .extension_policies(ca_policy=_AUTHORITY_POLICY, ee_policy=verification.ExtensionPolicy.permit_all())
    )
    try:
        verified = builder.build_client_verifier().verify(certificate.x509, list(links))
    except (verification.VerificationError, ValueError):
        # ValueError: describing why a leaf with T61String failed, the library trips over its name.
        return None
    return _Chain.of(verified.chain)


def _constraints_allow(
    _policy: verification.Policy, _certificate: x509.Certificate, constraints: x509.BasicConstraints
) -> None:
    if not constraints.ca:
        raise ValueError("not an authority")


def _usage_allows(
    _policy: verification.Policy, _certificate: x509.Certificate, usage: x509.KeyUsage | None
) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("may not sign certificates")


_AUTHORITY_POLICY = (
    verification.ExtensionPolicy.permit_all()
    .require_present(x509.BasicConstraints, verification.Criticality.AGNOSTIC, _constraints_allow)
    .may_be_present(x509.KeyUsage, verification.Criticality.AGNOSTIC, _usage_allows)
)


def _certificate_files(path: Path) -> list[Path]:
    try:
        return [file for file in path.iterdir() if file.is_file() and file.suffix.lower() in SUFFIXES]
    except OSError as error:
        raise EfirmaError(Code.TRUST_EMPTY, file=str(path)) from error


def _read_file(file: Path) -> bytes:
    try:
        der = to_der(file.read_bytes())
        load_certificate(der)
    except (OSError, EfirmaError) as error:
        raise EfirmaError(Code.TRUST_UNREADABLE, file=file.name) from error
    return der


def _accept(name: str, der: bytes, *, pinned: bool) -> bool:
    if is_authority(load_certificate(der)):
        return True
    if pinned:
        raise EfirmaError(Code.TRUST_UNREADABLE, file=name)
    return False


def _read_manifest(file: Path, *, required: bool) -> dict[str, str] | None:
    try:
        content = json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        if required:
            raise EfirmaError(Code.TRUST_MANIFEST_MISSING, file=file.name) from error
        return None
    except (OSError, ValueError) as error:
        raise EfirmaError(Code.TRUST_MANIFEST_MALFORMED, file=file.name) from error
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise EfirmaError(Code.TRUST_MANIFEST_MALFORMED, file=file.name)
    return content


def _compare(found: dict[str, bytes], manifest: dict[str, str]) -> None:
    for name, der in found.items():
        if name not in manifest:
            raise EfirmaError(Code.TRUST_UNLISTED, file=name)
        if hashlib.sha256(der).hexdigest() != manifest[name].lower():
            raise EfirmaError(Code.TRUST_MISMATCH, file=name)
    for name in manifest:
        if name not in found:
            raise EfirmaError(Code.TRUST_ABSENT, file=name)
