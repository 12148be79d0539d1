"""What is said when something is not there, is not allowed, is too much, or fails.

A person gets a page; a script of ours, which shows a sentence where the person is, gets the sentence.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

#: A database that is started again takes less: browsers and front servers may come back by themselves.
RETRY_SECONDS = 30


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: the same for what never was and for what is another's."""
    if _wants_words(request):
        words = _("Lo que pidió ya no está: quizá cambió en otra ventana. Recargue la página.")
        return _in_words("not_found", words, status=404)
    return render(request, "404.html", status=404)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: the person is known and may not."""
    if _wants_words(request):
        return _in_words("denied", _("Su cuenta no incluye esta tarea."), status=403)
    return render(request, "403.html", status=403)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400: what was sent cannot be understood."""
    if _wants_words(request):
        words = _("La solicitud llegó incompleta o alterada. Vuelva a cargar la página e inténtelo de nuevo.")
        return _in_words("malformed_request", words, status=400)
    return render(request, "400.html", status=400)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 of a form whose token is old or absent."""
    if _wants_words(request):
        words = _(
            "La página llevaba mucho tiempo abierta y no se envió nada. Recárguela e inténtelo de nuevo."
        )
        return _in_words("page_stale", words, status=403)
    return render(request, "403_csrf.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 without a database; drawn with neither session nor database, which could fail again."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        words = _("El servicio se detuvo un momento. Inténtelo de nuevo en un minuto.")
        response = _broken(request, "unavailable", words, status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    words = _("Algo falló de nuestro lado y ya quedó registrado. Inténtelo de nuevo en unos minutos.")
    return _broken(request, "failed", words, status=500)


def _broken(request: HttpRequest, code: str, words: str, *, status: int) -> HttpResponse:
    """The page named after the status, or for a part of a page the words; with the id of the request."""
    request_id = getattr(request, "request_id", "")
    # The sign box, which asks for JSON, sends again what was not refused in words: it gets the page.
    if request.headers.get("HX-Request"):
        key = _("Al pedir ayuda, mencione esta clave:")
        return _in_words(code, f"{words} {key} {request_id}", status=status)
    try:
        page = loader.get_template(f"{status}.html").render({"request_id": request_id})
    except Exception:  # whatever every page stands on, as its styles, may be what broke
        return HttpResponse(f"{words} {request_id}", status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=status)


def too_many(request: HttpRequest, *, wait_minutes: int) -> HttpResponse:
    """429: asked too often; says when to come back."""
    response = render(request, "429.html", {"wait_minutes": wait_minutes}, status=429)
    response.headers["Retry-After"] = str(wait_minutes * 60)
    return response


def _wants_words(request: HttpRequest) -> bool:
    """Whether a script of ours asked: htmx, the sign box, an upload, a passkey."""
    is_json = request.headers.get("Accept", "").startswith("application/json")
    return is_json or bool(request.headers.get("HX-Request"))


def _in_words(code: str, message: str, *, status: int) -> JsonResponse:
    """What `readAnswer` of the front end shows."""
    return JsonResponse({"code": code, "message": message}, status=status)
