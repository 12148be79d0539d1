"""Acts of entering: giving out a challenge, proving an e.firma, remembering its certificate."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from icsoe.apps.access import gateways
from icsoe.apps.access.enums import AccountKind
from icsoe.apps.access.models import Account, Challenge, RevocationCheck, SeenCertificate
from icsoe.apps.access.revocation import Asker
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind, Event
from icsoe.apps.audit.services import record
from icsoe.lib.efirma import challenge as profile
from icsoe.lib.efirma.certificate import Certificate, read_certificate
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.policy import Decision, RevocationPolicy, decide
from icsoe.lib.efirma.verdict import Rules, Submission, Verdict, verify_entry, verify_filing_signature


@dataclass(frozen=True)
class Proof:
    """An e.firma that held: its certificate as kept, the evidence about it, and the whole verdict."""

    certificate: Certificate
    seen: SeenCertificate
    revocation: RevocationCheck | None
    verdict: Verdict


def open_challenge(*, session_key: str, host: str, at: datetime) -> profile.Challenge:
    """Give a session fresh bytes to sign at this host, good for two minutes; old challenges are swept."""
    given = profile.Challenge.issue(host=host, nonce=secrets.token_bytes(profile.NONCE_BYTES), at=at)
    Challenge.objects.filter(expires_at__lt=at - profile.LIFETIME).delete()
    Challenge.objects.create(
        nonce=given.nonce.hex(), session=_digest(session_key), host=host, expires_at=given.expires
    )
    return given


def prove_entry(
    *, session_key: str, host: str, certificate: bytes, nonce: str, signature: bytes, by: Actor, at: datetime
) -> Proof:
    """Check that whoever holds the session holds the e.firma too. Raises EfirmaError.

    The challenge is spent first, in a transaction of its own: a refused proof cannot be tried again.
    """
    given = _spend(session_key, nonce, at)
    number = read_certificate(certificate).number
    text = profile.entry_text(
        host=given.host, nonce=given.nonce, expires=given.expires, certificate_number=number
    )
    asker = Asker(at=at)
    verdict = verify_entry(
        Submission(certificate=certificate, text=text, signature=signature),
        rules(asker),
        challenge=given,
        host=host,
        at=at,
        admit_pending=True,
    )
    with transaction.atomic():
        if verdict.error is not None:
            record(
                Event.ENTRY_REFUSED, by=by, at=at, subject=f"certificate:{number}", code=verdict.error.code
            )
        else:
            return _proof(verdict, asker, at)
    raise verdict.error


def prove_filing(
    *, certificate: bytes, cadena: str, signature: bytes, session_rfc: str, at: datetime
) -> Proof:
    """Check the signature over a filing's cadena as of ``at``, when it was received. Raises EfirmaError."""
    asker = Asker(at=at)
    verdict = verify_filing_signature(
        Submission(certificate=certificate, text=cadena, signature=signature),
        rules(asker),
        session_rfc=session_rfc,
        signed_at=at,
    )
    verdict.require()
    if asker.seen is not None and asker.kept is not None:  # nothing is new: nothing to write
        return Proof(verdict.require(), asker.seen, asker.kept, verdict)
    with transaction.atomic():
        return _proof(verdict, asker, at)


def remember(certificate: Certificate, *, at: datetime) -> SeenCertificate:
    """Keep a certificate that chains to the trusted authorities, with a fresh answer about its revocation."""
    chain = gateways.trust_store().verify(certificate, at=at)
    asker = Asker(at=at)
    asker(certificate, chain[1])
    with transaction.atomic():
        seen = _seen(certificate, chain[1], at)
        asker.keep(seen)
    return seen


def rules(asker: Asker) -> Rules:
    """Who is trusted and how revocation is asked, by the settings."""
    policy = gateways.revocation_policy()
    return Rules(
        trust=gateways.trust_store(),
        policy=policy,
        ask_revocation=None if policy is RevocationPolicy.OFF else asker,
    )


def holder_account(certificate: Certificate, *, at: datetime) -> Account:
    """The account of the certificate's RFC, made at its first entry; the name follows the certificate."""
    account, created = Account.objects.get_or_create(
        kind=AccountKind.HOLDER,
        key=certificate.rfc,
        defaults={"name": certificate.name, "email": certificate.email or "", "created_at": at},
    )
    if not created and account.name != certificate.name:
        account.name = certificate.name
        account.save(update_fields=["name"])
    return account


def note_entry(*, by: Actor, at: datetime, number: str) -> None:
    """Write into the log that a holder entered with the certificate ``number``."""
    record(Event.ENTERED, by=by, at=at, provider_rfc=by.key, subject=f"certificate:{number}")


def holder(certificate: Certificate, address: str) -> Actor:
    """The actor a proven certificate stands for."""
    return Actor(kind=ActorKind.HOLDER, key=certificate.rfc, name=certificate.name, address=address)


def recheck(
    seen: SeenCertificate, *, signed_at: datetime, at: datetime
) -> tuple[Decision, RevocationCheck | None]:
    """Ask again about a kept certificate; what that means for something signed at ``signed_at``."""
    asker = Asker(at=at)
    answer = asker(read_certificate(bytes(seen.der)), bytes(seen.issuer_der))
    decision = decide(gateways.revocation_policy(), answer, signed_at=signed_at)
    return decision, asker.keep(seen)


def note_leaving(*, by: Actor, at: datetime) -> None:
    """Write into the log that somebody closed the session."""
    record(Event.LEFT, by=by, at=at, provider_rfc=by.key if by.kind is ActorKind.HOLDER else "")


def _proof(verdict: Verdict, asker: Asker, at: datetime) -> Proof:
    certificate = verdict.require()
    seen = _seen(certificate, verdict.chain[1], at)
    return Proof(certificate=certificate, seen=seen, revocation=asker.keep(seen), verdict=verdict)


def _seen(certificate: Certificate, issuer: bytes, at: datetime) -> SeenCertificate:
    seen, _ = SeenCertificate.objects.get_or_create(
        sha256=certificate.sha256,
        defaults={
            "number": certificate.number,
            "rfc": certificate.rfc,
            "name": certificate.name,
            "der": certificate.der,
            "issuer_der": issuer,
            "not_before": certificate.not_before,
            "not_after": certificate.not_after,
            "first_seen_at": at,
        },
    )
    return seen


def _spend(session_key: str, nonce: str, at: datetime) -> profile.Challenge:
    """Mark the challenge used, at most once ever; EfirmaError when it is another session's or used."""
    mine = Challenge.objects.filter(nonce=nonce, session=_digest(session_key), used_at=None)
    given = mine.first()
    if given is None or mine.update(used_at=at) != 1:
        raise EfirmaError(Code.CHALLENGE_OTHER_SESSION)
    return profile.Challenge(host=given.host, nonce=bytes.fromhex(given.nonce), expires=given.expires_at)


def _digest(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()
