"""The protocol of files in pieces, spoken well and badly."""

import base64
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.apps.intake import files as f
from tests.interfaces.portal.conftest import Firm

from icsoe.apps.contracts.models import Contract
from icsoe.apps.intake.models import Load, Transfer
from icsoe.apps.intake.transfers import MOST_OPEN

CONTENT = f.csv(f.crew(20))
PIECE = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def contract(firm: Firm) -> Contract:
    return firm.contract()


def told(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


def create(
    firm: Firm, folio: str, *, length: object = len(CONTENT), browser: Client | None = None, **more: str
) -> Any:
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(length),
        "Upload-Metadata": told(**{"filename": "lista.csv", "folio": folio, "periodo": "2026-2", **more}),
        "Accept": "application/json",
    }
    return (browser or firm.browser).post(
        "/cargas/tus/", data=b"", content_type="application/octet-stream", headers=headers
    )


def patch(browser: Client, url: str, data: bytes, offset: object, **how: Any) -> Any:
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Accept": "application/json"}
    return browser.patch(
        url, data, content_type=how.get("kind", PIECE), headers={**headers, **how.get("headers", {})}
    )


def head(browser: Client, url: str) -> Any:
    return browser.head(url, headers={"Tus-Resumable": "1.0.0"})


@pytest.fixture
def begun(firm: Firm, contract: Contract) -> str:
    return str(create(firm, contract.folio)["Location"])


def test_it_says_what_it_can(firm: Firm) -> None:
    answer = firm.browser.options("/cargas/tus/")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,termination"
    assert int(answer["Tus-Max-Size"]) == 256 * 1024 * 1024


def test_a_file_in_three_pieces_becomes_a_load(firm: Firm, contract: Contract, begun: str) -> None:
    cuts = [0, 500, 900, len(CONTENT)]
    for start, end in pairwise(cuts):
        assert head(firm.browser, begun)["Upload-Offset"] == str(start)
        answer = patch(firm.browser, begun, CONTENT[start:end], start)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
    load = Load.objects.get()
    assert (f.folder_of(load) / "original").read_bytes() == CONTENT
    assert (load.folio, load.file_name) == (contract.folio, "lista.csv")
    assert firm.browser.get(f"{begun}llegada/")["Location"] == f"/cargas/{load.public_id}/"
    # and asked again, because the answer was lost, it is the same one
    assert head(firm.browser, begun)["Upload-Offset"] == str(len(CONTENT))
    assert firm.browser.get(f"{begun}llegada/")["Location"] == f"/cargas/{load.public_id}/"
    assert Load.objects.count() == 1


def test_one_that_is_not_whole_goes_back_to_its_form(firm: Firm, contract: Contract, begun: str) -> None:
    assert firm.browser.get(f"{begun}llegada/")["Location"] == f"/contratos/{contract.folio}/cargar/"
    many = create(firm, "")["Location"]
    assert firm.browser.get(f"{many}llegada/")["Location"] == "/contratos/cargar/?periodo=2026-2"


@pytest.mark.parametrize("offset", [1, 10**14])
def test_a_wrong_offset_is_refused(firm: Firm, begun: str, offset: int) -> None:
    answer = patch(firm.browser, begun, CONTENT[:10], offset)
    assert answer.status_code == 409
    assert "donde se quedó" in answer.json()["message"]
    assert head(firm.browser, begun)["Upload-Offset"] == "0"


