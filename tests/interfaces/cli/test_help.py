"""What `icsoe --help` tells whoever runs it for the first time."""

import pytest

from icsoe.interfaces.cli.bench.command import MEASUREMENTS
from icsoe.interfaces.cli.main import COMMANDS, main


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as stop:
        main([*words, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


def test_each_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys)
    for name, (_module, does) in COMMANDS.items():
        assert f"  {name:<13}{does}" in text


def test_each_measurement_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(told(capsys, "bench").split())
    for name in MEASUREMENTS:
        assert f"{name}: " in text
