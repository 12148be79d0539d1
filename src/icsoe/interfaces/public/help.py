"""The help center: the manual by task, its search, its PDF, and the templates to fill in."""

import tempfile
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import open_reads
from icsoe.apps.intake.templates import write_template
from icsoe.interfaces.public.cacheable import cacheable
from icsoe.interfaces.public.manual.articles import Article, Language, manual
from icsoe.interfaces.public.manual.booklet import booklet
from icsoe.interfaces.public.manual.pages import article_html
from icsoe.interfaces.public.manual.search import search
from icsoe.ui.parts import NavItem

KEPT_SECONDS = 600
LONGEST_QUERY = 120
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


@cacheable(KEPT_SECONDS)
@open_reads
def center(request: HttpRequest) -> HttpResponse:
    """Everything there is to read and to download."""
    return render(request, "public/help.html", {"groups": manual(_language()).groups, "query": ""})


@cacheable(KEPT_SECONDS)
@open_reads
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article, with the ones before and after it."""
    articles = manual(_language()).articles
    found = manual(_language()).find(slug)
    if found is None:
        raise Http404
    place = articles.index(found)
    context = {
        "article": found,
        "html": article_html(slug, _language()),
        "is_foreign": found.language != _language(),
        "contents": [section for section in found.sections if section.anchor],
        "before": articles[place - 1] if place else None,
        "after": articles[place + 1] if place + 1 < len(articles) else None,
        "trail": _trail(found),
    }
    return render(request, "public/article.html", context)


@open_reads
def find(request: HttpRequest) -> HttpResponse:
    """What the manual says about some words."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    context = {
        "query": query,
        "found": search(query, _language()),
        "trail": [NavItem(_("Material de apoyo"), reverse("public:help")), NavItem(_("Búsqueda"))],
    }
    return render(request, "public/found.html", context)


@cacheable(KEPT_SECONDS)
@open_reads
def manual_pdf(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The whole manual as a PDF."""
    response = HttpResponse(booklet(_language()), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="manual-icsoe.pdf"'
    return response


@cacheable(KEPT_SECONDS)
@open_reads
def template(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 - a view
    """The empty template of workers, as a workbook or as CSV."""
    response = HttpResponse(_template(kind, _language()), content_type=TEMPLATES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="plantilla-trabajadores.{kind}"'
    return response


@cache
def _template(kind: str, language: Language) -> bytes:
    with tempfile.TemporaryDirectory(prefix="plantilla-") as folder:
        path = Path(folder) / f"plantilla.{kind}"
        write_template(path, kind, language=language)
        return path.read_bytes()


def _trail(found: Article) -> list[NavItem]:
    return [NavItem(_("Material de apoyo"), reverse("public:help")), NavItem(found.title)]


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "es"
