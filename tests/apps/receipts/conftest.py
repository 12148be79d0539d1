"""The portal's seal and anchors, for tests that go through the settings."""

from pathlib import Path
from typing import Any

import pytest
from tests.pki import authority as pki


@pytest.fixture
def sealed_portal(settings: Any, tmp_path: Path) -> Path:
    """A portal with the suite's seal and the suite's authorities; its folder."""
    (tmp_path / "seal").mkdir()
    (tmp_path / "seal" / "seal.p12").write_bytes(pki.seal().pkcs12("practica"))
    (tmp_path / "seal" / "password").write_text("practica\n")
    (tmp_path / "seal" / "ca.cer").write_bytes(pki.seal().authority)
    (tmp_path / "anchors").mkdir()
    for number, der in enumerate(pki.authority().anchors):
        (tmp_path / "anchors" / f"{number}.cer").write_bytes(der)
    settings.SEAL_FILE = str(tmp_path / "seal" / "seal.p12")
    settings.SEAL_PASSWORD_FILE = str(tmp_path / "seal" / "password")
    settings.SEAL_PKCS11 = ""
    settings.EFIRMA_TRUST_ANCHORS = [tmp_path / "anchors"]
    settings.ORIGIN = "https://icsoe.example"
    return tmp_path
