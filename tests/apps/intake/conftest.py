from pathlib import Path
from typing import Any

import pytest
from tests import practice

from icsoe.apps.contracts.models import Contract
from icsoe.apps.providers.models import Provider


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    practice.trust_the_suite(settings, Path(tmp_path_factory.getbasetemp()) / "trust")


@pytest.fixture
def provider(db: None) -> Provider:
    return practice.complete_profile(practice.provider())


@pytest.fixture
def contract(provider: Provider) -> Contract:
    return practice.contract(provider, reference="CONTRATO-1")
