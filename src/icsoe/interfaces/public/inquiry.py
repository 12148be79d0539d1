"""Registering a planteamiento: a form, a folio, a copy by e-mail."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import Visit, address_of, open_reads, open_writes, visitor
from icsoe.apps.audit import clock
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.mailbox.inquiries.services import FileRefused, TooMany, register
from icsoe.apps.providers.gateways import scan_fault, scanner
from icsoe.interfaces.public.errors import too_many
from icsoe.interfaces.public.inquiry_forms import InquiryForm
from icsoe.ui.parts import NavItem

_SALT = "icsoe.public.inquiry.folio"


@open_writes
def inquiry(request: HttpRequest) -> HttpResponse:
    """The form, with or without a session; once sent, the page with the folio."""
    at = clock.now()
    visit = visitor(request, at)
    if request.method != "POST":
        return _show(request, InquiryForm(initial=_known(visit), opened_at=at.timestamp()))
    form = InquiryForm(request.POST, request.FILES, opened_at=at.timestamp())
    if not form.is_valid():
        return _show(request, form, status=422)
    by = visit.actor if visit else _anybody(request)
    question = form.question(visit.provider_rfc if visit else "")
    try:
        made = register(
            question=question, scan=lambda content: scan_fault(content, by=scanner()), by=by, at=at
        )
    except TooMany as busy:
        return too_many(request, wait_minutes=busy.wait_minutes)
    except FileRefused as refused:
        form.add_error("file", _file_sentence(refused.code))
        return _show(request, form, status=422)
    return HttpResponseRedirect(
        reverse("public:inquiry_registered", args=[signing.dumps(made.folio, salt=_SALT)])
    )


@open_reads
def registered(request: HttpRequest, token: str) -> HttpResponse:
    """The folio. The address carries it signed, so that folios cannot be tried one after another."""
    try:
        folio = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    response = render(request, "public/inquiry_registered.html", {"folio": folio})
    response.headers["Cache-Control"] = "no-store"
    return response


def _show(request: HttpRequest, form: InquiryForm, *, status: int = 200) -> HttpResponse:
    trail = [
        NavItem(_("Material de apoyo"), reverse("public:help")),
        NavItem(_("Registrar un planteamiento")),
    ]
    response = render(request, "public/inquiry.html", {"form": form, "trail": trail}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _known(visit: Visit | None) -> dict[str, str]:
    return {"name": visit.account.name, "email": visit.account.email} if visit else {}


def _anybody(request: HttpRequest) -> Actor:
    """Whoever asks without a session."""
    return Actor(kind=ActorKind.SYSTEM, key="public", name="", address=address_of(request))


def _file_sentence(code: str) -> str:
    known = {
        "pdf_infected": _("El antivirus encontró código malicioso en el archivo. Revise su equipo."),
        "pdf_not_scanned": _(
            "El antivirus no responde. Envíelo sin el archivo, o inténtelo en unos minutos."
        ),
        "pdf_too_large": _("El archivo pesa demasiado. Elija uno más ligero."),
        "pdf_encrypted": _("El PDF tiene contraseña. Guárdelo sin ella y elíjalo de nuevo."),
    }
    return known.get(code, _("No podemos recibir ese archivo. Elija un PDF sencillo o una imagen PNG o JPG."))
