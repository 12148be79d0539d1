"""Which language a page speaks: Spanish, unless the person chose another.

The browser's own preference is not asked: the law's words are Spanish, and so is every label that the
Institute's guides name.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from icsoe.apps.access.doors import open_writes


class ChosenLanguage:
    """Middleware: the language of the cookie that `set_language` leaves, else the house's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        offered = {code for code, _name in settings.LANGUAGES}
        with translation.override(chosen if chosen in offered else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        patch_vary_headers(response, ["Cookie"])
        return response


# Changing the language of one's own pages harms nobody, and without a token the public pages can be kept by
# caches for everybody.
choose_language = csrf_exempt(open_writes(set_language))
