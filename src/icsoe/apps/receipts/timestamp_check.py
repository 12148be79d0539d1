"""Whether a time-stamp token inside a seal is whole. No Django here.

It says nothing of who the time-stamping authority is: that trust is given where the token is asked for. It
makes sure that nobody touched the token: everything in it is either under its signature or vouched for by
another certificate inside it.
"""

import hashlib
from collections.abc import Sequence

from asn1crypto import cms, tsp
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity


class TimestampBroken(Exception):  # noqa: N818 - a finding
    """The token does not hold."""


def check_timestamp(attributes: cms.CMSAttributes, *, signature: bytes) -> None:
    """Return when the only unsigned attribute is one whole time-stamp of ``signature``."""
    if len(attributes) != 1 or attributes[0]["type"].native != "signature_time_stamp_token":
        raise TimestampBroken("an attribute we never add")
    if len(attributes[0]["values"]) != 1:
        raise TimestampBroken("several tokens")
    token = attributes[0]["values"][0]
    signed: cms.SignedData = token["content"]
    if signed["encap_content_info"]["content_type"].native != "tst_info":
        raise TimestampBroken("not a time-stamp token")
    _check_imprint(signed["encap_content_info"]["content"].parsed, signature)
    _check_signed(signed)
    _check_certificates(signed)


def _check_imprint(info: tsp.TSTInfo, signature: bytes) -> None:
    imprint = info["message_imprint"]
    name = imprint["hash_algorithm"]["algorithm"].native
    if name not in {"sha256", "sha384", "sha512"}:
        raise TimestampBroken("a weak hash")
    if imprint["hashed_message"].native != hashlib.new(name, signature).digest():
        raise TimestampBroken("a token for something else")


def _check_signed(signed: cms.SignedData) -> None:
    info = extract_signer_info(signed)
    signer = extract_certificate_info(signed).signer_cert
    content = bytes(signed["encap_content_info"]["content"])
    digest = hashlib.new(info["digest_algorithm"]["algorithm"].native, content).digest()
    intact, valid = validate_sig_integrity(
        info, signer, expected_content_type="tst_info", actual_digest=digest
    )
    algorithms = [each.dump() for each in signed["digest_algorithms"]]
    whole = (
        signed["version"].native == "v3"
        and info["version"].native in {"v1", "v3"}
        and algorithms == [info["digest_algorithm"].dump()]
        and not info["unsigned_attrs"]
    )
    if not (intact and valid and whole):
        raise TimestampBroken("the token was touched")


def _check_certificates(signed: cms.SignedData) -> None:
    """Each certificate inside is signed by another one inside, or by itself; the signer's hash is signed."""
    signer = extract_certificate_info(signed).signer_cert.dump()
    inside = [pyca.load_der_x509_certificate(each.chosen.dump()) for each in signed["certificates"]]
    for certificate in inside:
        if certificate.public_bytes(Encoding.DER) != signer and not _is_vouched(certificate, inside):
            raise TimestampBroken("a certificate in the token was touched")


def _is_vouched(certificate: pyca.Certificate, inside: Sequence[pyca.Certificate]) -> bool:
    for issuer in inside:
        try:
            certificate.verify_directly_issued_by(issuer)
        except Exception:  # noqa: S112 - one of many candidates; the library's errors share no base
            continue
        return True
    return False
