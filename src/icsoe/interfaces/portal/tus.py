"""Files sent in pieces by the tus protocol, version 1.0.0: core, creation and termination.

A cut connection costs the piece that was travelling at most. ADR 0009 says why this is ours.
"""

import base64
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    UnreadablePostError,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, uploads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.intake import transfers
from icsoe.apps.intake.transfers import MOST_OPEN, TransferError
from icsoe.interfaces.portal.load_place import Place, contract_place, period_place
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.lib.rulebook.refusal import Refused

VERSION = "1.0.0"
EXTENSIONS = "creation,termination"
PIECE_TYPE = "application/offset+octet-stream"
#: Bytes of one request, however long the file is.
MOST_PIECE = 64 * 1024 * 1024
_MOST_METADATA = 4096
_FAULTS = {"too_many": 429, "offset": 409, "overrun": 413, "busy": 423}

View = Callable[..., HttpResponse]


class Malformed(Exception):  # noqa: N818 - what the request is, not a failure of the program
    """A request that does not speak the protocol; ``status`` is the answer."""

    def __init__(self, status: int = 400) -> None:
        super().__init__(status)
        self.status = status


def speaks_tus(view: View) -> View:
    """Answer in the protocol, whatever happens, with a sentence that the page can show."""

    @wraps(view)
    def spoken(request: VisitRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = _answer(view, request, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        return response

    return spoken


def _answer(view: View, request: VisitRequest, *args: object, **kwargs: object) -> HttpResponse:
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        response = _refusal(412, "version", _("Actualice la página e inténtelo de nuevo."))
        response["Tus-Version"] = VERSION
        return response
    try:
        return view(request, *args, **kwargs)
    except (Malformed, UnreadablePostError) as error:
        status = error.status if isinstance(error, Malformed) else 400
        return _refusal(status, "malformed", _("El envío llegó dañado. Inténtelo de nuevo."))
    except TransferError as error:
        return _refusal(_FAULTS[error.code], error.code, _fault_words(error.code))
    except Refused as refusal:
        first = refusal.findings[0]
        return _refusal(422, first.code, sentence(first))
    except (ObjectDoesNotExist, Http404, PermissionDenied):
        return _refusal(404, "unknown", _("Esa carga ya no está. Elija el archivo de nuevo."))


def _refusal(status: int, code: str, message: str) -> HttpResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


def _fault_words(code: str) -> str:
    words = {
        "too_many": _(
            "Ya tiene %(most)s archivos a medio subir. Termine o cancele alguno, o espere media hora."
        )
        % {"most": MOST_OPEN},
        "offset": _("El envío no continúa donde se quedó. Inténtelo de nuevo."),
        "overrun": _("El archivo cambió mientras se subía. Elíjalo de nuevo."),
        "busy": _("Este archivo ya se está subiendo en otra ventana. Espere a que termine."),
    }
    return words[code]


@uploads(Permission.CAPTURE)
@speaks_tus
def tus_uploads(request: VisitRequest) -> HttpResponse:
    """What can be done (OPTIONS), and the beginning of a file (POST)."""
    if request.method == "OPTIONS":
        return _capabilities()
    if request.method != "POST":
        raise Malformed(405)
    told = read_metadata(request.headers.get("Upload-Metadata", ""))
    place = _place(request, told)
    visit = request.visit
    made = transfers.open_transfer(
        provider_rfc=visit.provider_rfc,
        period=place.period,
        folio=place.folio,
        file_name=told.get("filename", ""),
        length=_number(request, "Upload-Length"),
        by=visit.actor,
        at=visit.at,
    )
    response = HttpResponse(status=201)
    response["Location"] = reverse("portal:tus_upload", args=[made.public_id])
    return response


@uploads(Permission.CAPTURE)
@speaks_tus
def tus_upload(request: VisitRequest, transfer_id: UUID) -> HttpResponse:
    """How much has arrived (HEAD), the next piece (PATCH), or no more of it (DELETE)."""
    acts = {"OPTIONS": _options, "HEAD": _state, "PATCH": _piece, "DELETE": _give_up}
    act = acts.get(str(request.method))
    if act is None:
        raise Malformed(405)
    return act(request, transfer_id)


@writes(Permission.CAPTURE)
def tus_arrived(request: VisitRequest, transfer_id: UUID) -> HttpResponse:
    """Where the browser goes once the file has arrived: to its check, or back to the form when it was refused
    or something is still missing.
    """
    visit = request.visit
    try:
        one = transfers.hand_over(
            provider_rfc=visit.provider_rfc, transfer_id=transfer_id, by=visit.actor, at=visit.at
        )
    except Refused as refusal:
        messages.error(request, sentence(refusal.findings[0]))
        one = transfers.transfer(provider_rfc=visit.provider_rfc, transfer_id=transfer_id, by=visit.actor)
    if one.load is not None:
        return HttpResponseRedirect(reverse("portal:load", args=[one.load.public_id]))
    if one.folio:
        return HttpResponseRedirect(reverse("portal:load_new", args=[one.folio]))
    period = f"{one.year}-{one.number}"
    return HttpResponseRedirect(f"{reverse('portal:load_new_period')}?periodo={period}")


def read_metadata(text: str) -> dict[str, str]:
    """``name base64,name base64``: what the form said besides the file. Raises Malformed."""
    if len(text) > _MOST_METADATA:
        raise Malformed
    told = {}
    for pair in filter(None, (piece.strip() for piece in text.split(","))):
        name, _blank, value = pair.partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode("utf-8")
        except ValueError as error:  # no base64, or no text in it
            raise Malformed from error
    return told


def _place(request: VisitRequest, told: dict[str, str]) -> Place:
    folio = told.get("folio", "")
    if "\0" in folio:
        raise Malformed
    return (
        contract_place(request.visit, folio)
        if folio
        else period_place(request.visit, told.get("periodo", ""))
    )


def _capabilities() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = VERSION
    response["Tus-Extension"] = EXTENSIONS
    response["Tus-Max-Size"] = str(transfers.longest())
    return response


def _options(request: VisitRequest, transfer_id: UUID) -> HttpResponse:  # noqa: ARG001 - an act like the others
    return _capabilities()


def _state(request: VisitRequest, transfer_id: UUID) -> HttpResponse:
    visit = request.visit
    one = transfers.transfer(provider_rfc=visit.provider_rfc, transfer_id=transfer_id, by=visit.actor)
    response = HttpResponse(status=200)
    response["Upload-Offset"] = str(one.arrived)
    response["Upload-Length"] = str(one.length)
    return response


def _piece(request: VisitRequest, transfer_id: UUID) -> HttpResponse:
    if request.content_type != PIECE_TYPE:
        raise Malformed(415)
    size = _size(request)
    visit = request.visit
    one = transfers.add_piece(
        provider_rfc=visit.provider_rfc,
        transfer_id=transfer_id,
        offset=_number(request, "Upload-Offset"),
        size=size,
        source=request,
        by=visit.actor,
        at=visit.at,
    )
    response = HttpResponse(status=204)
    response["Upload-Offset"] = str(one.arrived)
    return response


def _give_up(request: VisitRequest, transfer_id: UUID) -> HttpResponse:
    visit = request.visit
    transfers.give_up(provider_rfc=visit.provider_rfc, transfer_id=transfer_id, by=visit.actor)
    return HttpResponse(status=204)


def _size(request: HttpRequest) -> int:
    """The bytes of this piece, as declared. Raises Malformed."""
    text = request.META.get("CONTENT_LENGTH") or ""
    if not text.isdecimal():
        raise Malformed(411)
    if int(text) > MOST_PIECE:
        raise Malformed(413)
    return int(text)


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Malformed
    return int(text)
