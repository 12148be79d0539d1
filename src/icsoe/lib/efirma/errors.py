"""What can be wrong with an e.firma: one family, stable codes, Spanish sentences that say what to do."""

from enum import StrEnum


class Code(StrEnum):
    """Stable codes: stored in the audit log and translated by the layers above."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    WEAK_KEY = "weak_key"
    SEAL_CERTIFICATE = "seal_certificate"
    NOT_EFIRMA = "not_efirma"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    UNTRUSTED_ISSUER = "untrusted_issuer"
    OTHER_RFC = "other_rfc"
    REPRESENTATIVE_OWN = "representative_own"
    BAD_SIGNATURE = "bad_signature"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    REVOCATION_UNAVAILABLE = "revocation_unavailable"
    CHALLENGE_MALFORMED = "challenge_malformed"
    CHALLENGE_EXPIRED = "challenge_expired"
    CHALLENGE_OTHER_HOST = "challenge_other_host"
    CHALLENGE_OTHER_SESSION = "challenge_other_session"
    CHALLENGE_OTHER_CERTIFICATE = "challenge_other_certificate"
    FILING_TEXT_MALFORMED = "filing_text_malformed"
    FILING_TEXT_OTHER_RFC = "filing_text_other_rfc"
    OCSP_MALFORMED = "ocsp_malformed"
    OCSP_NOT_SUCCESSFUL = "ocsp_not_successful"
    OCSP_OTHER_CERTIFICATE = "ocsp_other_certificate"
    OCSP_OTHER_NONCE = "ocsp_other_nonce"
    OCSP_UNTRUSTED_SIGNER = "ocsp_untrusted_signer"
    OCSP_BAD_SIGNATURE = "ocsp_bad_signature"
    OCSP_STALE = "ocsp_stale"
    CRL_MALFORMED = "crl_malformed"
    CRL_OTHER_ISSUER = "crl_other_issuer"
    CRL_BAD_SIGNATURE = "crl_bad_signature"
    CRL_STALE = "crl_stale"
    TRUST_UNREADABLE = "trust_unreadable"
    TRUST_EMPTY = "trust_empty"
    TRUST_MANIFEST_MISSING = "trust_manifest_missing"
    TRUST_MANIFEST_MALFORMED = "trust_manifest_malformed"
    TRUST_UNLISTED = "trust_unlisted"
    TRUST_MISMATCH = "trust_mismatch"
    TRUST_ABSENT = "trust_absent"


MESSAGES: dict[Code, str] = {
    Code.MALFORMED: "El archivo no es un certificado que podamos leer. Elija el archivo .cer de su e.firma, "
    "tal como lo entregó el SAT.",
    Code.TOO_LARGE: "El archivo es demasiado grande para ser un certificado. "
    "Elija el archivo .cer de su e.firma.",
    Code.WEAK_KEY: "La llave del certificado no es segura: se necesita RSA de 2048 bits o más. "
    "Renueve su e.firma en el SAT.",
    Code.SEAL_CERTIFICATE: "Este es un certificado de sello digital (CSD), que sirve para facturar. "
    "Elija el certificado de su e.firma.",
    Code.NOT_EFIRMA: "El certificado no es una e.firma del SAT. Elija el archivo .cer de su e.firma.",
    Code.EXPIRED: "Su e.firma ya venció. Renuévela en el SAT y vuelva a intentarlo con la nueva.",
    Code.NOT_YET_VALID: "Su e.firma todavía no entra en vigor. "
    "Inténtelo de nuevo cuando empiece su vigencia.",
    Code.UNTRUSTED_ISSUER: "El certificado no fue emitido por una autoridad que el Instituto reconozca. "
    "Use una e.firma emitida por el SAT.",
    Code.OTHER_RFC: "La e.firma es de otro RFC. Use la e.firma del RFC con el que entró.",
    Code.REPRESENTATIVE_OWN: "Esta es la e.firma de una persona física. "
    "Para una persona moral use la e.firma de la empresa, no la de quien la representa.",
    Code.BAD_SIGNATURE: "La firma no corresponde al certificado o el texto cambió después de firmarse. "
    "Vuelva a firmar con el .cer y el .key de la misma e.firma.",
    Code.REVOKED: "Su e.firma fue revocada. Tramite una nueva en el SAT.",
    Code.REVOCATION_UNKNOWN: "El SAT no reconoce este certificado al preguntarle si sigue vigente. "
    "Verifique su e.firma en el SAT.",
    Code.REVOCATION_UNAVAILABLE: "En este momento no pudimos preguntar al SAT si su e.firma sigue vigente. "
    "Inténtelo de nuevo en unos minutos.",
    Code.CHALLENGE_MALFORMED: "El texto firmado para entrar no tiene la forma esperada. "
    "Vuelva a cargar la página e inténtelo de nuevo.",
    Code.CHALLENGE_EXPIRED: "Pasaron más de dos minutos desde que se abrió la página de entrada. "
    "Vuelva a cargarla e inténtelo de nuevo.",
    Code.CHALLENGE_OTHER_HOST: "El texto firmado es para otro sitio. "
    "Entre desde la página oficial del Instituto.",
    Code.CHALLENGE_OTHER_SESSION: "El texto firmado es de otra sesión. "
    "Vuelva a cargar la página e inténtelo de nuevo.",
    Code.CHALLENGE_OTHER_CERTIFICATE: "El texto firmado nombra otro certificado. "
    "Elija de nuevo el .cer y el .key de la misma e.firma.",
    Code.FILING_TEXT_MALFORMED: "El texto firmado no es el de una informativa. "
    "Vuelva a cargar la página y firme.",
    Code.FILING_TEXT_OTHER_RFC: "La informativa que se firmó es de otro RFC que el de la e.firma.",
    Code.OCSP_MALFORMED: "La respuesta del SAT sobre la vigencia del certificado no se pudo leer.",
    Code.OCSP_NOT_SUCCESSFUL: "El servicio de vigencia del SAT contestó que no puede atender la consulta.",
    Code.OCSP_OTHER_CERTIFICATE: "La respuesta del SAT es sobre otro certificado.",
    Code.OCSP_OTHER_NONCE: "La respuesta del SAT no es para nuestra pregunta.",
    Code.OCSP_UNTRUSTED_SIGNER: "La respuesta sobre la vigencia no la firmó el SAT ni quien el SAT autorizó.",
    Code.OCSP_BAD_SIGNATURE: "La firma de la respuesta sobre la vigencia no es válida.",
    Code.OCSP_STALE: "La respuesta del SAT sobre la vigencia no es de este momento.",
    Code.CRL_MALFORMED: "La lista de certificados revocados no se pudo leer.",
    Code.CRL_OTHER_ISSUER: "La lista de certificados revocados es de otra autoridad.",
    Code.CRL_BAD_SIGNATURE: "La firma de la lista de certificados revocados no es válida.",
    Code.CRL_STALE: "La lista de certificados revocados no está vigente.",
    Code.TRUST_UNREADABLE: "La carpeta de autoridades contiene un archivo que no es un certificado de "
    "autoridad.",
    Code.TRUST_EMPTY: "La carpeta de autoridades no contiene ningún certificado de autoridad.",
    Code.TRUST_MANIFEST_MISSING: "Falta el manifiesto (manifest.json) de la carpeta de autoridades.",
    Code.TRUST_MANIFEST_MALFORMED: "El manifiesto de la carpeta de autoridades no tiene la forma esperada.",
    Code.TRUST_UNLISTED: "La carpeta de autoridades contiene un certificado que su manifiesto no nombra.",
    Code.TRUST_MISMATCH: "Un certificado de la carpeta de autoridades no es el que su manifiesto dice.",
    Code.TRUST_ABSENT: "El manifiesto de autoridades nombra un certificado que no está en la carpeta.",
}


class EfirmaError(Exception):
    """An e.firma, a signature or the evidence about them was refused.

    `code` is stable, `message` is the Spanish sentence for a person (it carries no personal data), and
    `details` holds what a presenter or an operator may want to add, such as `not_after` or the name of a
    file.
    """

    def __init__(self, code: Code, **details: object) -> None:
        self.code = code
        self.message = MESSAGES[code]
        self.details = details
        super().__init__(f"{code}: {self.message}")
