from pathlib import Path
from typing import Any

import pytest
from tests import practice


@pytest.fixture(autouse=True)
def _trust(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    practice.trust_the_suite(settings, Path(tmp_path_factory.getbasetemp()) / "trust")
