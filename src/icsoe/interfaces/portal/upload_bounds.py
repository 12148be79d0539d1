"""Uploads that never weigh more than what is kept, however long the file is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from icsoe.lib.papers.limits import MAX_BYTES


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


def bounded_papers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep of each uploaded file one byte more than a paper may have: the act can say that it is too large.

    The form's token is checked after the bound is in place, since checking it reads the whole request.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def bounded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers.insert(0, FirstBytes(request, MAX_BYTES + 1))
        return protected(request, *args, **kwargs)

    return bounded
