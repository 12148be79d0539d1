"""The invented country has the size and the spread that the Institute counted, at any scale."""

import statistics

import pytest

from icsoe.interfaces.cli.bench.nation import CONTRACTS, FILINGS, WORKERS, nation


@pytest.mark.parametrize("scale", [1, 0.1])
def test_it_has_the_true_volumes(scale: float) -> None:
    firms = nation(scale)
    assert sum(firm.filings for firm in firms) == round(FILINGS * scale)
    assert sum(firm.contracts for firm in firms) == pytest.approx(CONTRACTS * scale, rel=0.05)
    assert sum(firm.workers for firm in firms) == pytest.approx(WORKERS * scale, rel=0.05)


def test_it_has_the_true_spread() -> None:
    filing = [firm for firm in nation(1) if firm.contracts]
    assert statistics.median(firm.contracts for firm in filing) == 2
    assert statistics.median(firm.workers for firm in filing) == 11
    assert sum(firm.contracts > 100 for firm in filing) == pytest.approx(151, rel=0.1)
    assert all(firm.workers >= firm.contracts for firm in filing)


def test_a_scale_too_small_is_said() -> None:
    with pytest.raises(ValueError, match="nobody with contracts"):
        nation(0.000001)
