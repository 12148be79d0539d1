"""A firm that captures."""

import pytest
from tests.firms import Firm, make_firm


@pytest.fixture
def firm(db: None) -> Firm:
    """A firm with a registration of two services."""
    return make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")


@pytest.fixture
def rival(db: None) -> Firm:
    """Another firm."""
    return make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C.")
