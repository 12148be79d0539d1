"""Verify a receipt offline: numbered steps, one error family, a frozen verdict. No Django and no database.

The steps stop at the first that fails. The seal vouches for everything; the rest is checked all the same, so
that nobody has to take the Institute's word for what can be computed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography.x509 import OCSPNonce, ocsp

from icsoe.apps.receipts.container import NotAReceipt, open_receipt
from icsoe.apps.receipts.facts import KINDS
from icsoe.apps.receipts.pdf_check import PdfSealBroken, check_pdf_seal
from icsoe.apps.receipts.seal import certificate_number, seal_chain, seal_claims, seal_holds
from icsoe.apps.receipts.twin import SealedTwin, local_text, sealed_bytes
from icsoe.apps.receipts.verdict import Code, Kind, Note, ReceiptVerificationError, Step, Verdict
from icsoe.lib.canonical.cadena import filing_cadena
from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.canonical.document import DocumentFacts, read_document
from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.efirma.certificate import Certificate, read_certificate
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.errors import EfirmaError
from icsoe.lib.efirma.purpose import require_efirma
from icsoe.lib.efirma.revocation import RevocationAnswer, RevocationStatus, read_response
from icsoe.lib.efirma.signature import verify_signature
from icsoe.lib.identifiers.folio import parse_filing_folio

# The authority is asked at the moment of presenting; an answer of another day says nothing about it.
EVIDENCE_AGE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What to verify and whom to trust: ``seal_anchors`` for the Institute's seal, ``trust`` for e.firmas."""

    data: bytes
    seal_anchors: TrustStore
    trust: TrustStore
    document: bytes | None
    at: datetime | None


class NothingToCheck(Exception):  # noqa: N818 - a finding
    """A step had nothing to look at; the note, if any, says what was missing."""

    def __init__(self, note: Note | None = None) -> None:
        super().__init__(note)
        self.note = note


def verify_receipt(
    data: bytes,
    *,
    seal_anchors: TrustStore,
    trust: TrustStore,
    document: bytes | None = None,
    at: datetime | None = None,
) -> Verdict:
    """Judge a receipt in PDF or JSON. Never raises for what the bytes hold.

    ``document`` is the signed document, compared when given; ``at``, when given, refuses receipts dated
    later. The verdict's kind is valid, altered or not_ours: whether a later filing superseded or voided it is
    not in the file (see ``with_standing``).
    """
    case = Case(data=data, seal_anchors=seal_anchors, trust=trust, document=document, at=at)
    verdict = Verdict(Kind.VALID, notes=(Note.STANDING_NOT_ASKED,))
    for step, act in _ACTS:
        try:
            verdict = act(case, verdict)
        except NothingToCheck as reason:
            verdict = replace(_note(verdict, reason.note), skipped=(*verdict.skipped, step))
        except ReceiptVerificationError as error:
            return replace(verdict, kind=_kind_of(error), failed=step, error=error)
        else:
            verdict = replace(verdict, passed=(*verdict.passed, step))
    return verdict


def with_standing(verdict: Verdict, kind: Kind) -> Verdict:
    """The verdict once the portal has said how an intact receipt stands (valid, superseded or void)."""
    if not verdict.is_intact:
        return verdict
    notes = tuple(note for note in verdict.notes if note is not Note.STANDING_NOT_ASKED)
    return replace(verdict, kind=kind, notes=notes)


def _kind_of(error: ReceiptVerificationError) -> Kind:
    foreign = error.code is Code.OTHER_SEALER or (error.code is Code.UNREADABLE and not error.detail)
    return Kind.NOT_OURS if foreign else Kind.ALTERED


def _twin(verdict: Verdict) -> SealedTwin:
    if verdict.twin is None:
        raise ReceiptVerificationError(Code.UNREADABLE)
    return verdict.twin


def _open(case: Case, verdict: Verdict) -> Verdict:
    try:
        return replace(verdict, twin=open_receipt(case.data).twin)
    except NotAReceipt as error:
        raise ReceiptVerificationError(Code.UNREADABLE, str(error) if error.is_marked else "") from error


def _check_origin(case: Case, verdict: Verdict) -> Verdict:
    try:
        claims = seal_claims(_twin(verdict).seal.certificate, case.seal_anchors.authorities)
    except EfirmaError as error:
        raise ReceiptVerificationError(Code.SEAL_CHAIN, error.code) from error
    if not claims:
        raise ReceiptVerificationError(Code.OTHER_SEALER)
    return verdict


