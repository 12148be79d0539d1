"""The frozen verdict over an e.firma: numbered steps, one error family, a stop at the first step that fails.

The same nine steps serve to enter and to present; only the text that was signed differs. Revocation is asked
last, because it is the only step that leaves the machine.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from icsoe.lib.efirma.certificate import Certificate, read_certificate
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.challenge import Challenge, check_entry_text
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.policy import Decision, Mark, Outcome, RevocationPolicy, decide
from icsoe.lib.efirma.purpose import require_efirma
from icsoe.lib.efirma.revocation import RevocationAnswer
from icsoe.lib.efirma.signature import verify_signature

FILING_PREFIX = "||ICSOE-INFORMATIVA|1.0|"

AskRevocation = Callable[[Certificate, bytes], RevocationAnswer]
"""Takes the certificate and its issuer in DER; answers, UNAVAILABLE included, and does not raise."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the verification: its number from 1, a stable name and its Spanish title."""

    number: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `passed` holds the steps that held, in order; `failed` and `error` are set together or
    not at all.

    `chain` is in DER, leaf first. `revocation` and `decision` are None unless the revocation step was
    reached.
    """

    at: datetime
    passed: tuple[Step, ...] = ()
    failed: Step | None = None
    error: EfirmaError | None = None
    certificate: Certificate | None = None
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    revocation: RevocationAnswer | None = None
    decision: Decision | None = None

    @property
    def accepted(self) -> bool:
        """Whether every step held and nothing is left to ask."""
        return self.error is None and self.decision is not None and self.decision.outcome is Outcome.ACCEPTED

    @property
    def pending(self) -> bool:
        """Whether every step held but the revocation must be asked again."""
        return self.error is None and self.decision is not None and self.decision.outcome is Outcome.PENDING

    def require(self) -> Certificate:
        """The certificate when no step failed (accepted or pending); otherwise raises the EfirmaError of the
        step.
        """
        if self.error is not None:
            raise self.error
        if self.certificate is None:
            raise ValueError("a verdict without steps")
        return self.certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What came from the browser: the certificate's bytes, the text it signed, and the raw signature."""

    certificate: bytes
    text: str
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Against what to judge: who is trusted, how revocation is asked, and what its silence means."""

    trust: TrustStore
    policy: RevocationPolicy
    ask_revocation: AskRevocation | None = None

    def __post_init__(self) -> None:
        if self.policy is not RevocationPolicy.OFF and self.ask_revocation is None:
            raise ValueError("this policy needs a way to ask")


def verify_entry(
    submission: Submission,
    rules: Rules,
    *,
    challenge: Challenge,
    host: str,
    at: datetime,
    expected_rfc: str | None = None,
    admit_pending: bool = False,
) -> Verdict:
    """Judge the signature of a person who enters. `expected_rfc` when the session already belongs to one.

    With `admit_pending` an unavailable revocation answer lets the person in, marked; otherwise the last step
    fails with REVOCATION_UNAVAILABLE. An *unknown* answer never lets in. Using the challenge once is the
    caller's to keep.
    """

    def check_text(certificate: Certificate) -> None:
        check_entry_text(submission.text, challenge, certificate_number=certificate.number, host=host, at=at)

    def refuse(decision: Decision) -> Code | None:
        return _refuse_entry(decision, admit_pending=admit_pending)

    return _judge(_Case(submission, rules, expected_rfc, check_text, refuse, at))


def verify_filing_signature(
    submission: Submission, rules: Rules, *, session_rfc: str, signed_at: datetime
) -> Verdict:
    """Judge the signature over a filing's text, which the caller built from what it froze and not from the
    browser.

    `signed_at` is the database's instant at receipt. The verdict may be pending: kept, and asked again later.
    """

    def check_text(certificate: Certificate) -> None:
        _check_filing_text(submission.text, certificate)

    return _judge(_Case(submission, rules, session_rfc, check_text, _refuse_filing, signed_at))


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything a judgement needs, so that each step takes only the verdict so far."""

    submission: Submission
    rules: Rules
    expected_rfc: str | None
    check_text: Callable[[Certificate], None]
    refuse: Callable[[Decision], Code | None]
    at: datetime


