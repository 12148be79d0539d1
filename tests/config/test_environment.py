"""Every setting explained exists, every one that exists is read, and what is no setting stops the start."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from icsoe.config.settings import environment

ROOT = Path(__file__).parents[2]


def test_the_settings_explained_are_those_there_are() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8").split("\n## ")[1]
    first_cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(ICSOE_\w+)`", " ".join(first_cells))) == environment.TOLD


def test_each_is_read() -> None:
    places = [
        *(ROOT / "src" / "icsoe" / "config").rglob("*.py"),
        *(ROOT / "src").rglob("interfaces/cli/*.py"),
    ]
    code = "".join(one.read_text("utf-8") for one in places)
    known = environment.TOLD | environment.HANDED_ON
    assert {name for name in known if code.count(f'"{name}"') < 2} == set()


def test_an_unknown_name_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_REVOKATION", "required")
    with pytest.raises(ImproperlyConfigured, match="ICSOE_REVOKATION"):
        environment.refuse_unknown_names()


@pytest.mark.parametrize(
    ("word", "on"), [("1", True), ("TRUE", True), ("0", False), ("off", False), ("", False)]
)
def test_a_switch(monkeypatch: pytest.MonkeyPatch, word: str, on: bool) -> None:
    monkeypatch.setenv("ICSOE_SMTP_TLS", word)
    assert environment.switch("ICSOE_SMTP_TLS") is on


def test_a_misspelt_switch_is_not_taken_for_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_SMTP_TLS", "si")
    with pytest.raises(ImproperlyConfigured, match="ICSOE_SMTP_TLS must be 1 or 0"):
        environment.switch("ICSOE_SMTP_TLS")


@pytest.mark.parametrize("text", ["-1", "10", "dos", "1.5", "²"])
def test_a_number_out_of_bounds(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("ICSOE_FRONT_SERVERS", text)
    with pytest.raises(ImproperlyConfigured, match="ICSOE_FRONT_SERVERS must be a number from 0 to 9"):
        environment.whole_number("ICSOE_FRONT_SERVERS", default=1, most=9)


@pytest.mark.parametrize("text", ["ayer", "2021-09-10T12:00"])
def test_the_practice_clock_needs_an_instant(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.delenv("ICSOE_CLOCK_SHIFT", raising=False)
    monkeypatch.setenv("ICSOE_NOW", text)
    with pytest.raises(ImproperlyConfigured, match="with its offset"):
        environment.clock_shift()
