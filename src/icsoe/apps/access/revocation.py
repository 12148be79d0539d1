"""Asking whether a certificate was revoked, and keeping every answer as evidence."""

import secrets
from datetime import datetime

from icsoe.apps.access import gateways
from icsoe.apps.access.models import RevocationCheck, SeenCertificate
from icsoe.apps.audit.statement import Statement, stored
from icsoe.lib.efirma.certificate import Certificate
from icsoe.lib.efirma.revocation import (
    NONCE_BYTES,
    TOLERANCE,
    RevocationAnswer,
    RevocationStatus,
    check,
)

_EVIDENCE = Statement.of("icsoe.apps.access", "evidence")


class Asker:
    """Answers for one verification: a fresh kept answer first, the responder otherwise.

    Holds what was asked so that the caller can store it in its own transaction; and the certificate, where it
    had been seen before.
    """

    def __init__(self, *, at: datetime) -> None:
        self._at = at
        self.answer: RevocationAnswer | None = None
        self.kept: RevocationCheck | None = None
        self.seen: SeenCertificate | None = None

    def __call__(self, certificate: Certificate, issuer: bytes) -> RevocationAnswer:
        self.seen, self.kept = _evidence(certificate.sha256, self._at)
        self.answer = _answer_of(self.kept) if self.kept else _ask(certificate, issuer, self._at)
        return self.answer

    def keep(self, seen: SeenCertificate) -> RevocationCheck | None:
        """Store the answer beside its certificate, once; None when nobody was asked."""
        if self.answer is None or self.kept is not None:
            return self.kept
        self.kept = RevocationCheck.objects.create(
            certificate=seen,
            status=self.answer.status.value,
            checked_at=self._at,
            produced_at=self.answer.produced_at,
            revoked_at=self.answer.revoked_at,
            nonce=self.answer.nonce,
            raw=self.answer.raw,
            reason=self.answer.reason,
        )
        return self.kept


def _ask(certificate: Certificate, issuer: bytes, at: datetime) -> RevocationAnswer:
    return check(
        certificate,
        issuer,
        transport=gateways.post_ocsp,
        at=at,
        nonce=secrets.token_bytes(NONCE_BYTES),
        breaker=gateways.BREAKER,
    )


def _evidence(sha256: str, at: datetime) -> tuple[SeenCertificate | None, RevocationCheck | None]:
    """The certificate as kept, and the newest good answer of the last five minutes: as fresh as a new one."""
    found = _EVIDENCE.named(sha256=sha256, after=at - TOLERANCE, until=at + TOLERANCE)
    if found is None:
        return None, None
    return stored(SeenCertificate, found), stored(RevocationCheck, found, prefix="check_")


def _answer_of(kept: RevocationCheck) -> RevocationAnswer:
    return RevocationAnswer(
        status=RevocationStatus(kept.status),
        produced_at=kept.produced_at,
        revoked_at=kept.revoked_at,
        raw=bytes(kept.raw) if kept.raw else None,
        nonce=bytes(kept.nonce) if kept.nonce else None,
    )
