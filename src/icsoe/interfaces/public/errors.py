"""What is said when something is not there, is not allowed, is too much, or fails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: the same for what never was and for what is another's."""
    return render(request, "404.html", status=404)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403: the person is known and may not."""
    return render(request, "403.html", status=403)


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400: what was sent cannot be understood."""
    return render(request, "400.html", status=400)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 of a form whose token is old or absent."""
    return render(request, "403_csrf.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """500, drawn with nothing that could fail again: neither session nor database is touched."""
    page = loader.get_template("500.html").render({"request_id": getattr(request, "request_id", "")})
    return HttpResponse(page, status=500)


def too_many(request: HttpRequest, *, wait_minutes: int) -> HttpResponse:
    """429: asked too often; says when to come back."""
    response = render(request, "429.html", {"wait_minutes": wait_minutes}, status=429)
    response.headers["Retry-After"] = str(wait_minutes * 60)
    return response