def _check_file(case: Case, verdict: Verdict) -> Verdict:
    opened = open_receipt(case.data)
    if opened.reader is None:
        raise NothingToCheck
    seal = opened.twin.seal
    try:
        check_pdf_seal(case.data, opened.reader, certificate=seal.certificate, chain=seal.chain)
    except PdfSealBroken as error:
        raise ReceiptVerificationError(Code.FILE_CHANGED, str(error)) from error
    return verdict


def _check_seal(_case: Case, verdict: Verdict) -> Verdict:
    twin = _twin(verdict)
    if not seal_holds(twin.seal.certificate, sealed_bytes(twin), twin.seal.signature):
        raise ReceiptVerificationError(Code.SEAL_BROKEN)
    return verdict


def _check_seal_chain(case: Case, verdict: Verdict) -> Verdict:
    twin = _twin(verdict)
    seal, presented = twin.seal, twin.filing.presented_at
    chain = seal_chain(seal.certificate, seal.chain, case.seal_anchors.authorities, at=presented)
    # The chain stands outside the seal: only links that were really used may be there, root or no root.
    if chain is None or seal.chain not in (chain[1:], chain[1:-1]):
        raise ReceiptVerificationError(Code.SEAL_CHAIN)
    if seal.certificate_number != certificate_number(seal.certificate):
        raise ReceiptVerificationError(Code.SEAL_CHAIN, "another number")
    if case.at is not None and presented > case.at:
        raise ReceiptVerificationError(Code.DATED_LATER)
    return verdict


def _check_signature(_case: Case, verdict: Verdict) -> Verdict:
    filing = _twin(verdict).filing
    try:
        certificate = read_certificate(filing.certificate)
        verify_signature(certificate, filing.cadena.encode(), filing.signature)
    except EfirmaError as error:
        raise ReceiptVerificationError(Code.SIGNATURE_BROKEN, error.code) from error
    return verdict


def _check_certificate(case: Case, verdict: Verdict) -> Verdict:
    filing = _twin(verdict).filing
    try:
        certificate = read_certificate(filing.certificate)
        require_efirma(certificate)
        chain = case.trust.verify(certificate, at=filing.presented_at)
    except EfirmaError as error:
        raise ReceiptVerificationError(Code.CERTIFICATE_REFUSED, error.code) from error
    said = (filing.provider_rfc, filing.certificate_number, filing.issuer)
    if said != (certificate.rfc, certificate.number, chain[1]):
        raise ReceiptVerificationError(Code.CERTIFICATE_REFUSED, "not the one the receipt names")
    return verdict


def _check_revocation(_case: Case, verdict: Verdict) -> Verdict:
    filing = _twin(verdict).filing
    if filing.revocation_status not in ("good", "revoked"):
        raise NothingToCheck(Note.REVOCATION_OPEN)
    if filing.revocation_evidence is None:
        if filing.revocation_status == "revoked":
            raise ReceiptVerificationError(Code.REVOCATION_REFUSED, "revoked, and no answer kept")
        raise NothingToCheck(Note.EVIDENCE_NOT_KEPT)
    answer = _evidence(filing.revocation_evidence, read_certificate(filing.certificate), filing.issuer)
    _require_support(answer, filing.revocation_status, filing.presented_at)
    return verdict if answer.status is RevocationStatus.GOOD else _note(verdict, Note.REVOKED_LATER)


def _evidence(raw: bytes, certificate: Certificate, issuer: bytes) -> RevocationAnswer:
    """The kept answer read again, against its own nonce and the moment it was produced."""
    try:
        kept = ocsp.load_der_ocsp_response(raw)
        nonces = [each.value.nonce for each in kept.extensions if isinstance(each.value, OCSPNonce)]
        produced = kept.produced_at_utc
        nonce = nonces[0] if nonces else b""
        return read_response(raw, certificate=certificate, issuer=issuer, nonce=nonce, at=produced)
    except (EfirmaError, ValueError) as error:
        raise ReceiptVerificationError(Code.REVOCATION_REFUSED, str(error)) from error


