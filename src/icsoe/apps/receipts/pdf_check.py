"""Whether the seal of a PDF holds for every byte of the file. No Django here.

pyHanko reads the signature and checks digest, signed attributes and certification. What it rightly tolerates
elsewhere is not tolerated here: the signature's own bytes are outside the digest, so the whole CMS object is
built again from the parts that the signature or the chain vouch for, and must come out the same to the bit.
"""

from collections.abc import Sequence

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from icsoe.apps.receipts.timestamp_check import check_timestamp


class PdfSealBroken(Exception):  # noqa: N818 - a finding, said in the words of the verdict
    """The seal of the file does not hold; the text says where."""


def check_pdf_seal(data: bytes, reader: PdfFileReader, *, certificate: bytes, chain: Sequence[bytes]) -> None:
    """Return when the file was certified by ``certificate`` (DER, embedded with ``chain``), allows no change
    and has none: one revision signed, not a byte outside it. Raises PdfSealBroken."""
    try:
        _check(data, reader, certificate, chain)
    except PdfSealBroken:
        raise
    except Exception as error:  # hostile bytes: asn1crypto and pyHanko raise what they like
        raise PdfSealBroken("the signature cannot be read") from error


def _check(data: bytes, reader: PdfFileReader, certificate: bytes, chain: Sequence[bytes]) -> None:
    signatures = reader.embedded_signatures
    if len(signatures) != 1:
        raise PdfSealBroken(f"{len(signatures)} signatures where there must be one")
    (signature,) = signatures
    _check_certification(reader, signature)
    _check_coverage(data, signature)
    _check_integrity(signature, certificate)
    _check_container(signature, certificate, chain)


def _check_certification(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> None:
    certified = reader.root["/Perms"].raw_get("/DocMDP")
    signed = signature.sig_field.raw_get("/V")
    if signature.docmdp_level is not MDPPerm.NO_CHANGES or certified.reference != signed.reference:
        raise PdfSealBroken("the file is not certified against changes")


def _check_coverage(data: bytes, signature: EmbeddedPdfSignature) -> None:
    """The signed bytes and the signature's own hexadecimal digits are the whole file, end to end."""
    start, length, resume, rest = (int(each) for each in signature.byte_range)
    gap = data[length:resume]
    whole = start == 0 and 0 < length < resume and resume + rest == len(data)
    if not whole or gap != b"<" + signature.pkcs7_content.hex().upper().encode() + b">":
        raise PdfSealBroken("the seal does not cover the whole file")
    if signature.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        raise PdfSealBroken("the seal does not cover the whole file")


def _check_integrity(signature: EmbeddedPdfSignature, certificate: bytes) -> None:
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        x509.Certificate.load(certificate),
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    if not (intact and valid):
        raise PdfSealBroken("the file is not the one that was sealed")


def _check_container(signature: EmbeddedPdfSignature, certificate: bytes, chain: Sequence[bytes]) -> None:
    info = signature.signer_info
    stamped = info["unsigned_attrs"]
    has_timestamp = len(stamped) > 0 if stamped else False
    if has_timestamp:
        check_timestamp(stamped, signature=info["signature"].native)
    rebuilt = _rebuild(info, certificate, chain, with_timestamp=has_timestamp).dump()
    kept = signature.pkcs7_content
    if kept != rebuilt.ljust(len(kept), b"\0"):
        raise PdfSealBroken("the signature's container was touched")


def _rebuild(
    info: cms.SignerInfo, certificate: bytes, chain: Sequence[bytes], *, with_timestamp: bool
) -> cms.ContentInfo:
    """The CMS object as our sealing writes it, from what the signature and the chain vouch for."""
    signer = x509.Certificate.load(certificate)
    sha256 = cms.DigestAlgorithm({"algorithm": "sha256"})
    issuer = cms.IssuerAndSerialNumber({"issuer": signer.issuer, "serial_number": signer.serial_number})
    members = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
        "digest_algorithm": sha256,
        "signature_algorithm": cms.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        "signed_attrs": info["signed_attrs"],
        "signature": info["signature"].native,
    }
    if with_timestamp:
        members["unsigned_attrs"] = info["unsigned_attrs"]
    embedded = [x509.Certificate.load(der) for der in (certificate, *chain)]
    signed_data = {
        "version": "v1",
        "digest_algorithms": cms.DigestAlgorithms((sha256,)),
        "encap_content_info": {"content_type": "data"},
        "certificates": {cms.CertificateChoices(name="certificate", value=each) for each in embedded},
        "signer_infos": [cms.SignerInfo(members)],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed_data)})
