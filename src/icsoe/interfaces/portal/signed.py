"""What the browser's signing module sends and is answered: JSON, bounded and strict."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from icsoe.lib.efirma.errors import EfirmaError

MOST_BYTES = 64 * 1024


class BadRequest(Exception):  # noqa: N818 - becomes an answer, not a traceback
    """The body is not what the page sends."""


@dataclass(frozen=True)
class SignedRequest:
    """The members of the body, as texts."""

    members: dict[str, str]

    def text(self, name: str, *, longest: int = 128) -> str:
        value = self.members.get(name, "")
        # Not printable: NUL, which the database takes in no text, and what nobody could read in a log.
        if not value or len(value) > longest or not value.isprintable():
            raise BadRequest(name)
        return value

    def data(self, name: str) -> bytes:
        """Base64, strict."""
        try:
            return base64.b64decode(self.text(name, longest=MOST_BYTES), validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadRequest(name) from error


def read_credential(request: HttpRequest) -> dict[str, Any]:
    """What a passkey answered, in the browser's words; empty when it only asks. Raises BadRequest."""
    if len(request.body) > MOST_BYTES:
        raise BadRequest("size")
    try:
        members: Any = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise BadRequest("json") from error
    if not isinstance(members, dict):
        raise BadRequest("shape")
    return members


def read_signed(request: HttpRequest) -> SignedRequest:
    """The body of a signing request. Raises BadRequest."""
    if len(request.body) > MOST_BYTES:
        raise BadRequest("size")
    try:
        members: Any = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("json") from error
    if not isinstance(members, dict) or not all(isinstance(value, str) for value in members.values()):
        raise BadRequest("shape")
    return SignedRequest(members)


def refused(code: str, message: str, *, errors: list[str] | None = None, status: int = 422) -> JsonResponse:
    """What the sign box shows: a code, a sentence, and more sentences when there are."""
    return JsonResponse({"code": code, "message": message, "errors": errors or []}, status=status)


def refused_signature(error: EfirmaError) -> JsonResponse:
    return refused(error.code, _(error.message))


def bad_request() -> JsonResponse:
    message = _("La solicitud llegó incompleta o alterada. Vuelva a cargar la página e inténtelo de nuevo.")
    return refused("malformed_request", message, status=400)
