"""Who visits the pages, and when."""

import pytest
from tests.firms import AT, Firm, make_firm


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which the pages are seen: in the window of May-August 2026."""
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT)


@pytest.fixture
def firm(db: None) -> Firm:
    """A firm with a registration of two services."""
    return make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")


@pytest.fixture
def rival(db: None) -> Firm:
    """Another firm, whose pages are nobody else's."""
    return make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C.")


@pytest.fixture
def newcomer(db: None) -> Firm:
    """A firm that has captured nothing yet."""
    return make_firm("SEC120101AA0", "Servicios Eléctricos Celaya, S. A.", registered=False)


@pytest.fixture
def person_firm(db: None) -> Firm:
    """A provider who is a person."""
    return make_firm("GUIM800101AB1", "María Ñandú Güemes Ibáñez", person_type="fisica")
