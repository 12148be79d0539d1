"""So much for one address, and so much at a time: the public list gives way before anything else does.

Kept in the memory of each web process, so that turning somebody away costs no query. Addresses behind one
front server are told apart by what it passes on; an IPv6 client is its /64.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from threading import BoundedSemaphore, Lock
from typing import Any, Concatenate, ParamSpec
from weakref import finalize

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from icsoe.apps.access.doors import address_of
from icsoe.apps.publication.selectors import TooDearError

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]
MOST_ADDRESSES = 20_000
BUSY_SECONDS = 15


class Ration:
    """What one address may take: ``burst`` at once, and one more every ``seconds``."""

    def __init__(self, *, burst: int, seconds: float) -> None:
        self._burst, self._seconds = burst, seconds
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str, now: float) -> float:
        """Seconds until the address may take one; 0 when it has just taken it. ``now`` is monotonic."""
        with self._lock:
            # Each one taken moves the moment at which the ration would be whole again.
            full_at = max(self._full_at.get(address, now), now) + self._seconds
            late = full_at - now - self._burst * self._seconds
            if late > 0:
                return late
            self._full_at[address] = full_at
            self._full_at.move_to_end(address)
            if len(self._full_at) > MOST_ADDRESSES:
                self._full_at.popitem(last=False)
            return 0

    def forget(self) -> None:
        """Give everybody the whole ration."""
        with self._lock:
            self._full_at.clear()


def rationed(ration: Ration, *, at_once: int) -> Callable[[View[P]], View[P]]:
    """Turn away who asks too often, and everybody while ``at_once`` are being served (429)."""
    places = BoundedSemaphore(at_once)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def given(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            wait = ration.wait(network_of(address_of(request)), time.monotonic())
            if wait:
                return busy(request, "list_too_often", seconds=wait)
            if not places.acquire(blocking=False):
                return busy(request, "list_busy")
            try:
                response = view(request, *args, **kwargs)
            except TooDearError:
                places.release()
                return busy(request, "list_too_dear")
            except BaseException:
                places.release()
                raise
            _release_when_sent(response, places)
            return response

        return given

    return decorate


def _release_when_sent(response: HttpResponseBase, places: BoundedSemaphore) -> None:
    """A page is whole already; what is streamed keeps its place until the server closes it, sent or cut."""
    if not response.streaming:
        places.release()
        return
    close = response.close
    # Once, however often it is called; and also where a response is dropped without being closed.
    release = finalize(response, places.release)
    response.close = _both(close, release)  # type: ignore[method-assign]  # what WSGI servers call at the end


def _both(close: Callable[[], None], release: Callable[[], object]) -> Callable[[], None]:
    def close_and_release() -> None:
        try:
            close()
        finally:
            release()

    return close_and_release


def busy(request: HttpRequest, code: str, *, seconds: float = BUSY_SECONDS) -> HttpResponse:
    """The page that says to come back, with its code and its seconds; caches never keep it."""
    left = math.ceil(seconds)
    response = render(request, "public/list_busy.html", {"code": code, "seconds": left}, status=429)
    response.headers["Retry-After"] = str(left)
    response.headers["Cache-Control"] = "no-store"
    return response


def network_of(address: str) -> str:
    """Whom an address counts as: itself, or its /64 in IPv6, which one client has whole."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        # An IPv4 client of a server that listens on both is written so: not one with all the others.
        return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
    return str(known)
