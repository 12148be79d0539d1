"""The seal of the PDF: PAdES, over the whole file, certified so that no change at all is allowed.

Profile B-B without a time-stamping authority, B-T with one (``TIMESTAMP_URL``), B-LT when its authorities
are known too (``TIMESTAMP_ANCHORS``), all in one revision, so that the signature covers every byte of the
file but its own. What a time-stamping authority gives here is no NOM-151 constancy and is never called one.
"""

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    PdfSigningSession,
    SigDSSPlacementPreference,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from icsoe.apps.receipts.sealers import Sealer
from icsoe.apps.receipts.twin import MARK

FIELD = "SelloDelInstituto"
DIGEST = "sha256"
# Room in the file for the signature: what never varies beside the certificates, and a time-stamp token.
_FIXED_BYTES, _TIMESTAMP_BYTES = 1536, 10240


@dataclass(frozen=True)
class TimestampAuthority:
    """Who dates the seal: its client, and its authorities in DER (none: the profile stays at B-T)."""

    client: TimeStamper
    anchors: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class SealedPdf:
    """The file and the PAdES profile it reached."""

    content: bytes
    profile: str


def seal_pdf(
    pdf: bytes, *, sealer: Sealer, folio: str, at: datetime, authority: TimestampAuthority | None = None
) -> SealedPdf:
    """``pdf`` certified by the sealer at ``at``. Raises SealError, or what the dating client raises."""
    content = asyncio.run(_seal(pdf, sealer, folio, at, authority))
    return SealedPdf(content, profile_of(authority))


def profile_of(authority: TimestampAuthority | None) -> str:
    """The profile a seal gets with this time-stamping authority."""
    if authority is None:
        return "B-B"
    return "B-LT" if authority.anchors else "B-T"


async def _seal(
    pdf: bytes, sealer: Sealer, folio: str, at: datetime, authority: TimestampAuthority | None
) -> bytes:
    writer = _Sealing(io.BytesIO(pdf))
    signer = PdfSigner(
        _metadata(sealer, folio, at, authority),
        _signer(sealer),
        timestamper=authority.client if authority else None,
        new_field_spec=SigFieldSpec(FIELD),
    )
    session = signer.init_signing_session(writer)
    session.system_time = at
    return await _finish(session, writer, _room(sealer, authority), at)


async def _finish(
    session: PdfSigningSession, writer: IncrementalPdfFileWriter, room: int, at: datetime
) -> bytes:
    validation = await session.perform_presign_validation(writer)
    prepared = session.prepare_tbs_document(validation_info=validation, bytes_reserved=room)
    digest, output = prepared.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=at)
    signed = await prepared.perform_signature(digest.document_digest, attributes)
    await signed.post_signature_processing(output)
    output.seek(0)
    content: bytes = output.read()
    return content


def _metadata(
    sealer: Sealer, folio: str, at: datetime, authority: TimestampAuthority | None
) -> PdfSignatureMetadata:
    lasting = authority is not None and bool(authority.anchors)
    return PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        reason=f"{MARK} {folio}",
        embed_validation_info=lasting,
        validation_context=_context(sealer, authority.anchors, at) if authority and lasting else None,
        signer_key_usage={"digital_signature"},
        dss_settings=DSSContentSettings(
            include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
    )


def _context(sealer: Sealer, anchors: tuple[bytes, ...], at: datetime) -> ValidationContext:
    """What makes the seal verifiable for long: both chains; revocation where the authorities publish it."""
    roots = [asn1.Certificate.load(der) for der in (*sealer.chain[-1:], *anchors)]
    links = [asn1.Certificate.load(der) for der in sealer.chain[:-1]]
    return ValidationContext(
        trust_roots=roots, other_certs=links, moment=at, allow_fetching=False, revocation_mode="soft-fail"
    )


def _room(sealer: Sealer, authority: TimestampAuthority | None) -> int:
    """Hexadecimal digits to reserve; known beforehand, so that nothing has to be signed twice."""
    certificates = len(sealer.certificate) + sum(len(der) for der in sealer.chain)
    return 2 * (certificates + _FIXED_BYTES + (_TIMESTAMP_BYTES if authority else 0))


def _signer(sealer: Sealer) -> Signer:
    return _SealSigner(sealer)


class _Sealing(IncrementalPdfFileWriter):
    """Leaves the metadata as Typst wrote it for PDF/A: pyHanko would date it by a clock that is not ours."""

    def _update_meta(self) -> None:
        return


class _SealSigner(Signer):
    """Any sealer of ours, as pyHanko wants it."""

    def __init__(self, sealer: Sealer) -> None:
        certificate = _certificate(sealer.certificate)
        super().__init__(signing_cert=certificate)
        self.cert_registry.register_multiple(_certificate(der) for der in sealer.chain)
        self._sealer = sealer
        self._size = certificate.public_key.byte_size

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != DIGEST:
            raise ValueError(f"the seal signs with {DIGEST}, not {digest_algorithm}")
        return b"\0" * self._size if dry_run else self._sealer.sign(data)


@lru_cache(maxsize=8)
def _certificate(der: bytes) -> asn1.Certificate:
    return asn1.Certificate.load(der)
