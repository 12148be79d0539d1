"""Whoever reads in English is told in English what was found in a file, by the reader of files too."""

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.apps.intake import files as f
from tests.interfaces.portal.conftest import Firm
from tests.interfaces.portal.test_load_pages import checked, seen


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def reader(firm: Firm) -> Firm:
    firm.browser.cookies["icsoe_language"] = "en"
    return firm


def test_why_a_whole_file_was_refused(reader: Firm) -> None:
    load = checked(reader, reader.contract(), b"NSS,CURP\n1,2\n")
    assert "The column Salario base de cotización is missing." in seen(reader, load)


def test_what_is_told_beside_a_table_that_was_read(reader: Firm) -> None:
    rows = f.crew(3).with_columns(puesto=f.pl.lit("Jardinería"))
    page = seen(reader, checked(reader, reader.contract(), rows))
    assert "These columns are not used and were not loaded: puesto." in page
    assert "no se usan" not in page


def test_the_list_of_what_was_found(reader: Firm) -> None:
    load = checked(reader, reader.contract(), f.changed(f.crew(3), 1, nss="12345678901"))
    answer = reader.browser.get(f"/cargas/{load.public_id}/informe.csv")
    assert "-findings.csv" in answer["Content-Disposition"]
    rows = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))  # type: ignore[attr-defined]  # a file
    assert rows[0] == ["row", "column", "code", "severity", "value", "message"]
    assert rows[1][:3] == ["3", "nss", "nss_check"]
    assert rows[1][5].startswith("The")
