"""Pages that are the same for everybody and may be kept by caches."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]


def cacheable(seconds: int) -> Callable[[View[P]], View[P]]:
    """Let caches keep the answer so many seconds, and send it compressed: no secret in it could be guessed.

    Kept apart by cookie, which carries the language; whoever has a session open gets an answer of their own.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            whose = "private" if settings.SESSION_COOKIE_NAME in request.COOKIES else "public"
            response.headers["Cache-Control"] = f"{whose}, max-age={seconds}"
            patch_vary_headers(response, ["Cookie"])
            return response

        return gzip_page(kept)

    return decorate