def test_a_lying_length_is_refused(firm: Firm, contract: Contract) -> None:
    url = create(firm, contract.folio, length=10)["Location"]
    answer = patch(firm.browser, url, CONTENT, 0)
    assert (answer.status_code, answer.json()["code"]) == (413, "overrun")
    assert head(firm.browser, url)["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    ("length", "status", "code"),
    [
        ("", 400, "malformed"),
        ("-5", 400, "malformed"),
        ("١٢", 400, "malformed"),
        ("9" * 400, 400, "malformed"),
        ("0", 422, "file_empty"),
        (str(50 * 10**9), 422, "file_too_large"),
    ],
)
def test_lengths_that_cannot_be(firm: Firm, contract: Contract, length: str, status: int, code: str) -> None:
    sent = length.encode().decode("latin-1")
    answer = create(firm, contract.folio, length=sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Transfer.objects.exists()


def test_ten_thousand_creations_leave_ten_rows_and_nothing_on_the_disk(
    firm: Firm, contract: Contract, settings: Any
) -> None:
    answers = [create(firm, contract.folio).status_code for _ in range(MOST_OPEN + 20)]
    assert answers == [201] * MOST_OPEN + [429] * 20
    assert Transfer.objects.count() == MOST_OPEN
    assert not (Path(settings.MEDIA_ROOT) / "transfers").exists()


def test_anothers_upload_is_not_there(firm: Firm, rival: Firm, begun: str) -> None:
    assert patch(rival.browser, begun, CONTENT, 0).status_code == 404
    assert head(rival.browser, begun).status_code == 404
    assert rival.browser.delete(begun, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert rival.browser.get(f"{begun}llegada/").status_code == 404
    assert head(firm.browser, begun)["Upload-Offset"] == "0"


def test_anothers_contract_is_not_there(firm: Firm, rival: Firm, contract: Contract) -> None:
    assert create(rival, contract.folio).status_code == 404


@pytest.mark.parametrize("folio", ["A26S9999999", "../..", "x\0y"])
def test_a_folio_that_does_not_exist(firm: Firm, contract: Contract, folio: str) -> None:
    assert create(firm, folio).status_code in {400, 404}


def test_a_name_with_ways_up_is_only_a_name(firm: Firm, contract: Contract) -> None:
    create(firm, contract.folio, filename="../../../etc/cron.d/x\r\n.csv")
    assert "/" not in Transfer.objects.get().file_name
    assert Transfer.objects.get().file_name.isprintable()


@pytest.mark.parametrize("metadata", ["filename ¡no", "filename =====", "a" * 5000, "filename //79"])
def test_metadata_that_is_not_metadata(firm: Firm, metadata: str) -> None:
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "5",
        "Upload-Metadata": metadata.encode().decode("latin-1"),
    }
    assert firm.browser.post("/cargas/tus/", headers=headers).status_code == 400


def test_another_version_of_the_protocol(firm: Firm, begun: str) -> None:
    answer = patch(firm.browser, begun, CONTENT, 0, headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


def test_a_piece_of_another_kind_or_without_length(firm: Firm, begun: str) -> None:
    assert patch(firm.browser, begun, CONTENT, 0, kind="text/csv").status_code == 415
    assert patch(firm.browser, begun, CONTENT, "x").status_code == 400
    unmeasured = firm.browser.generic(
        "PATCH",
        begun,
        b"x",
        content_type=PIECE,
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
        CONTENT_LENGTH="",
    )
    assert unmeasured.status_code == 411
    huge = firm.browser.generic(
        "PATCH",
        begun,
        b"x",
        content_type=PIECE,
        headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"},
        CONTENT_LENGTH=str(10**12),
    )
    assert huge.status_code == 413


def test_methods_out_of_place(firm: Firm, begun: str) -> None:
    tus = {"Tus-Resumable": "1.0.0"}
    assert firm.browser.patch("/cargas/tus/", b"", content_type=PIECE, headers=tus).status_code == 405
    assert firm.browser.post(begun, headers=tus).status_code == 405
    assert firm.browser.get("/cargas/tus/", headers=tus).status_code == 405


def test_one_given_up_is_no_longer_there(firm: Firm, begun: str) -> None:
    assert firm.browser.delete(begun, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert head(firm.browser, begun).status_code == 404


def test_every_piece_needs_the_token(firm: Firm, contract: Contract, begun: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = firm.browser.cookies
    assert patch(strict, begun, CONTENT, 0).status_code == 403
    assert create(firm, contract.folio, browser=strict).status_code == 403
    assert head(firm.browser, begun)["Upload-Offset"] == "0"


def test_a_session_that_ended_says_where_to_enter_again(firm: Firm, begun: str) -> None:
    patch(firm.browser, begun, CONTENT[:100], 0)
    answer = patch(Client(), begun, CONTENT[100:], 100)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
    assert head(firm.browser, begun)["Upload-Offset"] == "100"


def test_a_capture_that_closed_meanwhile_says_so_at_the_end(
    firm: Firm, contract: Contract, begun: str
) -> None:
    from icsoe.apps.contracts.models import CapturePeriod

    CapturePeriod.objects.update(is_open=False)
    answer = patch(firm.browser, begun, CONTENT, 0)
    assert (answer.status_code, answer.json()["code"]) == (422, "capture_closed")
    back = firm.browser.get(f"{begun}llegada/", follow=True)
    assert back.redirect_chain[0][0] == f"/contratos/{contract.folio}/cargar/"
    assert not Load.objects.exists()
