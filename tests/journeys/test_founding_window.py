"""The founding window: both periods of 2021 are presented from 1 to 17 September 2021."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys import steps
from tests.journeys.conftest import System

pytestmark = pytest.mark.journey


def test_both_periods_of_2021_are_presented_in_time_in_september(
    page: Page, start_system: Callable[..., System]
) -> None:
    system = start_system("2021-09-10T12:00-05:00")
    steps.enter(page, system, "03")
    for period in ("2021-1", "2021-2"):
        page.goto(f"{system.url}/informativa/{period}/")
        steps.sign(page, system, "03")
        expect(page.get_by_text("Presentada en tiempo").first).to_be_visible()
        expect(page.get_by_role("button", name="Descargar acuse")).to_be_visible(timeout=10_000)
