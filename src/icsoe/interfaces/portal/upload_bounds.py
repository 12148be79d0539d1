"""Uploads that never weigh more than what is kept, however long the file is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from icsoe.lib.papers.limits import MAX_BYTES

#: Said in the address of the page that a request too large to be read comes back to.
TOO_LARGE = "demasiado"
#: What a form holds besides its file, with room to spare.
_AROUND = 1024 * 1024


class FirstBytes(FileUploadHandler):
    """Passes on the first ``most`` bytes of each file and drops the rest."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most = most

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The part of the chunk that still fits, or None."""
        return raw_data[: self.most - start] if start < self.most else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""


def bounded(most: int) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Keep of each uploaded file at most ``most`` bytes: one more than what is allowed, so that the act can
    say that it is too large.

    The form's token is checked after the bound is in place, since checking it reads the whole request. Files
    go to the disk as they arrive. What says of itself that it is larger is not read at all: it comes back to
    the page with ``?demasiado=1``.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if _declared(request) > most + _AROUND:
                return HttpResponseRedirect(f"{request.path}?{TOO_LARGE}=1")
            request.upload_handlers.insert(0, FirstBytes(request, most))
            return protected(request, *args, **kwargs)

        return guarded

    return decorate


def _declared(request: HttpRequest) -> int:
    """How many bytes the request says it has."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def bounded_papers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep of each uploaded file one byte more than a paper may have: the act can say that it is too large.

    The form's token is checked after the bound is in place, since checking it reads the whole request.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers.insert(0, FirstBytes(request, MAX_BYTES + 1))
        return protected(request, *args, **kwargs)

    return guarded
