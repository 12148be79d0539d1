"""English stands beside every Spanish sentence: none untranslated, none missing, none with another blank."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from tools import messages

BLANK = re.compile(r"%\(\w+\)s")
# What a text in Spanish cannot do without, and one in English cannot have.
SPANISH = re.compile(r"[áéíóúñ¿¡]|\b(?:el|los|las|una|para|que|con|del|su)\b", re.IGNORECASE)
# Names that stay as they are.
NAMES = ("Informativa de Contratos de Servicios u Obras Especializados", "Español")


def catalogue(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Each sentence of an entry with its translation."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from zip(message.id, message.string, strict=True)


ENTRIES = catalogue(messages.PACKAGE / messages.CATALOGUE)


def test_every_sentence_has_its_english() -> None:
    lacking = [one for message in ENTRIES for one, english in pairs(message) if not english or message.fuzzy]
    assert lacking == []


def test_each_translation_fills_the_same_blanks() -> None:
    other = [
        one
        for message in ENTRIES
        for one, english in pairs(message)
        if sorted(BLANK.findall(one)) != sorted(BLANK.findall(english))
    ]
    assert other == []


def test_no_translation_is_left_in_spanish() -> None:
    def said(english: str) -> str:
        for name in NAMES:
            english = english.replace(name, "")
        return english

    assert [
        english for message in ENTRIES for _, english in pairs(message) if SPANISH.search(said(english))
    ] == []


def test_the_catalogue_holds_every_sentence_of_code_and_templates_and_no_other(tmp_path: Path) -> None:
    """Run `make messages` when this fails, and translate what is new."""
    copy = messages.copy_of_package(tmp_path)
    messages.gather(copy)
    gathered = {str(message.id) for message in catalogue(copy / messages.CATALOGUE)}
    kept = {str(message.id) for message in ENTRIES}
    assert sorted(gathered - kept) == []
    assert sorted(kept - gathered) == []


@pytest.mark.parametrize("sentence", messages.library_sentences())
def test_what_the_library_says_has_its_english_too(sentence: str) -> None:
    assert any(message.id == sentence for message in ENTRIES)