def _require_support(answer: RevocationAnswer, status: str, presented_at: datetime) -> None:
    if answer.status != status or answer.produced_at is None:
        raise ReceiptVerificationError(Code.REVOCATION_REFUSED, f"the answer says {answer.status}")
    if abs(answer.produced_at - presented_at) > EVIDENCE_AGE:
        raise ReceiptVerificationError(Code.REVOCATION_REFUSED, "an answer of another day")
    if answer.status is RevocationStatus.REVOKED and (
        answer.revoked_at is None or answer.revoked_at <= presented_at
    ):
        raise ReceiptVerificationError(Code.REVOCATION_REFUSED, "revoked before presenting")


def _check_document(case: Case, verdict: Verdict) -> Verdict:
    if case.document is None:
        raise NothingToCheck(Note.DOCUMENT_NOT_GIVEN)
    if sha256_hex(case.document) != _twin(verdict).filing.document_sha256:
        raise ReceiptVerificationError(Code.DOCUMENT_DIFFERS, "another hash")
    try:
        document = read_document(case.document)
    except CanonicalError as error:
        raise ReceiptVerificationError(Code.DOCUMENT_DIFFERS, error.code) from error
    if _summary_of_document(document) != _summary_of_receipt(_twin(verdict)):
        raise ReceiptVerificationError(Code.DOCUMENT_DIFFERS, "it says something else than the receipt")
    return verdict


def _summary_of_document(document: DocumentFacts) -> tuple[object, ...]:
    replaced = document.replaces.folio if document.replaces else None
    lines = [(each.folio, each.start_date, each.end_date, each.workers) for each in document.contracts]
    return document.provider.rfc, document.year, document.number, document.type, replaced, sorted(lines)


def _summary_of_receipt(twin: SealedTwin) -> tuple[object, ...]:
    filing = twin.filing
    lines = [(each.folio, each.start_date, each.end_date, each.workers) for each in filing.contracts]
    return filing.provider_rfc, filing.year, filing.number, filing.type, filing.replaces, sorted(lines)


def _check_figures(_case: Case, verdict: Verdict) -> Verdict:
    twin = _twin(verdict)
    filing = twin.filing
    cadena = filing_cadena(
        rfc=filing.provider_rfc,
        year=filing.year,
        number=filing.number,
        type=filing.type,
        replaces=filing.replaces,
        contracts=len(filing.contracts),
        workers=sum(each.workers for each in filing.contracts),
        document_sha256=filing.document_sha256,
    )
    agree = (
        filing.cadena == cadena
        and filing.contract_total == len(filing.contracts)
        and filing.worker_total == sum(each.workers for each in filing.contracts)
        and twin.presented_local == local_text(filing.presented_at)
        and _folio_agrees(twin)
    )
    if not agree:
        raise ReceiptVerificationError(Code.FIGURES_DISAGREE)
    return verdict


def _folio_agrees(twin: SealedTwin) -> bool:
    try:
        folio = parse_filing_folio(twin.folio)
    except ValueError:
        return False
    said = (KINDS.get(twin.filing.type), twin.filing.year, twin.filing.number)
    return (folio.kind, folio.year, folio.period) == said


def _note(verdict: Verdict, note: Note | None) -> Verdict:
    return verdict if note is None else replace(verdict, notes=(*verdict.notes, note))


_ACTS: tuple[tuple[Step, Callable[[Case, Verdict], Verdict]], ...] = (
    (Step(1, "container", "El archivo contiene un acuse"), _open),
    (Step(2, "origin", "Dice estar sellado por el Instituto"), _check_origin),
    (Step(3, "file", "El archivo es el que se selló, completo"), _check_file),
    (Step(4, "seal", "El sello corresponde al contenido"), _check_seal),
    (Step(5, "seal_chain", "El certificado del sello proviene del Instituto"), _check_seal_chain),
    (Step(6, "signature", "La firma del contratista corresponde a la cadena original"), _check_signature),
    (Step(7, "certificate", "El firmante tenía una e.firma vigente"), _check_certificate),
    (Step(8, "revocation", "La e.firma no estaba revocada"), _check_revocation),
    (Step(9, "document", "El documento es el que se firmó"), _check_document),
    (Step(10, "figures", "La cadena, los totales y los contratos concuerdan"), _check_figures),
)
STEPS = tuple(step for step, _ in _ACTS)
