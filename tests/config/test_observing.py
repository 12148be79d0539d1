"""Every request can be found again in the log by its id, and the log names nobody."""

import json
import logging
import re

import pytest
import structlog
from django.test import Client

from icsoe.config.settings.logging import logging_config, mask_personal_keys

pytestmark = pytest.mark.django_db


def test_a_request_keeps_the_id_of_the_front_server(client: Client) -> None:
    response = client.get("/salud/", headers={"X-Request-ID": "frente-0123-abcd"})
    assert response.headers["X-Request-ID"] == "frente-0123-abcd"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "con espacios 123", 'comillas"{}123'])
def test_an_id_that_could_forge_a_line_is_replaced(client: Client, given: str) -> None:
    identifier = client.get("/salud/", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f-]{36}", identifier)


def test_each_request_leaves_one_line_without_its_address(client: Client, capsys) -> None:
    logging.config.dictConfig(logging_config("INFO"))
    try:
        client.get(
            "/verificar/?folio=N261234567&codigo=0000-0000-0001", headers={"X-Request-ID": "linea-0001"}
        )
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "linea-0001" in line]
    finally:
        with capsys.disabled():  # the lines of later tests go nowhere that this one closes
            logging.config.dictConfig(logging_config("CRITICAL"))
    line = next(line for line in lines if line["event"] == "request")
    assert (line["view"], line["method"], line["status"]) == ("public:verify", "GET", 200)
    assert line["milliseconds"] > 0
    assert "N261234567" not in json.dumps(lines)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("CURP GOMC800101HDFRRL09.", "CURP [curp]."),
        ("rfc=XAXX010101000;", "rfc=[rfc];"),
        ("nss 92919084431 y correo ana@example.com", "nss [nss] y correo [mail]"),
        ("folio N262253432", "folio N262253432"),
    ],
)
def test_personal_keys_never_reach_a_line(said: str, kept: str) -> None:
    event = {"event": said, "deep": {"list": [said]}, "pair": (said, 1)}
    masked = mask_personal_keys(None, "info", event)
    assert masked == {"event": kept, "deep": {"list": [kept]}, "pair": (kept, 1)}


@pytest.mark.parametrize("of", ["ours", "a library's"])
def test_what_is_logged_comes_out_masked_whoever_logs_it(of: str, capsys) -> None:
    curp, nss, mail = "GOMC800101HDFRRL09", "92919084431", "ana@example.com"
    logging.config.dictConfig(logging_config("INFO"))
    try:
        try:
            raise ValueError(f"no existe {nss}")
        except ValueError:
            if of == "ours":
                structlog.get_logger("prueba").exception("falla", who=curp, deep={"to": [mail]})
            else:
                logging.getLogger("prueba").exception("falla de %s y %s", curp, mail)
        said = capsys.readouterr().err
    finally:
        with capsys.disabled():  # the lines of later tests go nowhere that this one closes
            logging.config.dictConfig(logging_config("CRITICAL"))
    assert [key for key in ("[curp]", "[nss]", "[mail]") if key not in said] == []
    assert [key for key in (curp, nss, mail) if key in said] == []
