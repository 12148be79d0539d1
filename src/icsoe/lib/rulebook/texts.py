"""Rules of free text: how long it may be, and no character that a person cannot see or tell from another."""

import re
import unicodedata
from collections.abc import Mapping

from icsoe.lib.rulebook.rules import Finding

#: The 32 federal entities by INEGI's codes.
_STATE = re.compile(r"0[1-9]|[12][0-9]|3[0-2]")
#: Control, format (zero width, bidirectional), private, unassigned and surrogate characters, and line parts.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
#: Pictures and their colours: no receipt can print them. Below stand °, ©, ™ and №, which keyboards have.
_PICTURES, _FIRST_PICTURE = frozenset({"So", "Sk"}), "\u2190"
#: Longest text of each part of an address, as the database keeps it.
ADDRESS_LENGTHS = {
    "postal_code": 5,
    "colonia": 120,
    "street": 160,
    "outside_number": 30,
    "inside_number": 30,
    "between_streets": 200,
    "municipality": 120,
}


def tidy(text: str) -> str:
    """The text as it is kept: composed (NFC), with single blanks and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def check_characters(text: str, *, column: str) -> list[Finding]:
    """``text_characters``: all can be seen and letters are Latin, so that no name passes for another."""
    return [Finding("text_characters", column)] if any(map(_is_strange, text)) else []


def check_text(text: str, *, column: str, most: int) -> list[Finding]:
    """``text_characters`` or ``text_length`` of a text already tidied; empty is allowed."""
    if found := check_characters(text, column=column):
        return found
    return [Finding("text_length", column, detail=f"{most:,}")] if len(text) > most else []


def check_address_texts(address: Mapping[str, str], *, prefix: str = "") -> list[Finding]:
    """``check_text`` of every part of an address, and ``state_unknown``."""
    findings = [
        finding
        for name, most in ADDRESS_LENGTHS.items()
        for finding in check_text(tidy(address.get(name, "")), column=prefix + name, most=most)
    ]
    state = address.get("state", "")
    if state and not _STATE.fullmatch(state):
        findings.append(Finding("state_unknown", prefix + "state"))
    return findings


def _is_strange(char: str) -> bool:
    category = unicodedata.category(char)
    if category in _UNSEEN or (category in _PICTURES and char >= _FIRST_PICTURE):
        return True
    return category[0] in "LM" and not _is_latin(char)


def _is_latin(char: str) -> bool:
    name = unicodedata.name(char, "")
    return name.startswith(("LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL"))
