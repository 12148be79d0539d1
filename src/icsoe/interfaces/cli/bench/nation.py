"""A country of providers at some scale, with contracts and workers spread as the Institute counted them.

January-April 2026: 142,661 filings (65 % Sin información, 2 % Correcciones), 263,040 contracts and 3.73
million workers; half of those with contracts have two or fewer, and eleven workers or fewer. Log-normal
spreads with these medians and means also give the tails that were counted: 151 providers over 100 contracts
and 404 over 1,000 workers.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

FILINGS, NIL_SHARE, CORRECTED_SHARE = 142_661, 0.65, 0.02
CONTRACTS, MEDIAN_CONTRACTS = 263_040, 2
WORKERS, MEDIAN_WORKERS = 3_730_000, 11


@dataclass(frozen=True)
class Firm:
    """A provider of a period: ``contracts`` 0 presents Sin información; ``is_corrected`` presents twice."""

    number: int
    contracts: int
    workers: int
    is_corrected: bool

    @property
    def filings(self) -> int:
        return 2 if self.is_corrected else 1


def nation(scale: float) -> list[Firm]:
    """The firms of ``scale`` times the country, the same ones every time, largest last.

    ValueError when so small a scale leaves nobody with contracts.
    """
    filings = round(FILINGS * scale)
    corrected, nil = round(filings * CORRECTED_SHARE), round(filings * NIL_SHARE)
    normal = filings - nil - corrected
    if normal < 1:
        raise ValueError(f"a country of {scale} has nobody with contracts")
    contracts = _spread(normal, MEDIAN_CONTRACTS, CONTRACTS * scale / normal)
    workers = _spread(normal, MEDIAN_WORKERS, WORKERS * scale / normal)
    empty = [Firm(number, 0, 0, is_corrected=False) for number in range(nil)]
    every = max(normal // max(corrected, 1), 1)
    return empty + [
        Firm(
            nil + place,
            contracts[place],
            max(workers[place], contracts[place]),  # each contract has a worker
            is_corrected=place % every == 0 and place // every < corrected,
        )
        for place in range(normal)
    ]


def _spread(count: int, median: float, mean: float) -> list[int]:
    """``count`` numbers of one or more along the log-normal of this median and mean, rising."""
    normal = NormalDist(math.log(median), math.sqrt(2 * math.log(mean / median)))
    return [max(round(math.exp(normal.inv_cdf((place + 0.5) / count))), 1) for place in range(count)]
