"""The documents of the repository: links that lead somewhere, decisions without gaps, settings that exist."""

import re
from pathlib import Path

import pytest

from icsoe.interfaces.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("0*.md"))
#: Told to processes by `icsoe run` itself.
INNER_SETTINGS = {"ICSOE_CLOCK_SHIFT", "ICSOE_PROCESS"}


def targets(document: Path) -> list[Path]:
    """The files of the repository that a document links to; the English manual shares the pictures."""
    found = re.findall(r"\]\(([^)\s]+)", document.read_text("utf-8"))
    files = [link.partition("#")[0] for link in found if not re.match(r"https?:|mailto:|/|#", link)]
    folders = [document.parent, document.parent.parent if document.parent.name == "en" else document.parent]
    return [next((f / one for f in folders if (f / one).exists()), document.parent / one) for one in files]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    assert [str(one) for one in targets(document) if not one.exists()] == []


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text("utf-8")
    assert [int(one.name[:4]) for one in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for place, one in enumerate(DECISIONS, 1):
        title = one.read_text("utf-8").splitlines()[0].removeprefix(f"# {place}. ")
        assert f"{place}. [{title}]({one.name})" in index


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda one: one.stem)
def test_a_decision_says_the_four_things(decision: Path) -> None:
    text = decision.read_text("utf-8")
    for part in ("Context.", "Choice.", "Refused.", "What would change our mind."):
        assert f"**{part}**" in text


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    source = "".join(one.read_text("utf-8") for one in (ROOT / "src").rglob("*.py"))
    told = set(re.findall(r"ICSOE_[A-Z0-9_]*[A-Z0-9]", (ROOT / "docs" / "operations.md").read_text("utf-8")))
    assert told == set(re.findall(r"[\"'](ICSOE_[A-Z0-9_]*[A-Z0-9])[\"']", source)) - INNER_SETTINGS


def test_every_command_that_is_told_of_exists() -> None:
    for document in DOCUMENTS:
        for command in re.findall(r"`icsoe ([a-z]+)", document.read_text("utf-8")):
            assert command in COMMANDS, f"{document.name}: icsoe {command}"


def test_the_map_of_the_rooms_names_every_room() -> None:
    map_of_rooms = (ROOT / "README.md").read_text("utf-8").split("## The rooms")[1].split("## ")[0]
    for floor in ("interfaces", "apps", "lib"):
        for room in (ROOT / "src" / "icsoe" / floor).iterdir():
            if (room / "__init__.py").exists():
                assert f" {room.name}/ " in map_of_rooms, room.name