def _judge(case: _Case) -> Verdict:
    verdict, passed = Verdict(at=case.at), 0
    for step, act in _ACTS:
        try:
            verdict = act(case, verdict)
        except EfirmaError as error:
            return replace(verdict, passed=STEPS[:passed], failed=step, error=error)
        passed += 1
    return _judge_revocation(case, replace(verdict, passed=STEPS[:passed]))


def _read(case: _Case, verdict: Verdict) -> Verdict:
    return replace(verdict, certificate=read_certificate(case.submission.certificate))


def _check_key(_case: _Case, verdict: Verdict) -> Verdict:
    _ = verdict.require().public_key
    return verdict


def _check_purpose(_case: _Case, verdict: Verdict) -> Verdict:
    require_efirma(verdict.require())
    return verdict


def _check_validity(case: _Case, verdict: Verdict) -> Verdict:
    verdict.require().check_validity(at=case.at)
    return verdict


def _build_chain(case: _Case, verdict: Verdict) -> Verdict:
    return replace(verdict, chain=case.rules.trust.verify(verdict.require(), at=case.at))


def _check_holder(case: _Case, verdict: Verdict) -> Verdict:
    certificate, expected = verdict.require(), case.expected_rfc
    if expected is None or certificate.rfc == expected:
        return verdict
    physical_for_moral = certificate.person_type == "fisica" and len(expected) == 12
    raise EfirmaError(Code.REPRESENTATIVE_OWN if physical_for_moral else Code.OTHER_RFC)


def _check_text(case: _Case, verdict: Verdict) -> Verdict:
    case.check_text(verdict.require())
    return verdict


def _check_signature(case: _Case, verdict: Verdict) -> Verdict:
    verify_signature(verdict.require(), case.submission.text.encode("utf-8"), case.submission.signature)
    return verdict


_ACTS: tuple[tuple[Step, Callable[[_Case, Verdict], Verdict]], ...] = (
    (Step(1, "certificate", "El certificado se puede leer"), _read),
    (Step(2, "key", "La llave es RSA de 2048 bits o más"), _check_key),
    (Step(3, "purpose", "El certificado es de una e.firma"), _check_purpose),
    (Step(4, "validity", "La e.firma está vigente"), _check_validity),
    (Step(5, "chain", "La emitió una autoridad reconocida"), _build_chain),
    (Step(6, "holder", "El RFC es el esperado"), _check_holder),
    (Step(7, "text", "El texto firmado es el que se pidió"), _check_text),
    (Step(8, "signature", "La firma corresponde al texto y al certificado"), _check_signature),
)
_REVOCATION = Step(9, "revocation", "La e.firma no está revocada")
STEPS = (*(step for step, _ in _ACTS), _REVOCATION)


def _judge_revocation(case: _Case, verdict: Verdict) -> Verdict:
    """The last step keeps its evidence in the verdict whether it holds or not."""
    answer = _ask(verdict.require(), verdict.chain, case.rules)
    decision = decide(case.rules.policy, answer, signed_at=case.at)
    judged = replace(verdict, revocation=answer, decision=decision)
    code = case.refuse(decision)
    if code is not None:
        return replace(judged, failed=_REVOCATION, error=EfirmaError(code))
    return replace(judged, passed=(*verdict.passed, _REVOCATION))


def _refuse_filing(decision: Decision) -> Code | None:
    return Code.REVOKED if decision.outcome is Outcome.REFUSED else None


def _refuse_entry(decision: Decision, *, admit_pending: bool) -> Code | None:
    if decision.outcome is not Outcome.PENDING:
        return _refuse_filing(decision)
    if decision.mark is Mark.UNKNOWN:
        return Code.REVOCATION_UNKNOWN
    return None if admit_pending else Code.REVOCATION_UNAVAILABLE


def _check_filing_text(text: str, certificate: Certificate) -> None:
    """The two kinds of signed text can never meet, and a filing names the RFC that signs it."""
    if not text.startswith(FILING_PREFIX) or not text.endswith("||"):
        raise EfirmaError(Code.FILING_TEXT_MALFORMED)
    if text.removeprefix(FILING_PREFIX).split("|", 1)[0] != certificate.rfc:
        raise EfirmaError(Code.FILING_TEXT_OTHER_RFC)


def _ask(certificate: Certificate, chain: tuple[bytes, ...], rules: Rules) -> RevocationAnswer | None:
    if rules.policy is RevocationPolicy.OFF or rules.ask_revocation is None:
        return None
    return rules.ask_revocation(certificate, chain[1])
