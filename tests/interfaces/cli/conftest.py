"""Commands run in the suite's own process."""

import pytest


@pytest.fixture(autouse=True)
def _the_database_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no command start a database of its own: the suite's is open already."""
    monkeypatch.setenv("ICSOE_DATABASE_URL", "postgres:///unused")
