"""What verifying a receipt can find, in words. No Django here."""

from dataclasses import dataclass
from enum import StrEnum

from icsoe.apps.receipts.twin import SealedTwin


class Kind(StrEnum):
    """The five answers. Superseded and void are only known by asking the portal."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    VOID = "void"
    ALTERED = "altered"
    NOT_OURS = "not_ours"


class Code(StrEnum):
    """Why a receipt failed; stable."""

    UNREADABLE = "unreadable"
    OTHER_SEALER = "other_sealer"
    FILE_CHANGED = "file_changed"
    SEAL_BROKEN = "seal_broken"
    SEAL_CHAIN = "seal_chain"
    DATED_LATER = "dated_later"
    SIGNATURE_BROKEN = "signature_broken"
    CERTIFICATE_REFUSED = "certificate_refused"
    REVOCATION_REFUSED = "revocation_refused"
    DOCUMENT_DIFFERS = "document_differs"
    FIGURES_DISAGREE = "figures_disagree"


MESSAGES: dict[Code, str] = {
    Code.UNREADABLE: "El archivo no contiene un acuse que se pueda leer.",
    Code.OTHER_SEALER: "El acuse no está sellado por el Instituto.",
    Code.FILE_CHANGED: "El archivo PDF no es el que selló el Instituto: se modificó después.",
    Code.SEAL_BROKEN: "El contenido del acuse no es el que selló el Instituto: se modificó después.",
    Code.SEAL_CHAIN: "El certificado del sello no proviene de la autoridad de sellos del Instituto.",
    Code.DATED_LATER: "El acuse tiene una fecha que todavía no llega.",
    Code.SIGNATURE_BROKEN: "La firma del contratista no corresponde a la cadena original.",
    Code.CERTIFICATE_REFUSED: "El certificado del firmante no era una e.firma vigente del contratista.",
    Code.REVOCATION_REFUSED: "La respuesta sobre la vigencia del certificado no respalda al acuse.",
    Code.DOCUMENT_DIFFERS: "El documento entregado no es el que se firmó.",
    Code.FIGURES_DISAGREE: "La cadena original, los totales y los contratos del acuse no concuerdan.",
}


class Note(StrEnum):
    """What could not be checked, or is worth saying, though nothing failed."""

    DOCUMENT_NOT_GIVEN = "document_not_given"
    EVIDENCE_NOT_KEPT = "evidence_not_kept"
    REVOCATION_OPEN = "revocation_open"
    REVOKED_LATER = "revoked_later"
    STANDING_NOT_ASKED = "standing_not_asked"


NOTES: dict[Note, str] = {
    Note.DOCUMENT_NOT_GIVEN: "No se comparó el documento firmado porque no se entregó.",
    Note.EVIDENCE_NOT_KEPT: "El acuse no lleva la respuesta sobre la vigencia; la afirma el sello.",
    Note.REVOCATION_OPEN: "La vigencia del certificado no se había confirmado al emitir el acuse.",
    Note.REVOKED_LATER: "El certificado se revocó después de la firma, que sigue siendo válida.",
    Note.STANDING_NOT_ASKED: "No se consultó si otra informativa la sustituyó o la dejó sin efectos.",
}


class ReceiptVerificationError(Exception):
    """A step failed. ``detail`` is for operators, in English, and carries no personal data."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.message = MESSAGES[code]
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the verification: its number from 1, a stable name and its Spanish title."""

    number: int
    name: str
    title: str


@dataclass(frozen=True)
class Verdict:
    """The answer, the steps that held in order, those that had nothing to look at, the one that failed with
    its error, and the notes.

    ``twin`` is what the receipt says, only to be shown when ``kind`` says it can be believed.
    """

    kind: Kind
    passed: tuple[Step, ...] = ()
    skipped: tuple[Step, ...] = ()
    failed: Step | None = None
    error: ReceiptVerificationError | None = None
    twin: SealedTwin | None = None
    notes: tuple[Note, ...] = ()

    @property
    def is_intact(self) -> bool:
        """Whether every step held, whatever became of the receipt later."""
        return self.error is None
