"""The last seconds of a last day that a weekend moved: in time before midnight, told late right after it."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys import steps
from tests.journeys.conftest import WIDTHS, System

pytestmark = pytest.mark.journey
#: 17 January 2027 is a Sunday: the last day is Monday the 18th.
MIDNIGHT = datetime.fromisoformat("2027-01-19T00:00:00-06:00")
REVIEW = "/informativa/2026-3/"
#: Seconds before midnight at which the system starts; where too few, what it took tells how many.
LEAD, TRIES = 40.0, 3
PUNCTUAL, TARDY = "03", "05"
FINE = "de $58,655.00 a $234,620.00"  # 500 and 2,000 times 117.31, the UMA of January 2027


@contextmanager
def somebody(browser: Browser) -> Iterator[Page]:
    made = browser.new_context(viewport=WIDTHS["desktop"], locale="es-MX")
    made.set_default_timeout(30_000)
    yield made.new_page()
    made.close()


def before_midnight(page: Page) -> bool:
    """By the server's clock, which the page counts with."""
    return page.locator("[data-before-limit]").count() == 1


def ready_to_sign(page: Page, system: System, who: str) -> None:
    steps.enter(page, system, who)
    page.goto(f"{system.url}{REVIEW}")
    steps.choose_efirma(page, system.efirma(who))


def test_the_last_second_is_in_time_and_the_first_one_after_is_told_late(
    browser: Browser, start_system: Callable[..., System]
) -> None:
    with ExitStack() as kept:
        punctual, tardy = (kept.enter_context(somebody(browser)) for _ in range(2))
        # Given two providers with the review on their screens before the midnight of the moved last day
        lead = LEAD
        for _ in range(TRIES):
            began = time.monotonic()
            system = start_system((MIDNIGHT - timedelta(seconds=lead)).isoformat())
            ready_to_sign(tardy, system, TARDY)
            ready_to_sign(punctual, system, PUNCTUAL)
            # When one signs before midnight
            in_time = before_midnight(punctual)
            punctual.get_by_role("button", name="Firmar y presentar").click()
            punctual.wait_for_url(f"{system.url}/acuses/*/")
            if in_time and before_midnight(tardy):
                break
            lead = 20 + 1.5 * (time.monotonic() - began)
        else:
            pytest.fail("this machine needs more time before midnight")
        # Then it is in time
        expect(punctual.get_by_text("Presentada en tiempo").first).to_be_visible()
        expect(punctual.get_by_text("Quedó como extemporánea")).to_have_count(0)
        # And the other, who signs as midnight passes, is told so before pressing
        expect(tardy.get_by_text("lunes 18 de enero de 2027 a las 23:59:59")).to_be_visible()
        told = tardy.locator("[data-after-limit]")
        expect(told).to_be_visible(timeout=lead * 1000)
        expect(told).to_contain_text(FINE)
        assert not before_midnight(tardy)
        tardy.get_by_role("button", name="Firmar y presentar").click()
        tardy.wait_for_url(f"{system.url}/acuses/*/")
        # And after it, with the fine and the articles, on the receipt and on the board
        expect(tardy.get_by_text("Presentada, extemporánea").first).to_be_visible()
        expect(tardy.get_by_text("19 de enero de 2027, 00:00:0").first).to_be_visible()
        for said in ("Quedó como extemporánea", FINE, "304 A", "304 C"):
            expect(tardy.get_by_text(said).first).to_be_visible()
        steps.look(tardy, "acuse-extemporaneo")
        tardy.goto(f"{system.url}/panel/")
        row = tardy.get_by_role("row").filter(has_text="septiembre-diciembre de 2026")
        expect(row).to_contain_text("Presentada, extemporánea")
        expect(row).to_contain_text("18/01/2027")
        steps.look(tardy, "panel-extemporanea")
