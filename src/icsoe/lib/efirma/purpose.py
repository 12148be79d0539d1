"""What a certificate is for: an e.firma is accepted by a positive rule, all else is refused."""

from icsoe.lib.efirma.certificate import Certificate
from icsoe.lib.efirma.errors import Code, EfirmaError

CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
_ONE_OF = frozenset({"key_agreement", "data_encipherment"})


def require_efirma(certificate: Certificate) -> None:
    """Accept no OU, digitalSignature with keyAgreement or dataEncipherment, clientAuth, and not an authority.

    Raises EfirmaError: SEAL_CERTIFICATE for a CSD (it has an OU), NOT_EFIRMA for anything else.
    """
    if certificate.organisational_unit is not None:
        raise EfirmaError(Code.SEAL_CERTIFICATE)
    usage = certificate.key_usage
    positive = (
        "digital_signature" in usage
        and usage & _ONE_OF
        and CLIENT_AUTH in certificate.extended_key_usage
        and not certificate.is_authority
    )
    if not positive:
        raise EfirmaError(Code.NOT_EFIRMA)
