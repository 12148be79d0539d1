"""The gallery: every component in each of its states, and sample pages made only of components.

It shows invented people and firms, and is mounted in development only (``icsoe.ui.urls``).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from icsoe.ui import samples

SAMPLES = ("tablero", "formulario", "lista", "revision", "acuse", "minisitio", "entrada")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with empty, error, long-name and many-row states."""
    return render(request, "ui/gallery.html", {**samples.components(), "samples": SAMPLES})


@require_safe
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """Show one sample page. Answers 404 if there is none of that name."""
    if name not in SAMPLES:
        raise Http404
    return render(request, f"ui/gallery/{name}.html", samples.components())
