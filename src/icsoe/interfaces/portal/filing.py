"""Review and sign: what will be signed, on one page and as files; then the signature."""

import secrets
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.audit import clock
from icsoe.apps.contracts.sending import sent_captures
from icsoe.apps.filings import reviews, selectors, services
from icsoe.apps.filings.agreement import ReviewChanged
from icsoe.interfaces.portal.forms.clerks import NoteForm
from icsoe.interfaces.portal.forms.worker import read_id
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.changes import change_sentences
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.interfaces.portal.presenters.review import review_page
from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.interfaces.portal.signed import BadRequest, bad_request, read_signed, refused, refused_signature
from icsoe.lib.efirma.errors import EfirmaError
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused
from icsoe.ui.parts import SignBox


@writes(Permission.REVIEW)
def review(request: VisitRequest, period: Period) -> HttpResponse:
    """Everything that will be signed; the bytes are frozen as it is shown."""
    visit = request.visit
    shown = reviews.show_review(provider_rfc=visit.provider_rfc, period=period, by=visit.actor, at=visit.at)
    if shown.standing is not None and shown.type is None:
        messages.info(request, _("La informativa de este periodo ya está presentada. Este es su acuse."))
        return HttpResponseRedirect(reverse("portal:receipt", args=[shown.standing.folio]))
    presented = review_page(shown, period, visit.at, offset=_offset(request, len(shown.facts.contracts)))
    box = sign_box(shown, period, visit.at) if visit.can(Permission.SIGN) else None
    return page(
        request,
        "portal/review.html",
        {"review": presented, "box": box, **_sending(request, period, shown.review is not None)},
        current="contratos",
    )


def _offset(request: VisitRequest, contracts: int) -> int:
    """How many contracts to skip; the first page when nothing would be left."""
    asked = read_id(request.GET, "desde")
    return asked if asked < contracts else 0


@reads(Permission.REVIEW)
def document(request: VisitRequest, period: Period, sha256: str) -> HttpResponse:
    """The exact bytes to sign, for the browser to hash and for the person to keep."""
    content = selectors.document_of(request.visit.provider_rfc, period, sha256)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="informativa-{period}-{sha256[:12]}.json"'
    return response


@reads(Permission.REVIEW)
def roster(request: VisitRequest, period: Period, sha256: str) -> HttpResponse:
    """The canonical list of workers that a document names by this hash."""
    content = selectors.roster_of(request.visit.provider_rfc, period, sha256)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trabajadores-{period}-{sha256[:12]}.csv"'
    return response


@writes(Permission.SIGN)
def present(request: VisitRequest, period: Period) -> JsonResponse:
    """Take the signature of what was shown; the same key always gets the same folio."""
    try:
        body = read_signed(request)
        signed = services.Signed(
            document_sha256=body.text("document_sha256"),
            certificate=body.data("certificate"),
            signature=body.data("signature"),
            idempotency_key=body.text("idempotency_key", longest=64),
        )
        filing = services.present(
            provider_rfc=request.visit.provider_rfc,
            period=period,
            signed=signed,
            by=request.visit.actor,
            at=clock.now(),
        )
    except BadRequest:
        return bad_request()
    except EfirmaError as error:
        return refused_signature(error)
    except ReviewChanged as changed:
        return refused(
            "review_changed",
            sentence(changed.findings[0]),
            errors=change_sentences(changed.changes),
            status=409,
        )
    except Refused as refusal:
        sentences = [sentence(finding) for finding in refusal.findings if finding.is_error]
        return refused(refusal.findings[0].code, sentences[0], errors=sentences[1:], status=409)
    return JsonResponse({"redirect": reverse("portal:receipt", args=[filing.folio])})


def _sending(request: VisitRequest, period: Period, complete: bool) -> dict[str, object]:
    """What stands in place of the sign box for who does not sign, and what was said to who does."""
    visit = request.visit
    sent = sent_captures([visit.provider_rfc]).get((visit.provider_rfc, period))
    may_send = complete and sent is None and visit.can(Permission.SEND_TO_SIGNATURE)
    return {
        "sent": sent,
        "sent_when": instant_words(sent.sent_at) if sent is not None and sent.sent_at else "",
        "note_form": NoteForm() if may_send else None,
        "may_return": sent is not None and visit.can(Permission.RETURN_TO_CAPTURE),
    }


def sign_box(shown: reviews.Shown, period: Period, at: datetime) -> SignBox | None:
    """What the browser needs to sign the frozen review; None while something blocks it."""
    if shown.review is None:
        return None
    return SignBox(
        purpose="filing",
        endpoint=reverse("portal:present", args=[period]),
        now=at.isoformat(),
        document_url=reverse("portal:document", args=[period, shown.review.document_id]),
        session_rfc=shown.review.provider_id,
        rfc=shown.review.provider_id,
        period=str(period),
        type=shown.review.type,
        replaces=shown.replaces.folio if shown.replaces else "",
        contracts=shown.review.contract_count,
        workers=shown.review.worker_count,
        idempotency_key=secrets.token_hex(16),
    )
