"""What each page weighs on its first load and how long the server takes: `make weigh`.

Bytes are those that travel, as Chromium counts them. Server times are beside the floor of the same run: the
page that only says that the process lives. Exits with 1 when a page is over its 100 KB.
"""

import statistics
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys import steps  # noqa: E402 - the path must be known first
from tests.journeys.conftest import CHROMIUM, QUIET, System  # noqa: E402
from tools.screenshots import practice_system  # noqa: E402

PUBLIC = (
    "/",
    "/ayuda/",
    "/ayuda/entrar/",
    "/ayuda/preguntas/",
    "/ayuda/buscar/?q=multa",
    "/ayuda/planteamiento/",
    "/verificar/",
)
SIGNED = (
    "/panel/",
    "/datos/",
    "/contratos/",
    "/contratantes/",
    "/acuses/",
    "/buzon/",
    "/capturistas/",
    "/informativa/2026-2/",
)
FLOOR = "/salud/"
REQUESTS = 60
MOST_KILOBYTES = 100


def main() -> int:
    with practice_system() as system, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        cookie = _session(browser, system)
        floor = _times(system.url + FLOOR, "")
        print(f"{'página':<28}{'KB':>8}{'p50 ms':>9}{'p95 ms':>9}{'× piso':>9}")
        print(f"{FLOOR:<28}{'':>8}{_middle(floor):>9.1f}{_late(floor):>9.1f}{1:>9.1f}")
        heaviest = 0.0
        for address in (*PUBLIC, *SIGNED):
            needed = cookie if address in SIGNED else ""
            weight = _weight(browser, system, address, needed)
            times = _times(system.url + address, needed)
            heaviest = max(heaviest, weight)
            ratio = _middle(times) / _middle(floor)
            print(f"{address:<28}{weight:>8.1f}{_middle(times):>9.1f}{_late(times):>9.1f}{ratio:>9.1f}")
        browser.close()
    return int(heaviest > MOST_KILOBYTES)


def _session(browser: Browser, system: System) -> str:
    """The cookie of a provider that entered."""
    context = browser.new_context()
    steps.enter(context.new_page(), system, "01")
    cookie = next(one for one in context.cookies() if one["name"] == "icsoe_session")
    context.close()
    return str(cookie["value"])


def _weight(browser: Browser, system: System, address: str, cookie: str) -> float:
    """Kilobytes of a first load, pictures further down left to their time."""
    context = browser.new_context()
    _sign_in(context, system, cookie)
    page, travelled = context.new_page(), []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: travelled.append(event["encodedDataLength"]))
    page.goto(system.url + address, wait_until="networkidle")
    context.close()
    return sum(travelled) / 1000


def _sign_in(context: BrowserContext, system: System, cookie: str) -> None:
    if cookie:
        context.add_cookies([{"name": "icsoe_session", "value": cookie, "url": system.url}])


def _times(url: str, cookie: str) -> list[float]:
    """Milliseconds from the request to the whole answer, one after another, the first ones left out."""
    request = urllib.request.Request(url, headers={"Cookie": f"icsoe_session={cookie}"} if cookie else {})  # noqa: S310
    taken = []
    for _ in range(REQUESTS + 5):
        begun = time.perf_counter()
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own address
            answer.read()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken[5:]


def _middle(times: list[float]) -> float:
    return statistics.median(times)


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
