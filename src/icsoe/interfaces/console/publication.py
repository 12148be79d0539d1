"""When the public list was last brought up, and what changed in it."""

from django.http import HttpRequest, HttpResponse

from icsoe.apps.access.doors import reads
from icsoe.apps.access.permissions import Permission
from icsoe.apps.publication.selectors import rebuilds
from icsoe.interfaces.console.layout import page
from icsoe.interfaces.console.presenters import publication_page


@reads(Permission.READ_PUBLICATION)
def publication(request: HttpRequest) -> HttpResponse:
    """The latest versions of the list, newest first."""
    return page(request, "console/publication.html", publication_page(rebuilds()), current="listado")
