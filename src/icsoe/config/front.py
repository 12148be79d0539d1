"""Where a request comes from when front servers stand before this one.

Each front server adds the address it was called from to the end of ``X-Forwarded-For``; what stands before
was written by the caller, and is worth nothing. The settings say how many front servers there are.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class BehindTheFront:
    """Middleware: ``REMOTE_ADDR`` becomes the address that the outermost front server was called from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        told = told_address(request.headers.get("X-Forwarded-For", ""), servers=settings.FRONT_SERVERS)
        if told:
            request.META["REMOTE_ADDR"] = told
        return self.get_response(request)


def told_address(header: str, *, servers: int) -> str:
    """The address told by the outermost of ``servers`` front servers; empty when the header lacks it."""
    hops = [hop.strip() for hop in header.split(",") if hop.strip()]
    if servers < 1 or len(hops) < servers:
        return ""
    try:
        address = ipaddress.ip_address(hops[-servers])
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
